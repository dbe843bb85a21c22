//! The colours of a city: checked before they are served.
//!
//! A city changes the look by overriding the stylesheet's custom properties, nothing else. A theme whose contrasts
//! fail WCAG 2.2 (1.4.3: text 4.5 to 1; 1.4.11: borders, marks and the focus ring 3 to 1) in either scheme is
//! refused, with the pair and its ratio.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

/// A city's colours, checked, as a stylesheet of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The stylesheet.
    pub css: String,
    /// Its address, with its hash.
    pub href: String,
}

/// What a city overrides: name of the property without `--` → colour `#rrggbb`, in each scheme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Overrides {
    /// By day.
    pub light: BTreeMap<String, String>,
    /// By night.
    pub dark: BTreeMap<String, String>,
}

/// Day or night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// By day.
    Light,
    /// By night.
    Dark,
}

/// Why a theme is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ThemeProblem {
    /// The stylesheet has no such property.
    #[error("thème{0}\u{a0}: «\u{a0}{1}\u{a0}» n’est pas une couleur de la feuille de style")]
    UnknownProperty(Scheme, String),
    /// Not a colour.
    #[error(
        "thème{0}, «\u{a0}{1}\u{a0}»\u{a0}: écrivez la couleur «\u{a0}{2}\u{a0}» comme #0b5563"
    )]
    NotAColour(Scheme, String, String),
    /// Two colours that stand on one another are too close.
    #[error(
        "thème{scheme}\u{a0}: «\u{a0}{front}\u{a0}» sur «\u{a0}{back}\u{a0}» a un contraste de {ratio:.2}, il en faut {least}"
    )]
    Contrast {
        /// By day or by night.
        scheme: Scheme,
        /// The property in front.
        front: &'static str,
        /// The property behind.
        back: &'static str,
        /// Their contrast.
        ratio: f64,
        /// What WCAG asks for.
        least: f64,
    },
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Light => " clair",
            Self::Dark => " sombre",
        })
    }
}

/// Text on its ground: at least 4.5 to 1.
const TEXT: &[(&str, &[&str])] = &[
    (
        "ink",
        &[
            "paper",
            "card",
            "wash",
            "primary-soft",
            "success-soft",
            "warn-soft",
            "error-soft",
            "info-soft",
            "tile-soft",
            "sky",
        ],
    ),
    (
        "muted",
        &[
            "paper",
            "card",
            "wash",
            "primary-soft",
            "success-soft",
            "warn-soft",
        ],
    ),
    ("link", &["paper", "card", "wash", "primary-soft"]),
    ("visited", &["paper", "card", "wash", "primary-soft"]),
    ("primary", &["paper", "card", "wash", "primary-soft"]),
    ("primary-strong", &["primary-soft"]),
    ("on-primary", &["primary", "primary-strong"]),
    ("tile", &["paper", "wash", "card", "tile-soft"]),
    ("error", &["paper", "card", "wash", "error-soft", "sky"]),
    ("success", &["paper", "card", "wash", "success-soft"]),
    ("warn", &["paper", "card", "wash", "warn-soft"]),
    ("info", &["paper", "card", "info-soft"]),
    ("on-door", &["door"]),
    ("on-focus", &["focus"]),
    ("on-m", &["m4"]),
];

/// Borders, marks and the focus ring on their ground: at least 3 to 1.
const MARKS: &[(&str, &[&str])] = &[
    ("border", &["paper", "card", "wash"]),
    ("c1", &["paper", "card", "wash", "c0"]),
    ("c1b", &["paper", "card"]),
    ("c2", &["paper", "card", "wash"]),
    ("c3", &["paper", "card", "wash"]),
];

/// The stylesheet's own source, for the names and values of its properties.
const TOKENS: &str = include_str!("../../assets/css/1-tokens.css");

type Palette = BTreeMap<String, [u8; 3]>;

static OWN: LazyLock<(Palette, Palette)> = LazyLock::new(|| {
    let (light, dark) = TOKENS
        .split_once("prefers-color-scheme:dark")
        .unwrap_or((TOKENS, ""));
    let light = palette(light);
    let mut night = light.clone();
    night.extend(palette(dark));
    (light, night)
});

/// Every `--name:#colour` of a piece of stylesheet.
fn palette(css: &str) -> Palette {
    let declarations = css.split(['{', '}', ';', '\n']);
    declarations
        .filter_map(|one| one.trim().strip_prefix("--")?.split_once(':'))
        .filter_map(|(name, value)| Some((name.trim().to_owned(), colour(value.trim())?)))
        .collect()
}

/// Reads `#rrggbb` or `#rgb`.
fn colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let one = |from: usize, length: usize| {
        let piece = digits.get(from..from + length)?;
        piece.bytes().all(|b| b.is_ascii_hexdigit()).then_some(())?;
        let value = u8::from_str_radix(piece, 16).ok()?;
        Some(if length == 1 { value * 17 } else { value })
    };
    match digits.len() {
        6 => Some([one(0, 2)?, one(2, 2)?, one(4, 2)?]),
        3 => Some([one(0, 1)?, one(1, 1)?, one(2, 1)?]),
        _ => None,
    }
}

/// Relative luminance of sRGB (WCAG 2.2, glossary).
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast of two colours, from 1 to 21 (WCAG 2.2, glossary).
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Checks what a city overrides, together with what it leaves, in both schemes.
///
/// # Errors
/// Every property that does not exist, every value that is no colour, every pair whose contrast is too low.
pub fn check(overrides: &Overrides) -> Result<Theme, Vec<ThemeProblem>> {
    let mut problems = Vec::new();
    let (mut light, mut dark) = OWN.clone();
    apply(&mut light, &overrides.light, Scheme::Light, &mut problems);
    apply(&mut dark, &overrides.dark, Scheme::Dark, &mut problems);
    contrasts(&light, Scheme::Light, &mut problems);
    contrasts(&dark, Scheme::Dark, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    // The house's sheet comes first: without its media query a colour of the day would also win at night and in print.
    let css = format!(
        "{}{}",
        rule("light", &overrides.light),
        rule("dark", &overrides.dark)
    );
    let tag = crate::web::render::etag(css.as_bytes());
    let hash: String = tag.chars().filter(char::is_ascii_hexdigit).collect();
    Ok(Theme {
        href: format!("/assets/theme.{hash}.css"),
        css,
    })
}

fn apply(
    palette: &mut Palette,
    overrides: &BTreeMap<String, String>,
    scheme: Scheme,
    problems: &mut Vec<ThemeProblem>,
) {
    for (name, value) in overrides {
        match (palette.get_mut(name), colour(value)) {
            (None, _) => problems.push(ThemeProblem::UnknownProperty(scheme, name.clone())),
            (_, None) => problems.push(ThemeProblem::NotAColour(
                scheme,
                name.clone(),
                value.clone(),
            )),
            (Some(known), Some(new)) => *known = new,
        }
    }
}

fn contrasts(palette: &Palette, scheme: Scheme, problems: &mut Vec<ThemeProblem>) {
    for (least, pairs) in [(4.5, TEXT), (3.0, MARKS)] {
        for (front, back) in pairs
            .iter()
            .flat_map(|(front, backs)| backs.iter().map(|back| (*front, *back)))
        {
            let (Some(one), Some(other)) = (palette.get(front), palette.get(back)) else {
                problems.push(ThemeProblem::UnknownProperty(
                    scheme,
                    format!("{front}/{back}"),
                ));
                continue;
            };
            let ratio = contrast(*one, *other);
            if ratio < least {
                problems.push(ThemeProblem::Contrast {
                    scheme,
                    front,
                    back,
                    ratio,
                    least,
                });
            }
        }
    }
}

fn rule(scheme: &str, overrides: &BTreeMap<String, String>) -> String {
    if overrides.is_empty() {
        return String::new();
    }
    let declarations: Vec<String> = overrides
        .iter()
        .map(|(name, value)| format!("--{name}:{value}"))
        .collect();
    format!(
        "@media screen and (prefers-color-scheme:{scheme}){{:root{{{}}}}}\n",
        declarations.join(";")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overrides(light: &[(&str, &str)], dark: &[(&str, &str)]) -> Overrides {
        let map = |list: &[(&str, &str)]| {
            list.iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect()
        };
        Overrides {
            light: map(light),
            dark: map(dark),
        }
    }

    #[test]
    fn the_formula_gives_the_known_ratios() {
        assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
        // Computed by hand for the brief: primary on white.
        assert!((contrast([0x0b, 0x55, 0x63], [255, 255, 255]) - 8.4).abs() < 0.05);
        assert_eq!(colour("#fff"), Some([255, 255, 255]));
        assert_eq!(colour("#0b5563"), Some([0x0b, 0x55, 0x63]));
        assert_eq!(colour("red"), None);
        assert_eq!(colour("#+1+1+1"), None);
    }

    #[test]
    fn the_house_s_own_colours_pass_by_day_and_by_night() {
        let theme = check(&Overrides::default());
        assert!(theme.is_ok(), "{theme:#?}");
        assert!(OWN.0.len() > 50 && OWN.0.get("paper") != OWN.1.get("paper"));
    }

    #[test]
    fn a_city_s_colours_are_served_when_they_can_be_read() {
        let theme = check(&overrides(
            &[("primary", "#5b2a86")],
            &[("primary", "#d3b0f2")],
        ))
        .unwrap();
        assert_eq!(
            theme.css,
            "@media screen and (prefers-color-scheme:light){:root{--primary:#5b2a86}}\n@media screen and \
             (prefers-color-scheme:dark){:root{--primary:#d3b0f2}}\n"
        );
        assert!(theme.href.starts_with("/assets/theme.") && theme.href.ends_with(".css"));
    }

    #[test]
    fn a_theme_that_cannot_be_read_is_refused_with_its_pairs() {
        let pale = check(&overrides(&[("muted", "#bbbbbb")], &[])).unwrap_err();
        assert!(pale.iter().all(|p| matches!(
            p,
            ThemeProblem::Contrast {
                front: "muted",
                scheme: Scheme::Light,
                ..
            }
        )));
        assert!(pale[0].to_string().starts_with(
            "thème clair\u{a0}: «\u{a0}muted\u{a0}» sur «\u{a0}paper\u{a0}» a un contraste de 1.8"
        ));
        let wrong = check(&overrides(
            &[("primaire", "#000000"), ("link", "bleu;}")],
            &[],
        ))
        .unwrap_err();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }
}
