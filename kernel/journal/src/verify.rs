use sea_orm::ConnectionTrait;
use storage::Storage;

use crate::{Entry, HeadFile, JournalError, NO_HASH, PublicKey, store};

const PAGE: u64 = 2_000;

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How many entries were found whole, from the first on.
    pub entries: i64,
    /// Hash of the last of them.
    pub hash: String,
    /// The first thing that is broken.
    pub broken: Option<Broken>,
}

impl Verdict {
    /// Whether nothing is broken.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.broken.is_none()
    }
}

/// The first thing that is broken in a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// The entry's content does not give its hash.
    #[error("l’acte n° {ordinal} a été modifié : son contenu ne correspond plus à son empreinte")]
    Altered {
        /// Its place.
        ordinal: i64,
    },
    /// The entry does not follow on the one before it.
    #[error(
        "l’acte n° {ordinal} ne suit pas l’acte n° {} : l’un des deux a été remplacé",
        ordinal - 1
    )]
    WrongPrevious {
        /// Its place.
        ordinal: i64,
    },
    /// Entries are missing.
    #[error("l’acte n° {missing} manque : le suivant porte le n° {found}")]
    Gap {
        /// The first missing place.
        missing: i64,
        /// The place found instead.
        found: i64,
    },
    /// The stored head is not the last entry.
    #[error(
        "la tête enregistrée (n° {head}) n’est pas le dernier acte (n° {last}) : la fin du journal a été coupée ou ajoutée"
    )]
    WrongHead {
        /// Place in the stored head.
        head: i64,
        /// Place of the last entry.
        last: i64,
    },
    /// The record is shorter than the signed head.
    #[error(
        "la fin du journal a été coupée : la tête signée porte le n° {signed}, le dernier acte est le n° {last}"
    )]
    CutTail {
        /// Place in the head file.
        signed: i64,
        /// Place of the last entry.
        last: i64,
    },
    /// The entry at the signed place is another one than was signed.
    #[error("l’acte n° {ordinal} n’est pas celui qui avait été signé : le journal a été réécrit")]
    OtherHistory {
        /// Place in the head file.
        ordinal: i64,
    },
    /// The head file's signature does not hold.
    #[error("la signature du fichier de tête est fausse : ce fichier a été modifié")]
    BadSignature,
    /// The head file was signed with another key than this installation's.
    #[error("le fichier de tête est signé par une autre clé que celle de cette installation")]
    OtherKey,
}

/// Recomputes the whole record as of one instant and compares it with a signed head, if given.
///
/// # Errors
/// When the database does not answer; a broken record is no error but a verdict.
pub async fn verify(storage: &Storage, head: Option<&HeadFile>) -> Result<Verdict, JournalError> {
    verify_trusting(storage, head, None).await
}

/// As [`verify`]; the head file must moreover be signed by `trusted`, when given.
///
/// # Errors
/// When the database does not answer.
pub async fn verify_trusting(
    storage: &Storage,
    head: Option<&HeadFile>,
    trusted: Option<&PublicKey>,
) -> Result<Verdict, JournalError> {
    let snapshot = storage.snapshot().await?;
    let mut walk = Walk {
        last: 0,
        hash: NO_HASH.to_owned(),
        signed_hash: None,
        unreadable: false,
        signed_ordinal: head.map_or(0, |head| head.ordinal),
    };
    let mut broken = walk.all(&snapshot).await?;
    if broken.is_none() {
        let stored = store::read_head(&snapshot).await?;
        if stored.ordinal != walk.last || stored.hash != walk.hash {
            broken = Some(Broken::WrongHead {
                head: stored.ordinal,
                last: walk.last,
            });
        }
    }
    if let Some(head) = head {
        broken = broken.or_else(|| compare(head, trusted, &walk));
    }
    Ok(Verdict {
        entries: walk.last,
        hash: walk.hash,
        broken,
    })
}

struct Walk {
    last: i64,
    hash: String,
    signed_ordinal: i64,
    signed_hash: Option<String>,
    unreadable: bool,
}

fn is_temporary(error: &JournalError) -> bool {
    matches!(error, JournalError::Storage(error) if error.is_temporary())
}

impl Walk {
    async fn all(&mut self, db: &impl ConnectionTrait) -> Result<Option<Broken>, JournalError> {
        let mut cursor = i64::MIN;
        loop {
            let entries = match store::page(db, cursor, PAGE).await {
                Err(error) if !is_temporary(&error) => self.readable_part(db, cursor).await?,
                page => page?,
            };
            match entries.last() {
                Some(end) => cursor = end.ordinal,
                None if self.unreadable => {}
                None => return Ok(None),
            }
            for entry in &entries {
                if let Some(broken) = self.step(entry) {
                    return Ok(Some(broken));
                }
            }
            if self.unreadable {
                return Ok(Some(Broken::Altered {
                    ordinal: self.last + 1,
                }));
            }
        }
    }

    /// SQLite lets whoever alters a file put text where a number belongs: the page then has no reading.
    /// One by one, the entry that cannot be read is found.
    async fn readable_part(
        &mut self,
        db: &impl ConnectionTrait,
        after: i64,
    ) -> Result<Vec<Entry>, JournalError> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let cursor = entries.last().map_or(after, |entry| entry.ordinal);
            match store::page(db, cursor, 1).await {
                Ok(mut next) => match next.pop() {
                    Some(entry) => entries.push(entry),
                    None => return Ok(entries),
                },
                Err(error) if is_temporary(&error) => return Err(error),
                Err(_) => {
                    self.unreadable = true;
                    return Ok(entries);
                }
            }
        }
    }

    fn step(&mut self, entry: &Entry) -> Option<Broken> {
        let expected = self.last + 1;
        if entry.ordinal != expected {
            return Some(Broken::Gap {
                missing: expected,
                found: entry.ordinal,
            });
        }
        if entry.computed_hash().as_deref() != Some(entry.hash.as_str()) {
            return Some(Broken::Altered {
                ordinal: entry.ordinal,
            });
        }
        if entry.prev != self.hash {
            return Some(Broken::WrongPrevious {
                ordinal: entry.ordinal,
            });
        }
        self.last = entry.ordinal;
        self.hash.clone_from(&entry.hash);
        if entry.ordinal == self.signed_ordinal {
            self.signed_hash = Some(entry.hash.clone());
        }
        None
    }
}

fn compare(head: &HeadFile, trusted: Option<&PublicKey>, walk: &Walk) -> Option<Broken> {
    if !head.signature_holds() {
        return Some(Broken::BadSignature);
    }
    if trusted.is_some_and(|key| key.to_hex() != head.public_key) {
        return Some(Broken::OtherKey);
    }
    if head.ordinal > walk.last {
        return Some(Broken::CutTail {
            signed: head.ordinal,
            last: walk.last,
        });
    }
    let here = if head.ordinal == 0 {
        Some(NO_HASH)
    } else {
        walk.signed_hash.as_deref()
    };
    if here == Some(head.hash.as_str()) {
        None
    } else {
        Some(Broken::OtherHistory {
            ordinal: head.ordinal,
        })
    }
}
