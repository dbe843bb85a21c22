//! A backup taken under load, restored elsewhere, on either database: the same rows.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use backup::{BackupError, Extra, fingerprints};
use storage::sea_orm::{ConnectionTrait, Statement, Value};
use storage::{Act, NoRecord, Steps, Storage, StorageError, Target, Tx};
use testkit::TestDb;

mod step {
    use storage::sea_orm_migration::prelude::*;

    pub struct Things;
    impl MigrationName for Things {
        fn name(&self) -> &str {
            "20261103_test_things"
        }
    }
    #[async_trait::async_trait]
    impl MigrationTrait for Things {
        fn use_transaction(&self) -> Option<bool> {
            Some(true)
        }
        async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
            let db = manager.get_connection();
            let bytes = match manager.get_database_backend() {
                sea_orm::DbBackend::Sqlite => "BLOB",
                _ => "BYTEA",
            };
            for sql in [
                format!(
                    "CREATE TABLE things (a TEXT NOT NULL, b BIGINT NOT NULL, note TEXT, \
                     octets {bytes}, share DOUBLE PRECISION, n INTEGER, PRIMARY KEY (a, b))"
                ),
                "CREATE TABLE keyless (x TEXT, y BIGINT)".to_owned(),
                "INSERT INTO keyless VALUES ('first row of the step', 1)".to_owned(),
            ] {
                db.execute_unprepared(&sql).await?;
            }
            Ok(())
        }
    }
}

fn extra_steps() -> Steps {
    let mut all = jobs::migrations();
    all.push(Box::new(step::Things));
    all
}

fn known() -> Steps {
    let mut all = journal::migrations();
    all.extend(extra_steps());
    all
}

async fn add(storage: &Storage, n: i64) {
    storage
        .write::<_, StorageError, _>(
            Act::system("test.added", format!("thing/{n}")).sealed("name", "Zoé"),
            async |tx: &Tx| {
                // Names whose order depends on the collation, doubles without a key, absent values.
                let name = ["é", "E", "f", "Éa", "_", "ß", "\u{1f600}", "\"\\\n\t"][usize::try_from(n % 8).unwrap()];
                let values: Vec<Value> = vec![
                    name.into(),
                    (n - 700).into(),
                    if n % 3 == 0 { Value::String(None) } else { "x".repeat(50).into() },
                    if n % 2 == 0 { Value::Bytes(None) } else { vec![0u8, 255, 10].into() },
                    if n % 5 == 0 { Value::Double(None) } else { (1.0 / f64::from(i32::try_from(n).unwrap())).into() },
                    i32::try_from(n).unwrap().into(),
                ];
                let sql = "INSERT INTO things (a, b, note, octets, share, n) VALUES ($1, $2, $3, $4, $5, $6)";
                tx.db()
                    .execute_raw(Statement::from_sql_and_values(tx.backend(), sql, values))
                    .await?;
                for _ in 0..2 {
                    let sql = "INSERT INTO keyless VALUES ($1, $2)";
                    let values: Vec<Value> = vec![Value::String(None), (n % 4).into()];
                    tx.db()
                        .execute_raw(Statement::from_sql_and_values(tx.backend(), sql, values))
                        .await?;
                }
                Ok(())
            },
        )
        .await
        .unwrap();
}

struct Keys {
    identity: PathBuf,
    recipients: Vec<String>,
}

fn keys(dir: &Path) -> Keys {
    let identity = dir.join("age.key");
    let public = backup::new_identity(&identity).unwrap();
    Keys {
        identity,
        recipients: vec![public],
    }
}

async fn empty_sqlite(dir: &Path) -> Storage {
    std::fs::create_dir_all(dir).unwrap();
    let target = Target::choose(dir, None).unwrap();
    Storage::open(&target, Arc::new(NoRecord), Arc::new(calendar::SystemClock))
        .await
        .unwrap()
}

async fn save(db: &TestDb, path: &Path, keys: &Keys) -> Result<backup::Summary, BackupError> {
    let extras = [Extra {
        name: "solidaire.toml".into(),
        text: "[ville]\nnom = \"Besançon\"\n".into(),
    }];
    backup::write(&db.storage, path, &keys.recipients, &extras, &|_| ()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_load_and_back_into_either_database() {
    for db in testkit::databases(extra_steps).await {
        for n in 1..=2_300 {
            add(&db.storage, n).await;
        }
        // Writers go on while the backup is taken.
        let stop = Arc::new(AtomicBool::new(false));
        let writer = {
            let (storage, stop) = (db.open_again().await, Arc::clone(&stop));
            tokio::spawn(async move {
                let mut n = 2_301;
                while !stop.load(Ordering::SeqCst) {
                    add(&storage, n).await;
                    n += 1;
                }
                n - 2_301
            })
        };
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let keys = keys(db.path());
        let path = db.path().join("une.sauvegarde");
        let summary = save(&db, &path, &keys).await.unwrap();
        stop.store(true, Ordering::SeqCst);
        assert!(writer.await.unwrap() > 0);
        // One instant: every act has its rows, none is half there.
        let rows = |name: &str| {
            summary
                .tables
                .iter()
                .find(|t| t.table == name)
                .unwrap()
                .rows
        };
        assert_eq!(rows("things"), rows("journal_entry"), "{}", db.name);
        assert_eq!(rows("keyless"), 2 * rows("things") + 1);
        assert!(rows("things") >= 2_300);

        let elsewhere = testkit::databases(Vec::new).await;
        let mut targets = vec![empty_sqlite(&db.path().join("new")).await];
        for other in elsewhere.iter().filter(|other| other.name == "postgres") {
            targets.push(other.open_again().await);
            for sql in ["DROP TABLE journal_entry, journal_head, journal_salt, seaql_migrations"] {
                other
                    .storage
                    .keep::<_, StorageError, _>(async |tx: &Tx| {
                        let statement = Statement::from_string(tx.backend(), sql.to_owned());
                        tx.db().execute_raw(statement).await?;
                        Ok(())
                    })
                    .await
                    .unwrap();
            }
        }
        for target in targets {
            let contents = backup::open(&path, &keys.identity).await.unwrap();
            assert_eq!(contents.extras()[0].text, "[ville]\nnom = \"Besançon\"\n");
            let marks = contents.restore(&target, known, &|_| ()).await.unwrap();
            assert_eq!(marks, summary.tables, "{} into {:?}", db.name, target);
            assert_eq!(fingerprints(&target).await.unwrap(), summary.tables);
            let verdict = journal::verify(&target, None).await.unwrap();
            assert!(verdict.is_whole(), "{verdict:?}");
            // A second time is refused: nothing is ever overwritten.
            let again = backup::open(&path, &keys.identity).await.unwrap();
            let refused = again.restore(&target, known, &|_| ()).await.unwrap_err();
            assert!(matches!(refused, BackupError::NotEmpty(_)), "{refused}");
            assert_eq!(fingerprints(&target).await.unwrap(), summary.tables);
        }
    }
}

#[tokio::test]
async fn what_is_wrong_is_refused_with_its_reason() {
    let db = testkit::sqlite(extra_steps).await;
    for n in 1..=50 {
        add(&db.storage, n).await;
    }
    let dir = db.path();
    let ours = keys(dir);
    let path = dir.join("b");
    // No recipient, a wrong one, a name that is taken.
    let none = backup::write(&db.storage, &path, &[], &[], &|_| ()).await;
    assert!(matches!(none, Err(BackupError::Recipient(_))));
    let wrong = backup::write(&db.storage, &path, &["age1nonsense".into()], &[], &|_| ()).await;
    assert!(wrong.unwrap_err().to_string().contains("age1nonsense"));
    assert!(!path.exists());
    save(&db, &path, &ours).await.unwrap();
    assert!(matches!(
        save(&db, &path, &ours).await,
        Err(BackupError::Exists(_))
    ));
    // Nothing readable without the key.
    let bytes = std::fs::read(&path).unwrap();
    assert!(!bytes.windows(7).any(|w| w == b"journal"));
    // The wrong key.
    std::fs::create_dir(dir.join("other")).unwrap();
    let theirs = keys(&dir.join("other"));
    let closed = backup::open(&path, &theirs.identity).await.unwrap_err();
    assert!(matches!(closed, BackupError::Unopened(_)), "{closed}");
    // No key in the key file; no backup at all.
    let empty = dir.join("empty");
    std::fs::write(&empty, "rien").unwrap();
    assert!(matches!(
        backup::open(&path, &empty).await,
        Err(BackupError::Identity(_))
    ));
    assert!(matches!(
        backup::open(&empty, &ours.identity).await,
        Err(BackupError::Unopened(_))
    ));
    // Cut, and altered in the middle.
    for (place, change) in ["cut", "flip"].iter().enumerate() {
        let mut bytes = bytes.clone();
        if *change == "cut" {
            bytes.truncate(bytes.len() * 2 / 3);
        } else {
            let middle = bytes.len() * 2 / 3;
            bytes[middle] ^= 1;
        }
        let bad = dir.join(change);
        std::fs::write(&bad, &bytes).unwrap();
        let target = empty_sqlite(&dir.join(format!("t{place}"))).await;
        let failed = match backup::open(&bad, &ours.identity).await {
            Ok(contents) => contents.restore(&target, known, &|_| ()).await.unwrap_err(),
            Err(error) => error,
        };
        assert!(
            matches!(
                failed,
                BackupError::Damaged { .. } | BackupError::Unopened(_)
            ),
            "{change} {failed}"
        );
    }
    // A program that does not know a step.
    let target = empty_sqlite(&dir.join("newer")).await;
    let contents = backup::open(&path, &ours.identity).await.unwrap();
    let newer = contents
        .restore(&target, journal::migrations, &|_| ())
        .await
        .unwrap_err();
    assert!(matches!(newer, BackupError::Newer(_)), "{newer}");
    backup::require_empty(&target).await.unwrap();
}

#[tokio::test]
async fn a_forged_content_is_found_by_its_hashes() {
    let db = testkit::sqlite(extra_steps).await;
    for n in 1..=20 {
        add(&db.storage, n).await;
    }
    let ours = keys(db.path());
    let path = db.path().join("b");
    save(&db, &path, &ours).await.unwrap();
    // Whoever has the public key can encrypt anything: decrypt, change one row, encrypt again.
    let secret = std::fs::read_to_string(&ours.identity).unwrap();
    let identity: age::x25519::Identity = secret.lines().nth(1).unwrap().parse().unwrap();
    let file = std::fs::File::open(&path).unwrap();
    let plain = age::Decryptor::new_buffered(std::io::BufReader::new(file))
        .unwrap()
        .decrypt(std::iter::once(&identity as &dyn age::Identity))
        .unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(plain), &mut text).unwrap();
    assert!(
        text.starts_with("{\"format\":\"solidaire-sauvegarde-1\""),
        "{text:.100}"
    );
    for (place, (from, to, expected)) in [
        ("first row of the step", "another row", "empreinte"),
        ("\"rows\":20,", "\"rows\":19,", "empreinte"),
        ("\"end\":true", "\"fin\":true", "table inconnue"),
        ("\"tables\":", "\"tables\":1", "des tables manquent"),
        ("[\"note\",\"text\"]", "[\"note\",\"bytes\"]", "colonnes"),
    ]
    .into_iter()
    .enumerate()
    {
        assert!(text.contains(from), "{from}");
        let forged = db.path().join(format!("forged{place}"));
        let recipient = identity.to_public();
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let out = age::Encryptor::with_recipients(recipients)
            .unwrap()
            .wrap_output(std::fs::File::create(&forged).unwrap())
            .unwrap();
        let mut zipped = flate2::write::GzEncoder::new(out, flate2::Compression::fast());
        std::io::Write::write_all(&mut zipped, text.replace(from, to).as_bytes()).unwrap();
        zipped.finish().unwrap().finish().unwrap();
        let target = empty_sqlite(&db.path().join(format!("t{place}"))).await;
        let contents = backup::open(&forged, &ours.identity).await.unwrap();
        let failed = contents.restore(&target, known, &|_| ()).await.unwrap_err();
        assert!(failed.to_string().contains(expected), "{from}: {failed}");
        // Nothing by halves: the one transaction was undone.
        let marks = fingerprints(&target).await.unwrap();
        assert!(
            marks.iter().all(|mark| mark.table == "journal_head"
                || mark.table == "keyless"
                || mark.rows == 0)
        );
    }
}
