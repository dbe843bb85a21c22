//! The commands as scripts use them: what they do, what they refuse, and with which exit code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod support;

use support::{city, command, ran, rna_file, run, sqlite3};

#[test]
fn a_city_is_made_once_and_nothing_is_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("ville");
    let nowhere = run(&home, &["doctor"]);
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere.err.contains("solidaire init --city"),
        "{}",
        nowhere.err
    );
    assert_eq!(
        run(&home, &["init", "--city", "2505", "--name", "B"]).code,
        2
    );
    assert_eq!(run(&home, &["init", "--city", "25056"]).code, 2);
    assert_eq!(
        run(
            &home,
            &["init", "--city", "25056", "--name", "B", "--doors", "cave"]
        )
        .code,
        2
    );
    city(&home, &["--doors", "associations"]);
    let again = run(&home, &["init"]);
    assert_eq!(again.code, 0, "{}", again.err);
    let other = run(&home, &["init", "--city", "39198", "--name", "Dole"]);
    assert_eq!(other.code, 3);
    assert!(
        other.err.contains("contient déjà Besançon"),
        "{}",
        other.err
    );
    // Lost keys are said, and made anew on demand only.
    std::fs::remove_dir_all(home.join("keys")).unwrap();
    let keyless = run(&home, &["proof", "writer"]);
    assert_eq!(keyless.code, 3);
    assert!(
        keyless.err.contains("remettez le dossier « keys »"),
        "{}",
        keyless.err
    );
    assert_eq!(run(&home, &["init"]).code, 0);
    let kinds = sqlite3(&home, "SELECT group_concat(kind) FROM journal_entry");
    assert_eq!(kinds, "house.opened,house.keys_made");
}

#[test]
fn an_unknown_setting_stops_every_command() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let file = dir.path().join("solidaire.toml");
    let good = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{good}\n[server]\nprot = 1\n")).unwrap();
    for args in [
        &["serve"][..],
        &["doctor"],
        &["migrate"],
        &["journal", "verify"],
    ] {
        let wrong = run(dir.path(), args);
        assert_eq!(wrong.code, 2, "{args:?}");
        assert!(
            wrong
                .err
                .contains("« server.prot » n’est pas connue ; vouliez-vous dire « server.port »"),
            "{}",
            wrong.err
        );
    }
    std::fs::write(&file, good).unwrap();
    let wrong = ran(command(dir.path(), &["doctor"])
        .env("SOLIDAIRE_SERVEUR__PORT", "1")
        .output()
        .unwrap());
    assert_eq!(wrong.code, 2);
    assert!(
        wrong.err.contains("SOLIDAIRE_SERVEUR__PORT"),
        "{}",
        wrong.err
    );
}

#[test]
fn an_import_is_all_or_nothing_and_comes_out_again() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let file = rna_file(dir.path(), 200);
    let file = file.to_str().unwrap();
    let done = run(dir.path(), &["import", "rna", file]);
    assert_eq!(done.code, 0, "{} {}", done.out, done.err);
    assert!(done.out.contains("200 lignes importées"), "{}", done.out);
    let again = run(dir.path(), &["import", "rna", file]);
    assert!(again.out.contains("rien n’a changé"), "{}", again.out);
    let out = dir.path().join("a.csv");
    let exported = run(
        dir.path(),
        &["export", "associations", "--out", out.to_str().unwrap()],
    );
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert!(exported.out.contains("200 lignes"), "{}", exported.out);
    assert_eq!(
        run(dir.path(), &["export", "associations", "--out", "a.xls"]).code,
        2
    );
    assert_eq!(run(dir.path(), &["import", "rna", "/nowhere.csv"]).code, 2);
    assert_eq!(
        run(dir.path(), &["import", "rna", dir.path().to_str().unwrap()]).code,
        2
    );
    let database = dir.path().join("solidaire.sqlite3");
    let wrong = run(dir.path(), &["import", "rna", database.to_str().unwrap()]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn the_journal_names_what_a_shell_altered() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    assert_eq!(
        run(dir.path(), &["proof", "writer", "--count", "9"]).code,
        0
    );
    let whole = run(dir.path(), &["journal", "verify"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    assert!(
        whole.out.contains("actes : 10") && whole.out.contains("concorde"),
        "{}",
        whole.out
    );
    let kept = dir.path().join("gardee.json");
    std::fs::copy(dir.path().join("journal-head.json"), &kept).unwrap();
    let kept = kept.to_str().unwrap();

    sqlite3(
        dir.path(),
        "UPDATE journal_entry SET subject = 'proof/autre' WHERE ordinal = 4",
    );
    let altered = run(dir.path(), &["journal", "verify"]);
    assert_eq!(altered.code, 3);
    assert!(
        altered.err.contains("l’acte n° 4 a été modifié"),
        "{}",
        altered.err
    );
    assert_eq!(run(dir.path(), &["doctor"]).code, 3);

    // A careful forger cuts the end, moves the stored head back and removes the head file.
    sqlite3(
        dir.path(),
        "DELETE FROM journal_entry WHERE ordinal > 3; \
         UPDATE journal_head SET ordinal = 3, hash = (SELECT hash FROM journal_entry WHERE ordinal = 3)",
    );
    std::fs::remove_file(dir.path().join("journal-head.json")).unwrap();
    assert_eq!(run(dir.path(), &["journal", "verify"]).code, 0);
    let cut = run(dir.path(), &["journal", "verify", "--head", kept]);
    assert_eq!(cut.code, 3);
    assert!(
        cut.err.contains("la fin du journal a été coupée"),
        "{}",
        cut.err
    );
    assert_eq!(
        run(dir.path(), &["journal", "verify", "--head", "/nowhere"]).code,
        2
    );
    std::fs::write(dir.path().join("x.json"), "{}").unwrap();
    let x = dir.path().join("x.json");
    assert_eq!(
        run(
            dir.path(),
            &["journal", "verify", "--head", x.to_str().unwrap()]
        )
        .code,
        2
    );
}

#[test]
fn a_backup_is_encrypted_or_refused_and_restores_the_same_rows() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("ville");
    city(&home, &[]);
    let file = rna_file(dir.path(), 50);
    assert_eq!(
        run(&home, &["import", "rna", file.to_str().unwrap()]).code,
        0
    );
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (saved, key) = (path("une.sauvegarde"), path("age.key"));
    let refused = run(&home, &["backup", &saved]);
    assert_eq!(refused.code, 3);
    assert!(
        refused.err.contains("toujours chiffrée") && refused.err.contains("--new-key"),
        "{}",
        refused.err
    );
    let made = run(&home, &["backup", "--new-key", &key]);
    assert_eq!(made.code, 0, "{}", made.err);
    let public = made.out.trim().to_owned();
    assert_eq!(
        run(&home, &["backup", &saved, "--recipient", "age1faux"]).code,
        2
    );
    let done = run(&home, &["backup", &saved, "--recipient", &public]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(
        done.out
            .contains("ATTENTION : le dossier « keys » n’est pas dans la sauvegarde"),
        "{}",
        done.out
    );
    assert_eq!(
        run(&home, &["backup", &saved, "--recipient", &public]).code,
        3,
        "never overwritten"
    );

    // The configured recipient serves as well.
    let other = path("deux.sauvegarde");
    let with = ran(command(&home, &["backup", &other])
        .env("SOLIDAIRE_BACKUP__RECIPIENTS", &public)
        .output()
        .unwrap());
    assert_eq!(with.code, 0, "{}", with.err);
    assert!(run(&home, &["doctor"]).out.contains("dernière sauvegarde"));

    let new = dir.path().join("nouvelle");
    let restored = run(
        &home,
        &[
            "restore",
            &saved,
            "--to",
            new.to_str().unwrap(),
            "--identity",
            &key,
        ],
    );
    assert_eq!(restored.code, 0, "{}", restored.err);
    let hashes = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with("  "));
        lines.map(str::to_owned).collect()
    };
    assert_eq!(hashes(&restored.out), hashes(&done.out));
    assert!(
        restored
            .out
            .contains("Remettez maintenant le dossier « keys »"),
        "{}",
        restored.out
    );
    let refused = run(
        &home,
        &[
            "restore",
            &saved,
            "--to",
            new.to_str().unwrap(),
            "--identity",
            &key,
        ],
    );
    assert_eq!(refused.code, 3);
    // With the keys put back the city works, and its journal is the same.
    let keys = std::process::Command::new("cp")
        .arg("-a")
        .arg(home.join("keys"))
        .arg(&new)
        .status();
    assert!(keys.unwrap().success());
    assert_eq!(run(&new, &["journal", "verify"]).code, 0);
    let wrong = run(
        &home,
        &[
            "restore",
            &key,
            "--to",
            &path("ailleurs"),
            "--identity",
            &key,
        ],
    );
    assert_eq!(wrong.code, 2);
    assert!(!dir.path().join("ailleurs").exists(), "nothing by halves");
}

#[test]
fn a_newer_database_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    sqlite3(
        dir.path(),
        "INSERT INTO seaql_migrations VALUES ('20991231_demain', 1)",
    );
    for args in [
        &["serve"][..],
        &["migrate"],
        &["migrate", "--check"],
        &["proof", "writer"],
    ] {
        let newer = run(dir.path(), args);
        assert_eq!(newer.code, 3, "{args:?} {}", newer.err);
        assert!(
            newer.err.contains("version plus récente") && newer.err.contains("20991231_demain"),
            "{}",
            newer.err
        );
    }
    sqlite3(
        dir.path(),
        "DELETE FROM seaql_migrations WHERE version IN ('20991231_demain', '20261102_jobs_create'); DROP TABLE jobs_job; DROP TABLE jobs_periodic",
    );
    let older = run(dir.path(), &["serve"]);
    assert_eq!(older.code, 3);
    assert!(older.err.contains("solidaire migrate"), "{}", older.err);
    let check = run(dir.path(), &["migrate", "--check"]);
    assert_eq!(check.code, 3);
    assert!(check.out.contains("20261102_jobs_create"), "{}", check.out);
    assert_eq!(run(dir.path(), &["migrate"]).code, 0);
    assert_eq!(run(dir.path(), &["migrate", "--check"]).code, 0);
}

#[test]
fn a_real_city_is_never_taken_for_a_demonstration() {
    let dir = tempfile::tempdir().unwrap();
    city(dir.path(), &[]);
    let port = support::free_port().to_string();
    for args in [
        &["demo", "--port", &port][..],
        &["demo", "--port", &port, "--reset"],
    ] {
        let refused = run(dir.path(), args);
        assert_eq!(refused.code, 3, "{}", refused.err);
        assert!(refused.err.contains("une vraie ville"), "{}", refused.err);
    }
    let files = dir.path().join("fichiers");
    std::fs::create_dir(&files).unwrap();
    std::fs::write(files.join("photo.jpg"), "x").unwrap();
    assert_eq!(run(&files, &["demo", "--port", &port, "--reset"]).code, 3);
    assert!(files.join("photo.jpg").exists());
}
