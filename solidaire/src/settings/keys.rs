/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    /// A list of texts; separated by commas in the environment.
    List,
    /// Colours by name; in the file only.
    Colours,
}

impl Kind {
    pub(crate) const fn french(self) -> &'static str {
        match self {
            Self::Text => "texte",
            Self::Number => "nombre",
            Self::Flag => "true ou false",
            Self::List => "liste de textes",
            Self::Colours => "table de couleurs",
        }
    }
}

/// A setting: its name in the file (`section.key`), and what the documentation says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the documentation only")
    )]
    pub(crate) default: &'static str,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "read by the documentation only")
    )]
    pub(crate) meaning: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: &'static str, meaning: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        meaning,
    }
}

/// Every key. A test keeps `docs/configuration.md` equal to this list.
pub(crate) const KEYS: &[Key] = &[
    key(
        "city.insee",
        Kind::Text,
        "aucune",
        "Code INSEE de la commune, cinq caractères. Obligatoire.",
    ),
    key(
        "city.name",
        Kind::Text,
        "aucune",
        "Nom de la commune. Obligatoire.",
    ),
    key(
        "city.siret",
        Kind::Text,
        "aucune",
        "SIRET de l’organisme qui publie les données.",
    ),
    key(
        "city.doors",
        Kind::List,
        "toutes",
        "Portes ouvertes : « associations ».",
    ),
    key(
        "city.zone",
        Kind::Text,
        "Europe/Paris",
        "Fuseau horaire (nom IANA).",
    ),
    key(
        "city.territory",
        Kind::Text,
        "metropole",
        "Jours fériés : « metropole » ou « alsace-moselle ».",
    ),
    key(
        "city.contact_email",
        Kind::Text,
        "aucune",
        "Adresse où l’on écrit à la ville, montrée sur les pages légales.",
    ),
    key(
        "city.contact_phone",
        Kind::Text,
        "aucune",
        "Téléphone de la mairie, tel qu’il est montré.",
    ),
    key(
        "city.accessibility",
        Kind::Text,
        "non",
        "Conformité d’accessibilité selon le dernier audit : « non », « partielle » ou « totale ».",
    ),
    key(
        "city.demonstration",
        Kind::Flag,
        "false",
        "Tout est inventé : un bandeau le dit sur chaque page.",
    ),
    key(
        "server.address",
        Kind::Text,
        "127.0.0.1",
        "Adresse où le portail écoute ; « 0.0.0.0 » pour toutes.",
    ),
    key(
        "server.port",
        Kind::Number,
        "8025",
        "Port où le portail écoute.",
    ),
    key(
        "server.base_url",
        Kind::Text,
        "http://localhost:PORT",
        "Adresse publique du portail, sans « / » final.",
    ),
    key(
        "server.metrics_port",
        Kind::Number,
        "port + 1",
        "Port des mesures (Prometheus), sur 127.0.0.1 seulement ; 0 pour aucun.",
    ),
    key(
        "server.connections",
        Kind::Number,
        "1024",
        "Connexions ouvertes à la fois.",
    ),
    key(
        "database.url",
        Kind::Text,
        "SQLite dans le dossier",
        "Base PostgreSQL, postgres://… L’option --database passe avant.",
    ),
    key(
        "backup.recipients",
        Kind::List,
        "aucune",
        "Clés publiques age (age1…) qui pourront ouvrir les sauvegardes.",
    ),
    key(
        "jobs.workers",
        Kind::Number,
        "2",
        "Travaux de fond menés à la fois par ce processus.",
    ),
    key(
        "log.filter",
        Kind::Text,
        "info",
        "Ce qui est noté : « error », « warn », « info », ou un filtre de tracing.",
    ),
    key(
        "theme.light",
        Kind::Colours,
        "aucune",
        "Couleurs de la ville le jour : nom de la propriété = « #rrggbb ». Les contrastes sont vérifiés.",
    ),
    key("theme.dark", Kind::Colours, "aucune", "Les mêmes, la nuit."),
];

/// The name of a key in the environment: `server.port` is `SOLIDAIRE_SERVER__PORT`.
pub(crate) fn environment_name(name: &str) -> String {
    format!("SOLIDAIRE_{}", name.to_uppercase().replace('.', "__"))
}

/// The text of `docs/configuration.md`.
#[cfg(test)]
pub(crate) fn documentation() -> String {
    let mut text = String::from(HEADER);
    for key in KEYS {
        let environment = match key.kind {
            Kind::Colours => "—".to_owned(),
            _ => format!("`{}`", environment_name(key.name)),
        };
        text.push_str(&format!(
            "| `{}` | {environment} | {} | {} | {} |\n",
            key.name,
            key.kind.french(),
            key.default,
            key.meaning
        ));
    }
    text.push_str(FOOTER);
    text
}

#[cfg(test)]
const HEADER: &str = "# Configuration

Les réglages sont dans `DOSSIER/solidaire.toml` (écrit par `solidaire init`), et dans l’environnement, qui passe avant. Une
clé inconnue, dans l’un ou l’autre, est une erreur qui la nomme et propose la plus proche. Tout est vérifié au démarrage.

| clé | environnement | valeur | sans elle | sens |
|---|---|---|---|---|
";

#[cfg(test)]
const FOOTER: &str = "
Trois variables ne sont pas des réglages : `SOLIDAIRE_DIR` (comme `--dir`), `SOLIDAIRE_DATABASE` (comme `--database`) et,
pour les essais seulement, celles qui commencent par `SOLIDAIRE_TEST_`. systemd donne `NOTIFY_SOCKET` et `WATCHDOG_USEC`.

## Plusieurs serveurs

Plusieurs serveurs peuvent servir la même ville sur la même base PostgreSQL. Chacun a son dossier : copiez-y
`solidaire.toml` et le dossier `keys/` du premier, plutôt que de lancer `solidaire init` une seconde fois ; avec d’autres
clés, les actes d’une même personne ne seraient plus reliés.

## Exemple

```toml
[city]
insee = \"25056\"
name = \"Besançon\"
doors = [\"associations\"]
contact_phone = \"03 81 61 50 50\"

[server]
base_url = \"https://solidaire.besancon.fr\"

[backup]
recipients = [\"age1…\"]
```
";
