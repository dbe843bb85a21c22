//! The tags of a page, as far as the checks need them.

/// Elements without an end tag.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];
/// SVG shapes that close themselves.
pub(super) const SHAPES: &[&str] = &[
    "path", "rect", "circle", "line", "use", "ellipse", "polyline", "polygon",
];

/// One tag of a page, as the checks see it.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub closes: bool,
    pub closes_itself: bool,
    /// Byte after the tag.
    pub end: usize,
    /// Byte of its `<`.
    pub start: usize,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Text inside an element, without its tags.
pub(super) fn inner(tags: &[Tag], tag: &Tag, html: &str) -> Option<String> {
    let after: Vec<&Tag> = tags.iter().filter(|other| other.start >= tag.end).collect();
    let mut depth = 0usize;
    let mut text = String::new();
    let mut from = tag.end;
    for other in after {
        text.push_str(html.get(from..other.start)?);
        from = other.end;
        if other.name == tag.name {
            if !other.closes {
                depth += 1;
            } else if depth == 0 {
                return Some(text);
            } else {
                depth -= 1;
            }
        }
        if other.name == "img" {
            text.push_str(other.get("alt").unwrap_or(""));
        }
        if other.name == "svg" && other.get("aria-label").is_some() {
            text.push('.');
        }
    }
    None
}

pub(super) fn decode(text: &str) -> String {
    [
        ("&#38;", "&"),
        ("&amp;", "&"),
        ("&#60;", "<"),
        ("&lt;", "<"),
        ("&#62;", ">"),
        ("&gt;", ">"),
        ("&#34;", "\""),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, plain)| {
        text.replace(entity, plain)
    })
}

/// Every tag in order. Comments and the doctype are skipped.
pub(super) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + open;
        let rest = html.get(start..).unwrap_or("");
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| start + end + 3);
            continue;
        }
        let Some(length) = tag_length(rest) else {
            break;
        };
        at = start + length;
        if rest.starts_with("<!") {
            continue;
        }
        let inside = rest.get(1..length - 1).unwrap_or("");
        tags.push(read_tag(inside, start, at));
    }
    tags
}

/// Length of the tag at the beginning of `rest`; a `>` inside quotes does not end it.
pub(super) fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (position, character) in rest.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(position + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

pub(super) fn read_tag(inside: &str, start: usize, end: usize) -> Tag {
    let closes = inside.starts_with('/');
    let closes_itself = inside.ends_with('/');
    let inside = inside.trim_matches('/');
    let (name, mut rest) = inside
        .split_once(char::is_whitespace)
        .unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let stop = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let Some((key, after)) = rest.split_at_checked(stop) else {
            break;
        };
        if key.is_empty() {
            break;
        }
        let Some(value) = after.strip_prefix('=') else {
            attributes.push((key.to_lowercase(), String::new()));
            rest = after;
            continue;
        };
        let (value, after) = match value.strip_prefix('"').map(|v| v.split_once('"')) {
            Some(Some(found)) => found,
            _ => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        attributes.push((key.to_lowercase(), decode(value)));
        rest = after;
    }
    Tag {
        name: name.to_lowercase(),
        attributes,
        closes,
        closes_itself,
        end,
        start,
    }
}
