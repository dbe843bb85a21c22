use std::sync::Arc;

use journal::Journal;
use storage::{Act, Recorder, StorageError, Tx};

use crate::failure::Failure;
use crate::house::{self, Place};
use crate::settings::Settings;

/// `solidaire migrate [--check]`.
pub(crate) async fn run(place: Place, check: bool) -> Result<(), Failure> {
    let settings = Settings::load(&place.dir)?;
    let target = place.target(Some(&settings))?;
    let journal = Journal::recorder(&place.keys(), house::clock())?;
    let recorder = Arc::clone(&journal) as Arc<dyn Recorder>;
    let storage = house::open_storage(&target, recorder).await?;
    let state = storage.migration_state(house::steps).await?;
    if check {
        storage.close().await;
        for step in &state.pending {
            say!("à faire\u{a0}: {step}");
        }
        if state.pending.is_empty() {
            say!("la base est à jour ({} étapes)", state.applied.len());
            return Ok(());
        }
        return Err(StorageError::OlderSchema(state.pending.len()).into());
    }
    storage.migrate(house::steps).await?;
    if !state.pending.is_empty() {
        let act = Act::system("house.migrated", "house").fact("steps", state.pending.clone());
        storage
            .write::<_, StorageError, _>(act, async |_tx: &Tx| Ok(()))
            .await?;
        journal.write_head(&storage, &place.head()).await?;
    }
    storage.close().await;
    for step in &state.pending {
        say!("fait\u{a0}: {step}");
    }
    say!("la base est à jour");
    Ok(())
}
