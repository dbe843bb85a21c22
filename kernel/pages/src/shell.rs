use std::borrow::Cow;
use std::sync::Arc;

use values::Lang;

use crate::look::assets::asset;
use crate::msg::Msg;
use crate::site::{Accessibility, Site, SiteDoor};
use crate::web::visit::link;

/// Queries longer than this are not repeated in the language links.
const LONGEST_REPEATED_QUERY: usize = 500;

/// Everything `layout.html` needs. Made by [`crate::Visit::shell`].
#[derive(Clone, Debug)]
pub struct Shell {
    site: Arc<Site>,
    lang: Lang,
    path: String,
    query: String,
    title: String,
    crumbs: Vec<Crumb>,
    wide: bool,
    error: bool,
    unlisted: bool,
}

/// One step of the breadcrumb.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads, with its language prefix; `None` for the page itself.
    pub href: Option<String>,
}

/// One language of the header.
#[derive(Clone, Debug)]
pub struct LangLink {
    /// BCP 47 code.
    pub code: &'static str,
    /// The language's name in itself.
    pub name: &'static str,
    /// This page in that language, path and query kept.
    pub href: String,
    /// Whether this page is in it.
    pub current: bool,
}

impl Shell {
    /// The frame of the page at `path` (without language prefix) in `lang`.
    #[must_use]
    pub fn new(
        site: Arc<Site>,
        lang: Lang,
        path: &str,
        query: &str,
        title: impl Into<String>,
    ) -> Self {
        Self {
            site,
            lang,
            path: path.to_owned(),
            query: query.to_owned(),
            title: title.into(),
            crumbs: Vec::new(),
            wide: false,
            error: false,
            unlisted: false,
        }
    }

    /// Adds a step to the breadcrumb, which always begins with the home page. `href` has no language prefix;
    /// `None` says that the step is this page.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: Option<&str>) -> Self {
        if self.crumbs.is_empty() {
            self.crumbs.push(Crumb {
                label: self.m().layout_home().into_owned(),
                href: Some(link(self.lang, "/")),
            });
        }
        self.crumbs.push(Crumb {
            label: label.into(),
            href: href.map(|path| link(self.lang, path)),
        });
        self
    }

    /// A slightly wider column, for boards.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The page fills `<main>` itself (block `main`), for instance with a picture from edge to edge. The template
    /// decides by the block it overrides; this drops the breadcrumb.
    #[must_use]
    pub fn hero(mut self) -> Self {
        self.crumbs.clear();
        self
    }

    /// The page holds an error summary: its title begins with « Erreur : ».
    #[must_use]
    pub fn error(mut self) -> Self {
        self.error = true;
        self
    }

    /// Search engines are asked not to list the page.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.unlisted = true;
        self
    }

    /// The language of the page.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The layout's messages.
    #[must_use]
    pub fn m(&self) -> Msg {
        Msg::new(self.lang)
    }

    /// The city.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The page's own title, without the city.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The whole `<title>`: « Erreur : Page – Ville ».
    #[must_use]
    pub fn full_title(&self) -> String {
        let prefix = if self.error {
            self.m().layout_error_prefix()
        } else {
            Cow::Borrowed("")
        };
        let space = if prefix.is_empty() { "" } else { " " };
        format!("{prefix}{space}{} – {}", self.title, self.site.city)
    }

    /// The steps of the breadcrumb.
    #[must_use]
    pub fn crumbs(&self) -> &[Crumb] {
        &self.crumbs
    }

    /// Class of the column.
    #[must_use]
    pub fn column(&self) -> &'static str {
        if self.wide {
            "wrap wide page"
        } else {
            "wrap page"
        }
    }

    /// Whether search engines are asked not to list the page.
    #[must_use]
    pub fn is_unlisted(&self) -> bool {
        self.unlisted
    }

    /// A path of the portal with this page's language prefix.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        link(self.lang, path)
    }

    /// Address of an embedded file, with its hash.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        asset(name)
    }

    /// Address of the city's own colours, if it has any.
    #[must_use]
    pub fn theme_href(&self) -> Option<&str> {
        self.site.theme.as_ref().map(|theme| theme.href.as_str())
    }

    /// This page in every language.
    #[must_use]
    pub fn languages(&self) -> Vec<LangLink> {
        Lang::ALL
            .into_iter()
            .map(|lang| LangLink {
                code: lang.code(),
                name: lang.own_name(),
                href: self.here_in(lang),
                current: lang == self.lang,
            })
            .collect()
    }

    /// The open doors.
    #[must_use]
    pub fn doors(&self) -> Vec<(String, String)> {
        let show = |door: &SiteDoor| ((door.title)(self.lang), self.link(door.path));
        self.site.doors.iter().map(show).collect()
    }

    /// « Accessibilité : non conforme » and so on.
    #[must_use]
    pub fn accessibility(&self) -> Cow<'static, str> {
        match self.site.accessibility {
            Accessibility::NonCompliant => self.m().layout_accessibility_none(),
            Accessibility::Partly => self.m().layout_accessibility_partly(),
            Accessibility::Fully => self.m().layout_accessibility_fully(),
        }
    }

    fn here_in(&self, lang: Lang) -> String {
        let mut href = link(lang, &self.path);
        if !self.query.is_empty() && self.query.len() <= LONGEST_REPEATED_QUERY {
            href.push('?');
            href.push_str(&self.query);
        }
        href
    }
}
