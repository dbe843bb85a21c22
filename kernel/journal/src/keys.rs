use std::io::Write;
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use storage::Actor;
use values::Ids;

use crate::JournalError;
use crate::entry::{from_hex, to_hex};

const SIGNING: &str = "journal-signing.key";
const PUBLIC: &str = "journal-signing.pub";
const PSEUDONYMS: &str = "pseudonyms.key";

/// The keys of an installation: one signs the head of the record, one makes pseudonyms. They live in a
/// folder of their own, are readable by their owner only, and are never part of a backup.
pub struct Keys {
    signing: SigningKey,
    pseudonyms: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The public half of the signing key: whoever holds it can check a head file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads the 64 hexadecimal digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let bytes: [u8; 32] = from_hex(text.trim())?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok().map(Self)
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn to_hex(&self) -> String {
        to_hex(self.0.as_bytes())
    }

    /// The public key in a folder of keys, if there is one.
    ///
    /// # Errors
    /// When the file is there but unusable.
    pub fn in_dir(dir: &Path) -> Result<Option<Self>, JournalError> {
        let path = dir.join(PUBLIC);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::from_hex(&text)
                .map(Some)
                .ok_or_else(|| unusable(&path, "64 chiffres hexadécimaux attendus")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(file_error(&path, source)),
        }
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &str) -> bool {
        let Some(bytes) = from_hex(signature) else {
            return false;
        };
        let Ok(signature) = Signature::from_slice(&bytes) else {
            return false;
        };
        self.0.verify_strict(message, &signature).is_ok()
    }
}

impl Keys {
    /// Makes new keys in `dir` (created with mode 0700; files 0600). Keys that exist are never replaced.
    ///
    /// # Errors
    /// [`JournalError::KeyExists`] when one is there already; or the file system's error.
    pub fn create(dir: &Path, ids: &Ids) -> Result<Self, JournalError> {
        make_private_dir(dir)?;
        for name in [SIGNING, PSEUDONYMS] {
            let path = dir.join(name);
            if path.exists() {
                return Err(JournalError::KeyExists(path.display().to_string()));
            }
        }
        let mut seed = [0u8; 32];
        ids.fill(&mut seed);
        let mut pseudonyms = [0u8; 32];
        ids.fill(&mut pseudonyms);
        let keys = Self {
            signing: SigningKey::from_bytes(&seed),
            pseudonyms,
        };
        write_new(&dir.join(PSEUDONYMS), &to_hex(&pseudonyms), 0o600)?;
        write_new(&dir.join(SIGNING), &to_hex(&seed), 0o600)?;
        let public = dir.join(PUBLIC);
        if public.exists() {
            std::fs::remove_file(&public).map_err(|source| file_error(&public, source))?;
        }
        write_new(&public, &keys.public().to_hex(), 0o644)?;
        sync_dir(dir)?;
        Ok(keys)
    }

    /// Reads the keys in `dir`.
    ///
    /// # Errors
    /// [`JournalError::KeyMissing`] or [`JournalError::KeyUnusable`].
    pub fn open(dir: &Path) -> Result<Self, JournalError> {
        Ok(Self {
            signing: SigningKey::from_bytes(&read_key(&dir.join(SIGNING))?),
            pseudonyms: read_key(&dir.join(PSEUDONYMS))?,
        })
    }

    /// Whether `dir` holds both keys.
    #[must_use]
    pub fn exist(dir: &Path) -> bool {
        dir.join(SIGNING).exists() && dir.join(PSEUDONYMS).exists()
    }

    /// The secret files that must be readable by their owner only.
    #[must_use]
    pub fn secret_files(dir: &Path) -> [PathBuf; 2] {
        [dir.join(SIGNING), dir.join(PSEUDONYMS)]
    }

    /// The public half of the signing key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.signing.verifying_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> String {
        to_hex(&self.signing.sign(message).to_bytes())
    }

    /// `system`, or the pseudonym of a person: the first 128 bits of HMAC-SHA-256 of the id. Whoever
    /// holds the key can ask "was it this person?"; nobody can read the person from the record.
    pub(crate) fn pseudonym(&self, actor: &Actor) -> String {
        match actor {
            Actor::System => "system".to_owned(),
            Actor::Person(id) => match Hmac::<Sha256>::new_from_slice(&self.pseudonyms) {
                Ok(mut mac) => {
                    mac.update(id.as_bytes());
                    let full = to_hex(&mac.finalize().into_bytes());
                    full.chars().take(32).collect()
                }
                // HMAC takes keys of any length: this cannot happen.
                Err(_) => "inconnu".to_owned(),
            },
        }
    }
}

fn unusable(path: &Path, reason: &str) -> JournalError {
    JournalError::KeyUnusable {
        path: path.display().to_string(),
        reason: reason.to_owned(),
    }
}

pub(crate) fn file_error(path: &Path, source: std::io::Error) -> JournalError {
    JournalError::File {
        path: path.display().to_string(),
        source,
    }
}

fn read_key(path: &Path) -> Result<[u8; 32], JournalError> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(JournalError::KeyMissing(path.display().to_string()));
        }
        Err(error) => return Err(unusable(path, &error.to_string())),
    };
    from_hex(text.trim())
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| unusable(path, "64 chiffres hexadécimaux attendus"))
}

#[cfg(unix)]
fn make_private_dir(dir: &Path) -> Result<(), JournalError> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(|source| file_error(dir, source))
}

#[cfg(not(unix))]
fn make_private_dir(dir: &Path) -> Result<(), JournalError> {
    std::fs::create_dir_all(dir).map_err(|source| file_error(dir, source))
}

fn write_new(path: &Path, text: &str, mode: u32) -> Result<(), JournalError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options
        .open(path)
        .map_err(|source| file_error(path, source))?;
    writeln!(file, "{text}")
        .and_then(|()| file.sync_all())
        .map_err(|source| file_error(path, source))
}

/// Makes new names in a folder durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), JournalError> {
    std::fs::File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| file_error(dir, source))
}
