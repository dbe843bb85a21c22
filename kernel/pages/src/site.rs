use values::Lang;

use crate::look::theme::Theme;

/// What the layout knows of the city; built once by the binary.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name of the city, as the header shows it.
    pub city: String,
    /// Address of the portal without a final slash (`https://solidaire.besancon.fr`).
    pub base_url: String,
    /// Everything shown is invented: a strip on every page says so.
    pub demonstration: bool,
    /// The doors that are switched on, in the order of the home page.
    pub doors: Vec<SiteDoor>,
    /// What the footer says of accessibility. Not compliant until the city records an audit
    /// (loi 2005-102, art. 47; décret 2019-768).
    pub accessibility: Accessibility,
    /// Telephone number of the town hall, as shown on error pages.
    pub phone: Option<String>,
    /// The city's own colours, checked.
    pub theme: Option<Theme>,
}

/// A door as the layout shows it.
#[derive(Clone, Debug)]
pub struct SiteDoor {
    /// Its name in the configuration.
    pub key: &'static str,
    /// Its address (`/associations`).
    pub path: &'static str,
    /// Its name in a language.
    pub title: fn(Lang) -> String,
}

/// The mention that French law asks for on every page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accessibility {
    /// No valid audit, or under half of the criteria met.
    #[default]
    NonCompliant,
    /// An audit found at least half of the criteria met.
    Partly,
    /// An audit found every criterion met.
    Fully,
}

impl Default for Site {
    /// A city without a door, for tests.
    fn default() -> Self {
        Self {
            city: "Ville d’essai".to_owned(),
            base_url: "http://localhost:8025".to_owned(),
            demonstration: false,
            doors: Vec::new(),
            accessibility: Accessibility::default(),
            phone: None,
            theme: None,
        }
    }
}

impl Site {
    /// Whether the portal is reached by HTTPS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
