use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use storage::StorageError;

/// Why a page cannot be given. The layers turn it into a page in the visitor's language, or into a JSON problem
/// (RFC 9457) under `/api/`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Nothing is at this address.
    #[error("page introuvable")]
    NotFound,
    /// The request cannot be understood; `message` says in the visitor's language what to change.
    #[error("demande refusée : {message}")]
    BadRequest {
        /// What to change, in the visitor's language.
        message: String,
    },
    /// The visitor may not do this.
    #[error("accès refusé")]
    Forbidden,
    /// What was sent is larger than allowed.
    #[error("envoi trop volumineux")]
    TooLarge,
    /// The database does not answer. `saved` says whether what was sent is durably kept.
    #[error("service momentanément indisponible")]
    Unavailable {
        /// Whether what was sent is durably kept.
        saved: bool,
    },
    /// No space is left on the server's disk; nothing of what was sent is kept.
    #[error("disque plein")]
    Full,
    /// A mistake of the product. `detail` goes to the log, never to the page.
    #[error("erreur interne : {detail}")]
    Internal {
        /// For the log: what happened, without personal data.
        detail: String,
        /// What became of what was sent.
        saved: Saved,
    },
}

/// What became of what the visitor sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is durably kept.
    Yes,
    /// Nothing of it is kept.
    No,
    /// Nobody can say: the answer to the commit was lost.
    Unknown,
}

impl PageError {
    /// A mistake of the product before anything was written.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        Self::Internal {
            detail: error.to_string(),
            saved: Saved::No,
        }
    }

    /// Its HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest { .. } => StatusCode::BAD_REQUEST,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Full => StatusCode::INSUFFICIENT_STORAGE,
            Self::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What became of what was sent.
    #[must_use]
    pub const fn saved(&self) -> Saved {
        match self {
            Self::Unavailable { saved: true } => Saved::Yes,
            Self::Internal { saved, .. } => *saved,
            _ => Saved::No,
        }
    }
}

impl From<StorageError> for PageError {
    /// An error of the database while reading, or a write that was rolled back.
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable(_) => Self::Unavailable { saved: false },
            StorageError::Full(_) => Self::Full,
            other => Self::internal(other),
        }
    }
}

impl IntoResponse for PageError {
    /// The bare status; the outer layer sees the error beside it and writes the page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
