//! What the text of a page must be.

use super::markup::{Tag, decode};

/// What a reader meets: text, and the attributes that are read out. One piece a line.
pub(super) fn visible_text(html: &str, tags: &[Tag]) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut from = 0;
    let mut foreign: Option<(String, usize)> = None;
    for tag in tags {
        if foreign.is_none() {
            text.push_str(html.get(from..tag.start).unwrap_or(""));
        }
        from = tag.end;
        // Text in another language than the page (names of languages, quoted data) follows its own rules.
        match &mut foreign {
            Some((name, depth)) if *name == tag.name => {
                if tag.closes {
                    *depth -= 1;
                } else if !tag.closes_itself {
                    *depth += 1;
                }
                if *depth == 0 {
                    foreign = None;
                }
            }
            None if tag.name != "html" && tag.get("lang").is_some() && !tag.closes => {
                foreign = Some((tag.name.clone(), 1));
            }
            _ => {}
        }
        for name in ["aria-label", "placeholder", "title", "alt", "data-l"] {
            if let Some(value) = tag.get(name) {
                text.push('\n');
                text.push_str(value);
            }
        }
        if !matches!(
            tag.name.as_str(),
            "b" | "a"
                | "bdi"
                | "span"
                | "small"
                | "i"
                | "em"
                | "strong"
                | "sup"
                | "tspan"
                | "abbr"
                | "time"
        ) {
            text.push('\n');
        }
    }
    decode(&text)
}

/// `: ; ! ? »` after an ordinary space, `«` before one, and the typewriter's apostrophe.
pub(super) fn typography(text: &str, say: &mut impl FnMut(String)) {
    for line in text.lines() {
        let wrong = [" :", " ;", " !", " ?", " »", "« ", " €", " %"]
            .into_iter()
            .find(|sign| line.contains(sign));
        if let Some(sign) = wrong {
            say(format!(
                "espace ordinaire dans « {sign} » : {}",
                line.trim()
            ));
        }
        if line.contains('\'') {
            say(format!("apostrophe droite : {}", line.trim()));
        }
    }
}

/// A message that failed shows as `{$name}`; a key that leaked looks like `layout-skip`.
pub(super) fn untranslated(text: &str, say: &mut impl FnMut(String)) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.contains("{$") || line.contains("{ $") || line.contains("{-") {
            say(format!("message sans son argument : {line}"));
        }
        let is_key = crate::msg::KEYS.contains(&line) && line.contains('-');
        if is_key {
            say(format!("clé non traduite : {line}"));
        }
    }
}
