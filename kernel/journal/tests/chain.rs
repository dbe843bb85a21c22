//! What the record promises, on both databases: no gap, no silent change, no way back to erased data.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

use std::sync::Arc;

use journal::{Broken, Commitment, HeadFile, Keys, PublicKey, check_sealed, forget, verify};
use storage::sea_orm::{ConnectionTrait, Statement};
use storage::{Act, Actor, StorageError, Tx};
use testkit::TestDb;

async fn act(db: &TestDb, n: i64) {
    let mut act = Act::system("test.done", format!("thing/{n}"))
        .fact("n", n)
        .sealed("name", format!("Aïcha {n}"));
    if n % 2 == 0 {
        act.actor = Actor::Person("0193-person".into());
    }
    db.storage
        .write::<_, StorageError, _>(act, async |_tx: &Tx| Ok(()))
        .await
        .unwrap();
}

/// What somebody with a shell on the database would do.
async fn tamper(db: &TestDb, sql: &str) {
    db.storage
        .keep::<_, StorageError, _>(async |tx: &Tx| {
            tx.db()
                .execute_raw(Statement::from_string(tx.backend(), sql.to_owned()))
                .await?;
            Ok(())
        })
        .await
        .unwrap();
}

async fn broken(db: &TestDb, head: Option<&HeadFile>) -> Option<Broken> {
    verify(&db.storage, head).await.unwrap().broken
}

#[tokio::test]
async fn an_untouched_record_is_whole() {
    for db in testkit::databases(Vec::new).await {
        assert_eq!(verify(&db.storage, None).await.unwrap().entries, 0);
        for n in 1..=5 {
            act(&db, n).await;
        }
        let path = db.path().join("head.json");
        let written = db.journal.write_head(&db.storage, &path).await.unwrap();
        let head = HeadFile::read(&path).unwrap();
        assert_eq!(head, written);
        let verdict = verify(&db.storage, Some(&head)).await.unwrap();
        assert!(verdict.is_whole(), "{} {verdict:?}", db.name);
        assert_eq!(verdict.entries, 5);
        // Later entries do not disturb an older head.
        act(&db, 6).await;
        assert_eq!(broken(&db, Some(&head)).await, None);
        let entries = journal::entries_after(&db.storage, 0, 10).await.unwrap();
        assert!(!format!("{entries:?}").contains("Aïcha"));
        assert!(!format!("{entries:?}").contains("0193-person"));
        assert_eq!(entries[1].actor, entries[3].actor);
        assert_eq!(entries[1].actor.len(), 32);
        assert_eq!(entries[0].actor, "system");
    }
}

#[tokio::test]
async fn every_kind_of_tampering_is_named() {
    for (sql, expected) in [
        (
            "UPDATE journal_entry SET body = '{\"facts\":{\"n\":99},\"sealed\":{}}' WHERE ordinal = 3",
            Broken::Altered { ordinal: 3 },
        ),
        (
            "UPDATE journal_entry SET subject = subject || ' ' WHERE ordinal = 1",
            Broken::Altered { ordinal: 1 },
        ),
        (
            "UPDATE journal_entry SET at = at + 1 WHERE ordinal = 5",
            Broken::Altered { ordinal: 5 },
        ),
        (
            "UPDATE journal_entry SET hash = prev WHERE ordinal = 2",
            Broken::Altered { ordinal: 2 },
        ),
        (
            "UPDATE journal_entry SET prev = hash WHERE ordinal = 2",
            Broken::Altered { ordinal: 2 },
        ),
        (
            "DELETE FROM journal_entry WHERE ordinal = 2",
            Broken::Gap {
                missing: 2,
                found: 3,
            },
        ),
        (
            "DELETE FROM journal_entry WHERE ordinal = 5",
            Broken::WrongHead { head: 5, last: 4 },
        ),
        (
            "DELETE FROM journal_entry",
            Broken::WrongHead { head: 5, last: 0 },
        ),
        (
            "UPDATE journal_entry SET ordinal = 0 WHERE ordinal = 1",
            Broken::Gap {
                missing: 1,
                found: 0,
            },
        ),
        (
            "UPDATE journal_head SET ordinal = 4",
            Broken::WrongHead { head: 4, last: 5 },
        ),
    ] {
        for db in testkit::databases(Vec::new).await {
            for n in 1..=5 {
                act(&db, n).await;
            }
            tamper(&db, sql).await;
            assert_eq!(
                broken(&db, None).await,
                Some(expected.clone()),
                "{} {sql}",
                db.name
            );
        }
    }
}

#[tokio::test]
async fn a_text_in_a_number_s_place_is_named_too() {
    let db = testkit::sqlite(Vec::new).await;
    for n in 1..=5 {
        act(&db, n).await;
    }
    tamper(
        &db,
        "UPDATE journal_entry SET at = 'hier' WHERE ordinal = 4",
    )
    .await;
    assert_eq!(
        broken(&db, None).await,
        Some(Broken::Altered { ordinal: 4 })
    );
    tamper(
        &db,
        "UPDATE journal_entry SET body = x'ff00' WHERE ordinal = 1",
    )
    .await;
    assert_eq!(
        broken(&db, None).await,
        Some(Broken::Altered { ordinal: 1 })
    );
}

#[tokio::test]
async fn a_signed_head_shows_a_cut_end_and_a_rewritten_history() {
    for db in testkit::databases(Vec::new).await {
        for n in 1..=3 {
            act(&db, n).await;
        }
        let entries = journal::entries_after(&db.storage, 0, 10).await.unwrap();
        let path = db.path().join("head.json");
        let head = db.journal.write_head(&db.storage, &path).await.unwrap();
        // A careful forger cuts the end and moves the stored head back.
        tamper(&db, "DELETE FROM journal_salt WHERE ordinal = 3").await;
        tamper(&db, "DELETE FROM journal_entry WHERE ordinal = 3").await;
        tamper(
            &db,
            &format!(
                "UPDATE journal_head SET ordinal = 2, hash = '{}'",
                entries[1].hash
            ),
        )
        .await;
        assert_eq!(broken(&db, None).await, None);
        assert_eq!(
            broken(&db, Some(&head)).await,
            Some(Broken::CutTail { signed: 3, last: 2 })
        );
        // … and then writes another history of the same length.
        act(&db, 30).await;
        assert_eq!(broken(&db, None).await, None);
        assert_eq!(
            broken(&db, Some(&head)).await,
            Some(Broken::OtherHistory { ordinal: 3 })
        );
        // A head file with another hash no longer bears its signature,
        let mut forged = head.clone();
        forged.hash = journal::entries_after(&db.storage, 2, 1).await.unwrap()[0]
            .hash
            .clone();
        assert_eq!(broken(&db, Some(&forged)).await, Some(Broken::BadSignature));
        // … and one signed anew is signed by another key.
        let other = Keys::create(&db.path().join("other"), &values_ids(&db)).unwrap();
        let stranger = journal::Journal::with(other, db.ids.clone());
        let resigned = stranger.write_head(&db.storage, &path).await.unwrap();
        let ours = PublicKey::in_dir(&db.path().join("keys")).unwrap();
        assert!(ours.is_some());
        let verdict = journal::verify_trusting(&db.storage, Some(&resigned), ours.as_ref())
            .await
            .unwrap();
        assert_eq!(verdict.broken, Some(Broken::OtherKey));
    }
}

fn values_ids(db: &TestDb) -> values::Ids {
    values::Ids::seeded(Arc::clone(&db.clock) as calendar::SharedClock, 99)
}

#[tokio::test]
async fn erasing_leaves_the_chain_whole() {
    for db in testkit::databases(Vec::new).await {
        act(&db, 1).await;
        let check = async |value: &str| check_sealed(&db.storage, 1, "name", value).await.unwrap();
        assert_eq!(check("Aïcha 1").await, Commitment::Matches);
        assert_eq!(check("Aïcha 2").await, Commitment::Differs);
        assert_eq!(
            check_sealed(&db.storage, 1, "address", "").await.unwrap(),
            Commitment::Unknown
        );
        let forgotten = db
            .storage
            .write(Act::system("test.forgot", "thing/1"), async |tx: &Tx| {
                forget(tx, 1, "name").await
            })
            .await
            .unwrap();
        assert!(forgotten);
        assert_eq!(check("Aïcha 1").await, Commitment::Forgotten);
        assert_eq!(broken(&db, None).await, None);
    }
}

#[tokio::test]
async fn an_act_that_cannot_be_recorded_is_not_done() {
    for db in testkit::databases(Vec::new).await {
        let refused = db
            .storage
            .write::<_, StorageError, _>(
                Act::system("test.counted", "thing/1").fact("share", 0.5),
                async |_tx: &Tx| Ok(()),
            )
            .await;
        let message = refused.unwrap_err().to_string();
        assert!(
            message.contains("test.counted") && message.contains("0.5"),
            "{message}"
        );
        assert_eq!(journal::head(&db.storage).await.unwrap().ordinal, 0);
    }
}

#[test]
fn keys_are_private_and_never_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let keys = dir.path().join("keys");
    let ids = values::Ids::system(Arc::new(calendar::SystemClock));
    assert!(!Keys::exist(&keys));
    assert!(
        Keys::open(&keys)
            .unwrap_err()
            .to_string()
            .contains("solidaire init")
    );
    let made = Keys::create(&keys, &ids).unwrap();
    for file in Keys::secret_files(&keys) {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(keys.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    assert!(Keys::create(&keys, &ids).is_err());
    assert_eq!(Keys::open(&keys).unwrap().public(), made.public());
    std::fs::write(&Keys::secret_files(&keys)[0], "court").unwrap();
    assert!(
        Keys::open(&keys)
            .unwrap_err()
            .to_string()
            .contains("inutilisable")
    );
}
