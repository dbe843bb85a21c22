use std::convert::Infallible;
use std::sync::{Arc, LazyLock};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use values::Lang;

use crate::shell::Shell;
use crate::site::Site;

/// Who comes and how: the language, the path, the query. Every page handler takes one.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The language, from the path's prefix.
    pub lang: Lang,
    /// The path without the language prefix (`/associations`).
    pub path: String,
    /// The raw query without `?`; empty when there is none.
    pub query: String,
    /// The city, as the layout shows it.
    pub site: Arc<Site>,
}

/// The path with the prefix of a language: French has none.
#[must_use]
pub fn link(lang: Lang, path: &str) -> String {
    // Browsers read `//name` and `/\\name` as another site: whatever address was asked for, one slash begins it.
    let inside = path.trim_start_matches(['/', '\\']);
    match lang {
        Lang::Fr => format!("/{inside}"),
        _ => format!("/{}/{inside}", lang.code()),
    }
}

/// The language of a path and the path without its prefix: `/en/a` → English, `/a`.
#[must_use]
pub fn split(path: &str) -> (Lang, &str) {
    for lang in [Lang::En, Lang::Ar] {
        let rest = path
            .strip_prefix('/')
            .and_then(|p| p.strip_prefix(lang.code()));
        match rest {
            Some("") => return (lang, "/"),
            Some(rest) if rest.starts_with('/') => return (lang, rest),
            _ => {}
        }
    }
    (Lang::Fr, path)
}

/// A city without name, where a handler runs outside the layers (in a test of its own).
static NOWHERE: LazyLock<Arc<Site>> = LazyLock::new(|| Arc::new(Site::default()));

impl Visit {
    /// A path of the portal in the visitor's language. `path` begins with `/`.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// This page's own address in the visitor's language, without its query.
    #[must_use]
    pub fn here(&self) -> String {
        self.link(&self.path)
    }

    /// The frame of a page with that title.
    #[must_use]
    pub fn shell(&self, title: impl Into<String>) -> Shell {
        Shell::new(self.site.clone(), self.lang, &self.path, &self.query, title)
    }

    /// A visit for tests and samples: that language, that path with its query, a city without doors.
    #[must_use]
    pub fn sample(lang: Lang, path_and_query: &str) -> Self {
        let (path, query) = path_and_query
            .split_once('?')
            .unwrap_or((path_and_query, ""));
        Self {
            lang,
            path: path.to_owned(),
            query: query.to_owned(),
            site: NOWHERE.clone(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        if let Some(visit) = parts.extensions.get::<Self>() {
            return Ok(visit.clone());
        }
        let (lang, path) = split(parts.uri.path());
        let query = parts.uri.query().unwrap_or("");
        let site = parts
            .extensions
            .get::<Arc<Site>>()
            .unwrap_or(&NOWHERE)
            .clone();
        Ok(Self {
            lang,
            path: path.to_owned(),
            query: query.to_owned(),
            site,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_come_and_go() {
        for (whole, lang, path) in [
            ("/", Lang::Fr, "/"),
            ("/en", Lang::En, "/"),
            ("/en/", Lang::En, "/"),
            ("/ar/associations", Lang::Ar, "/associations"),
            ("/enfance", Lang::Fr, "/enfance"),
            ("/fr/associations", Lang::Fr, "/fr/associations"),
        ] {
            assert_eq!(split(whole), (lang, path), "{whole}");
        }
        assert_eq!(link(Lang::Fr, "/a"), "/a");
        assert_eq!(link(Lang::Ar, "/"), "/ar/");
        assert_eq!(link(Lang::En, "/a?b=1"), "/en/a?b=1");
    }
}
