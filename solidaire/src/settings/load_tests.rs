use super::super::keys::documentation;
use super::*;

const CITY: &str = "[city]\ninsee = \"25056\"\nname = \"Besançon\"\n";

fn read(text: &str, environment: &[(&str, &str)]) -> Result<Settings, String> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Settings::read(text, "solidaire.toml", environment)
        .map_err(|failure| failure.to_string().replace(['\u{a0}', '\u{202f}'], " "))
}

#[test]
fn the_documentation_names_every_key() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, documentation()).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == documentation(),
        "docs/configuration.md is not what the keys say: UPDATE_DOCS=1 cargo test -p solidaire"
    );
}

#[test]
fn the_environment_goes_before_the_file() {
    let text = format!("{CITY}[server]\nport = 9000\n");
    assert_eq!(read(&text, &[]).unwrap().port, 9000);
    let settings = read(
        &text,
        &[
            ("SOLIDAIRE_SERVER__PORT", "9001"),
            ("SOLIDAIRE_CITY__DOORS", "associations, "),
            ("SOLIDAIRE_DIR", "/tmp"),
            ("SOLIDAIRE_TEST_POSTGRES", "x"),
            ("PATH", "/bin"),
        ],
    )
    .unwrap();
    assert_eq!(settings.port, 9001);
    assert_eq!(settings.city.doors, [DoorKey::Associations]);
}

#[test]
fn what_is_wrong_is_named() {
    for (text, environment, expected) in [
        (
            "[server]\nprot = 1\n",
            vec![],
            "la clé « server.prot » n’est pas connue ; vouliez-vous dire « server.port » ?",
        ),
        (
            "[serveur]\nport = 1\n",
            vec![],
            "vouliez-vous dire « server.port »",
        ),
        (
            "port = 1\n",
            vec![],
            "la clé « city.port » n’est pas connue ; vouliez-vous dire « server.port » ?",
        ),
        (
            "",
            vec![("SOLIDAIRE_SERVER_PORT", "1")],
            "la variable SOLIDAIRE_SERVER_PORT n’est pas connue ; vouliez-vous dire SOLIDAIRE_SERVER__PORT ?",
        ),
        (
            "",
            vec![("SOLIDAIRE_SERVER__PORT", "abc")],
            "SOLIDAIRE_SERVER__PORT, « server.port » : nombre attendu",
        ),
        ("[server]\nport = \"8025\"\n", vec![], "nombre attendu"),
        ("[server]\nport = 70000\n", vec![], "un nombre de 1 à 65535"),
        (
            "[server]\naddress = \"ici\"\n",
            vec![],
            "une adresse comme 127.0.0.1",
        ),
        (
            "[server]\nbase_url = \"https://ville.fr/\"\n",
            vec![],
            "sans « / » final",
        ),
        (
            "[backup]\nrecipients = [\"age1x\"]\n",
            vec![],
            "« age1x » n’est pas une clé publique age",
        ),
        (
            "[theme.light]\nfond = \"#ffffff\"\n",
            vec![],
            "n’est pas une couleur de la feuille",
        ),
        ("[server\n", vec![], "solidaire.toml :"),
    ] {
        let error = read(&format!("{CITY}{text}"), &environment).unwrap_err();
        assert!(error.contains(expected), "{text} {environment:?}: {error}");
    }
    for (text, expected) in [
        ("", "« city.insee » manque"),
        (
            "[city]\ninsee = \"2505\"\nname = \"B\"\n",
            "n’est pas un code INSEE",
        ),
        ("[city]\ninsee = \"2A004\"\n", "« city.name » manque"),
        (
            "[city]\ninsee = \"25056\"\nname = \"B\"\ndoors = [\"cave\"]\n",
            "la porte « cave » n’existe pas (portes : associations)",
        ),
        (
            "[city]\ninsee = \"25056\"\nname = \"B\"\nzone = \"Europe/Besançon\"\n",
            "un fuseau comme Europe/Paris",
        ),
    ] {
        let error = read(text, &[]).unwrap_err();
        assert!(error.contains(expected), "{text}: {error}");
    }
}

#[test]
fn a_city_may_close_every_door() {
    let settings = read(&format!("{CITY}doors = []\n"), &[]).unwrap();
    assert!(settings.city.doors.is_empty());
    assert_eq!(read(CITY, &[]).unwrap().city.doors, DoorKey::ALL);
}
