use journal::{HeadFile, PublicKey};

use crate::args::JournalCommand;
use crate::failure::Failure;
use crate::house::{self, Place};
use crate::settings::Settings;

/// `solidaire journal verify [--head FILE]`.
pub(crate) async fn run(place: Place, command: JournalCommand) -> Result<(), Failure> {
    let JournalCommand::Verify { head } = command;
    let settings = Settings::load(&place.dir)?;
    let storage = house::open_unrecorded(&place, &settings).await?;
    // The head kept beside the database, unless another one is given.
    let path = head.unwrap_or_else(|| place.head());
    let given = path != place.head();
    let head = if given || path.exists() {
        Some(HeadFile::read(&path)?)
    } else {
        None
    };
    let trusted = PublicKey::in_dir(&place.keys())?;
    let verdict = journal::verify_trusting(&storage, head.as_ref(), trusted.as_ref()).await?;
    storage.close().await;
    if let Some(broken) = verdict.broken {
        return Err(Failure::refused(format!(
            "journal\u{a0}: {broken} (actes intacts avant\u{a0}: {})",
            verdict.entries
        )));
    }
    say!(
        "journal intact, empreinte {1} (actes\u{a0}: {0})",
        verdict.entries,
        verdict.hash
    );
    match head {
        Some(head) => say!(
            "la tête signée le {} (acte n° {}) concorde",
            head.signed_at,
            head.ordinal
        ),
        None => say!("pas de tête signée à comparer"),
    }
    if trusted.is_none() {
        say!(
            "attention\u{a0}: la clé publique manque dans keys/, la signature n’est comparée qu’à elle-même"
        );
    }
    Ok(())
}
