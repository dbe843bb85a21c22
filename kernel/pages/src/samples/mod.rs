//! Checks that every page passes, in every language. A crate's tests render each template with samples and call
//! [`check`]; a page that has no sample has no test.
//!
//! ```text
//! pages::samples::check_all("liste", |visit| List { shell: visit.shell("…"), … });
//! ```

mod language;
mod markup;

use std::fmt::Write as _;

use askama::Template;
use values::Lang;

use crate::web::visit::Visit;
use language::{typography, untranslated, visible_text};
use markup::{SHAPES, Tag, VOID, inner, tags};

/// No page may be larger, fonts and stylesheet apart (bytes).
pub const LARGEST_PAGE: usize = 60_000;

/// Renders a template with its sample in each language and checks it. The closure gets a visit in that language.
///
/// # Errors
/// The first language whose page does not pass, with every reason.
pub fn check_all<T: Template>(name: &str, sample: impl Fn(Visit) -> T) -> Result<(), String> {
    check_in(name, &Lang::ALL, sample)
}

/// The same for the given languages, for pages of agents that have no Arabic.
///
/// # Errors
/// The first language whose page does not pass, with every reason.
pub fn check_in<T: Template>(
    name: &str,
    langs: &[Lang],
    sample: impl Fn(Visit) -> T,
) -> Result<(), String> {
    for lang in langs {
        let page = sample(Visit::sample(*lang, "/essai?q=a"));
        let html = page
            .render()
            .map_err(|error| format!("{name} [{}] : {error}", lang.code()))?;
        check(&html, *lang).map_err(|said| format!("{name} [{}] :\n{said}", lang.code()))?;
    }
    Ok(())
}

/// Checks one whole page: balanced tags, language and direction, one `h1`, nothing inline, links and fields with
/// names, unique ids, French typography, every key translated, size.
///
/// # Errors
/// Every reason why the page does not pass, one a line.
pub fn check(html: &str, lang: Lang) -> Result<(), String> {
    let mut said = String::new();
    let mut say = |text: String| {
        let _ = writeln!(said, "- {text}");
    };
    if html.len() > LARGEST_PAGE {
        say(format!(
            "{} octets : une page en a {LARGEST_PAGE} au plus",
            html.len()
        ));
    }
    let tags = tags(html);
    balanced(&tags, &mut say);
    frame(&tags, lang, &mut say);
    attributes(&tags, html, &mut say);
    fields(&tags, &mut say);
    let text = visible_text(html, &tags);
    untranslated(&text, &mut say);
    if lang == Lang::Fr {
        typography(&text, &mut say);
    }
    if said.is_empty() { Ok(()) } else { Err(said) }
}

fn frame(tags: &[Tag], lang: Lang, say: &mut impl FnMut(String)) {
    let root = tags.iter().find(|tag| tag.name == "html");
    if root.and_then(|tag| tag.get("lang")) != Some(lang.code()) {
        say(format!("<html lang> n’est pas « {} »", lang.code()));
    }
    if root.and_then(|tag| tag.get("dir")) != Some(lang.dir()) {
        say(format!("<html dir> n’est pas « {} »", lang.dir()));
    }
    for (name, wanted) in [("h1", 1), ("main", 1), ("title", 1)] {
        let count = tags
            .iter()
            .filter(|tag| tag.name == name && !tag.closes)
            .count();
        if count != wanted {
            say(format!("{count} <{name}> au lieu de {wanted}"));
        }
    }
    let mut level = 0;
    for tag in tags.iter().filter(|tag| !tag.closes) {
        let rank = match tag.name.as_str() {
            "h1" => 1,
            "h2" => 2,
            "h3" => 3,
            "h4" => 4,
            _ => continue,
        };
        if rank > level + 1 && level > 0 {
            say(format!("<{}> suit un titre de niveau {level}", tag.name));
        }
        level = rank;
    }
}

fn attributes(tags: &[Tag], html: &str, say: &mut impl FnMut(String)) {
    let mut ids = std::collections::BTreeSet::new();
    for tag in tags.iter().filter(|tag| !tag.closes) {
        if tag.name == "style" || (tag.name == "script" && tag.get("src").is_none()) {
            say(format!(
                "<{}> dans la page : la politique de sécurité le refuse",
                tag.name
            ));
        }
        for (name, value) in &tag.attributes {
            if name == "style" || name.starts_with("on") {
                say(format!(
                    "attribut {name} sur <{}> : la politique de sécurité le refuse",
                    tag.name
                ));
            }
            if name == "id" && !ids.insert(value.clone()) {
                say(format!("id « {value} » deux fois"));
            }
            if matches!(name.as_str(), "href" | "src" | "action")
                && value.trim().is_empty()
                && tag.name != "form"
            {
                say(format!("{name} vide sur <{}>", tag.name));
            }
        }
        if tag.name == "img" && tag.get("alt").is_none() {
            say("<img> sans alt".to_owned());
        }
        if matches!(
            tag.name.as_str(),
            "a" | "button" | "h1" | "h2" | "h3" | "th" | "caption" | "label" | "legend"
        ) && tag.get("aria-label").is_none()
            && inner(tags, tag, html).is_some_and(|text| text.trim().is_empty())
            && !(tag.name == "th" && tag.get("scope").is_none())
        {
            say(format!("<{}> sans texte", tag.name));
        }
    }
    for tag in tags.iter().filter(|tag| !tag.closes) {
        for name in ["aria-labelledby", "aria-describedby", "for"] {
            for id in tag.get(name).unwrap_or("").split_whitespace() {
                if !ids.contains(id) {
                    say(format!("{name}=\"{id}\" sur <{}> ne mène à rien", tag.name));
                }
            }
        }
        if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#'))
            && !id.is_empty()
            && !ids.contains(id)
        {
            say(format!("href=\"#{id}\" ne mène à rien"));
        }
    }
}

fn fields(tags: &[Tag], say: &mut impl FnMut(String)) {
    let labelled: Vec<&str> = tags
        .iter()
        .filter(|tag| tag.name == "label")
        .filter_map(|tag| tag.get("for"))
        .collect();
    let mut inside_label = 0usize;
    for tag in tags {
        if tag.name == "label" {
            inside_label = if tag.closes {
                inside_label.saturating_sub(1)
            } else {
                inside_label + 1
            };
        }
        let is_field = matches!(tag.name.as_str(), "select" | "textarea")
            || (tag.name == "input"
                && !matches!(
                    tag.get("type"),
                    Some("hidden" | "submit" | "button" | "reset" | "image")
                ));
        if !is_field || tag.closes {
            continue;
        }
        let named = inside_label > 0
            || tag.get("aria-label").is_some()
            || tag.get("aria-labelledby").is_some()
            || tag.get("id").is_some_and(|id| labelled.contains(&id));
        if !named {
            say(format!(
                "<{} name=\"{}\"> sans étiquette",
                tag.name,
                tag.get("name").unwrap_or("")
            ));
        }
    }
}

fn balanced(tags: &[Tag], say: &mut impl FnMut(String)) {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        let name = tag.name.as_str();
        if VOID.contains(&name) || tag.closes_itself {
            continue;
        }
        if SHAPES.contains(&name) && !tag.closes {
            say(format!("<{name}> n’est pas fermé par />"));
        } else if !tag.closes {
            open.push(name);
        } else if open.last() == Some(&name) {
            open.pop();
        } else {
            say(format!(
                "</{name}> ferme <{}>",
                open.last().copied().unwrap_or("rien")
            ));
            return;
        }
    }
    if !open.is_empty() {
        say(format!("jamais fermé : {}", open.join(", ")));
    }
}
