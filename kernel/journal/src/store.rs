//! The only file of the journal that speaks SQL.

use sea_orm::entity::prelude::*;
use sea_orm::{DbBackend, QueryOrder, QuerySelect, Set};
use storage::{Storage, Tx};

use crate::{Entry, Head, JournalError};

mod row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ordinal: i64,
        pub at: i64,
        pub kind: String,
        pub actor: String,
        pub subject: String,
        pub body: String,
        pub prev: String,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod head_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_head")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub ordinal: i64,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod salt_row {
    use super::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "journal_salt")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ordinal: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub salt: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Locks the head until the transaction ends. SQLite has one writer and needs no lock.
pub(crate) async fn lock_head(tx: &Tx) -> Result<(), JournalError> {
    if tx.backend() == DbBackend::Sqlite {
        return Ok(());
    }
    head_row::Entity::find_by_id(1)
        .lock_exclusive()
        .one(tx.db())
        .await?
        .map(|_| ())
        .ok_or(JournalError::NoJournal)
}

/// The stored head.
pub(crate) async fn read_head(db: &impl ConnectionTrait) -> Result<Head, JournalError> {
    let head = head_row::Entity::find_by_id(1)
        .one(db)
        .await?
        .ok_or(JournalError::NoJournal)?;
    Ok(Head {
        ordinal: head.ordinal,
        hash: head.hash,
    })
}

/// Adds an entry and moves the head to it.
pub(crate) async fn add(tx: &Tx, entry: Entry) -> Result<(), JournalError> {
    head_row::Entity::update_many()
        .set(head_row::ActiveModel {
            ordinal: Set(entry.ordinal),
            hash: Set(entry.hash.clone()),
            ..Default::default()
        })
        .filter(head_row::Column::Id.eq(1))
        .exec(tx.db())
        .await?;
    row::Entity::insert(row::ActiveModel {
        ordinal: Set(entry.ordinal),
        at: Set(entry.at),
        kind: Set(entry.kind),
        actor: Set(entry.actor),
        subject: Set(entry.subject),
        body: Set(entry.body),
        prev: Set(entry.prev),
        hash: Set(entry.hash),
    })
    .exec_without_returning(tx.db())
    .await?;
    Ok(())
}

/// Keeps the salts of an entry's commitments.
pub(crate) async fn add_salts(
    tx: &Tx,
    ordinal: i64,
    salts: Vec<(String, String)>,
) -> Result<(), JournalError> {
    if salts.is_empty() {
        return Ok(());
    }
    let rows = salts
        .into_iter()
        .map(|(field, salt)| salt_row::ActiveModel {
            ordinal: Set(ordinal),
            field: Set(field),
            salt: Set(salt),
        });
    salt_row::Entity::insert_many(rows)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// The salt of a commitment, unless it was erased.
pub(crate) async fn salt(
    db: &impl ConnectionTrait,
    ordinal: i64,
    field: &str,
) -> Result<Option<String>, JournalError> {
    let found = salt_row::Entity::find_by_id((ordinal, field.to_owned()))
        .one(db)
        .await?;
    Ok(found.map(|row| row.salt))
}

/// Erases a salt; false when there was none.
pub(crate) async fn erase_salt(tx: &Tx, ordinal: i64, field: &str) -> Result<bool, JournalError> {
    let done = salt_row::Entity::delete_by_id((ordinal, field.to_owned()))
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected > 0)
}

/// The entry at a place.
pub(crate) async fn entry(
    db: &impl ConnectionTrait,
    ordinal: i64,
) -> Result<Option<Entry>, JournalError> {
    let found = row::Entity::find_by_id(ordinal).one(db).await?;
    Ok(found.map(Entry::from))
}

/// Entries after `ordinal`, in order, at most `limit`.
pub(crate) async fn page(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<Entry>, JournalError> {
    let rows = row::Entity::find()
        .filter(row::Column::Ordinal.gt(after))
        .order_by_asc(row::Column::Ordinal)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Entry::from).collect())
}

/// The entries after `ordinal`, in order, at most `limit`: the cursor of search, feeds and exports.
///
/// # Errors
/// When the database does not answer.
pub async fn entries_after(
    storage: &Storage,
    ordinal: i64,
    limit: u64,
) -> Result<Vec<Entry>, JournalError> {
    page(storage.reader(), ordinal, limit).await
}

/// The newest entry of a kind, if there is one (`house.backed_up`: when was the last backup?).
///
/// # Errors
/// When the database does not answer.
pub async fn latest(storage: &Storage, kind: &str) -> Result<Option<Entry>, JournalError> {
    let found = row::Entity::find()
        .filter(row::Column::Kind.eq(kind))
        .order_by_desc(row::Column::Ordinal)
        .one(storage.reader())
        .await?;
    Ok(found.map(Entry::from))
}

impl From<row::Model> for Entry {
    fn from(row: row::Model) -> Self {
        Self {
            ordinal: row.ordinal,
            at: row.at,
            kind: row.kind,
            actor: row.actor,
            subject: row.subject,
            body: row.body,
            prev: row.prev,
            hash: row.hash,
        }
    }
}
