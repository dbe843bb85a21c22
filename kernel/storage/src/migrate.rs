use std::collections::HashSet;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::{MigrationTrait, MigratorTraitSelf};

use crate::open::{GLANCE, PATIENCE};
use crate::{Storage, StorageError};

/// How far a database is from what this program knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MigrationState {
    /// Names of the steps already taken.
    pub applied: Vec<String>,
    /// Names of the steps still to take, in order.
    pub pending: Vec<String>,
}

/// The steps of a schema, in order.
pub type Steps = Vec<Box<dyn MigrationTrait>>;

/// The list of steps, in the form that the migration library wants.
struct Migrator<F>(F);

impl<F: Fn() -> Steps + Send + Sync> MigratorTraitSelf for Migrator<F> {
    fn migrations(&self) -> Steps {
        (self.0)()
    }
}

impl Storage {
    /// Compares the database with the steps that this program knows. `steps` gives them in order.
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`] when the database holds a step that this program does not know.
    pub async fn migration_state(
        &self,
        steps: impl Fn() -> Steps + Send + Sync,
    ) -> Result<MigrationState, StorageError> {
        let known: Vec<String> = steps().iter().map(|step| step.name().to_owned()).collect();
        self.wait_for_others(PATIENCE).await?;
        let applied: Vec<String> = Migrator(steps)
            .get_migration_models(&self.0.writer)
            .await?
            .into_iter()
            .map(|row| row.version)
            .collect();
        self.wait_for_others(GLANCE).await?;
        if let Some(unknown) = applied.iter().find(|name| !known.contains(name)) {
            return Err(StorageError::NewerSchema(unknown.clone()));
        }
        let done: HashSet<&String> = applied.iter().collect();
        let pending = known
            .iter()
            .filter(|name| !done.contains(name))
            .cloned()
            .collect();
        Ok(MigrationState { applied, pending })
    }

    /// Takes every step that is missing, each in its own transaction. Several processes may do so at the
    /// same time: whoever finds a step taken meanwhile goes on from there.
    ///
    /// # Errors
    /// When the database is newer than this program, or a step fails (it is then not taken at all).
    pub async fn migrate(
        &self,
        steps: impl Fn() -> Steps + Send + Sync,
    ) -> Result<MigrationState, StorageError> {
        let before = self.migration_state(&steps).await?;
        let mut pending = before.pending.clone();
        while !pending.is_empty() {
            self.wait_for_others(PATIENCE).await?;
            let taken = Migrator(&steps).up(&self.0.writer, None).await;
            self.wait_for_others(GLANCE).await?;
            let Err(error) = taken else { break };
            // Did another process take the step first?
            tokio::time::sleep(Duration::from_millis(200)).await;
            let now = self.migration_state(&steps).await?.pending;
            if now.len() >= pending.len() {
                return Err(error.into());
            }
            pending = now;
        }
        Ok(before)
    }

    /// How long the writing connection lets SQLite itself wait: the migration library begins its own
    /// transactions and does not look again.
    async fn wait_for_others(&self, time: Duration) -> Result<(), StorageError> {
        if self.backend() == DbBackend::Sqlite {
            let pragma = format!("PRAGMA busy_timeout = {}", time.as_millis());
            self.0.writer.execute_unprepared(&pragma).await?;
        }
        Ok(())
    }

    /// Refuses to go on when the database is older or newer than this program.
    ///
    /// # Errors
    /// [`StorageError::NewerSchema`] or [`StorageError::OlderSchema`].
    pub async fn require_current(
        &self,
        steps: impl Fn() -> Steps + Send + Sync,
    ) -> Result<(), StorageError> {
        let state = self.migration_state(steps).await?;
        if state.pending.is_empty() {
            Ok(())
        } else {
            Err(StorageError::OlderSchema(state.pending.len()))
        }
    }
}
