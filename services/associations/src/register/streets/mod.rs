//! Which quarter a street belongs to: the registers do not say, the city does.

pub mod store;

use std::path::Path;

use ::door::House;
use ::streets::StreetQuarter;
use storage::{Act, Tx};

use crate::publication::ImportError;

/// Replaces the list of streets and makes every entry anew, so that filters and figures follow at once.
///
/// # Errors
/// [`ImportError`].
pub async fn replace(house: &House, streets: &[StreetQuarter]) -> Result<(), ImportError> {
    let act = Act::system("associations.streets_replaced", "streets")
        .fact("count", u64::try_from(streets.len()).unwrap_or_default());
    house
        .storage()
        .write(act, async |tx: &Tx| store::replace(tx, streets).await)
        .await?;
    crate::publication::run::make_again(house).await
}

/// Reads a file of streets (`docs/formats/rues-quartiers.md`) and replaces the list: whole, or not at all.
/// Gives the number of streets.
///
/// # Errors
/// [`ImportError`]; the first line that cannot be read is named.
pub async fn import(house: &House, path: &Path) -> Result<usize, ImportError> {
    let name = path.display().to_string();
    let unreadable = |reason: String| ImportError::Unreadable {
        file: name.clone(),
        reason,
    };
    let file = std::fs::File::open(path).map_err(|error| ImportError::Io {
        path: name.clone(),
        error,
    })?;
    let rows = ::streets::read(file)
        .map_err(|error| unreadable(error.to_string()))?
        .collect::<Result<Vec<_>, _>>()
        .map_err(|reject| {
            unreadable(format!(
                "ligne {}, {} : {}",
                reject.line, reject.field, reject.reason
            ))
        })?;
    if rows.is_empty() {
        return Err(ImportError::Empty(name));
    }
    replace(house, &rows).await?;
    Ok(rows.len())
}
