use values::Lang;

use crate::format;

/// The pages of a list: which there are, and the link to each. The query of the request is kept.
#[derive(Clone, Debug)]
pub struct Pager {
    /// This page, from 1.
    pub page: usize,
    /// How many pages there are; at least 1.
    pub pages: usize,
    /// The link to the page before.
    pub previous: Option<String>,
    /// The link to the page after.
    pub next: Option<String>,
    /// First, last and neighbouring pages.
    pub links: Vec<PagerLink>,
}

/// One page of the bar, or a gap.
#[derive(Clone, Debug)]
pub struct PagerLink {
    /// The number as shown; `…` for a gap.
    pub label: String,
    /// Where it leads; `None` for this page and for gaps.
    pub href: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

impl Pager {
    /// `path` is the list's address with its language prefix, `query` the request's query without `?`; `total`
    /// things are shown `per_page` at a time. A page beyond the last becomes the last.
    #[must_use]
    pub fn new(
        path: &str,
        query: &str,
        page: usize,
        per_page: usize,
        total: usize,
        lang: Lang,
    ) -> Self {
        let pages = total.div_ceil(per_page.max(1)).max(1);
        let page = page.clamp(1, pages);
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| !pair.is_empty() && *pair != "page" && !pair.starts_with("page="))
            .collect();
        let href = |number: usize| {
            let mut parts = kept.clone();
            let own = format!("page={number}");
            if number > 1 {
                parts.push(&own);
            }
            if parts.is_empty() {
                path.to_owned()
            } else {
                format!("{path}?{}", parts.join("&"))
            }
        };
        let mut links = Vec::new();
        let mut last = 0;
        let near = page.saturating_sub(1).max(2)..=pages.min(page.saturating_add(2));
        for number in std::iter::once(1).chain(near) {
            push(&mut links, &mut last, number, page, lang, &href);
        }
        if last < pages {
            push(&mut links, &mut last, pages, page, lang, &href);
        }
        Self {
            page,
            pages,
            previous: (page > 1).then(|| href(page - 1)),
            next: (page < pages).then(|| href(page + 1)),
            links,
        }
    }

    /// Whether there is anything to turn.
    #[must_use]
    pub fn is_needed(&self) -> bool {
        self.pages > 1
    }
}

fn push(
    links: &mut Vec<PagerLink>,
    last: &mut usize,
    number: usize,
    page: usize,
    lang: Lang,
    href: &impl Fn(usize) -> String,
) {
    if number > *last + 1 {
        links.push(PagerLink {
            label: "…".to_owned(),
            href: None,
            current: false,
        });
    }
    *last = number;
    links.push(PagerLink {
        label: format::number(i64::try_from(number).unwrap_or(i64::MAX), lang),
        href: (number != page).then(|| href(number)),
        current: number == page,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(page: usize, total: usize) -> String {
        let pager = Pager::new("/a", "q=x&page=3&tri=nom", page, 50, total, Lang::Fr);
        let show = |l: &PagerLink| {
            if l.current {
                format!("[{}]", l.label)
            } else {
                l.label.clone()
            }
        };
        pager.links.iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn first_last_and_neighbours() {
        assert_eq!(labels(1, 0), "[1]");
        assert_eq!(labels(1, 1000), "[1] 2 3 … 20");
        assert_eq!(labels(10, 1000), "1 … 9 [10] 11 12 … 20");
        assert_eq!(labels(20, 1000), "1 … 19 [20]");
        assert_eq!(labels(1_000_000_000, 1000), "1 … 19 [20]");
        assert_eq!(labels(2, 130), "1 [2] 3");
    }

    #[test]
    fn links_keep_the_query() {
        let pager = Pager::new("/en/a", "q=x&page=3&tri=nom", 2, 50, 130, Lang::En);
        assert_eq!(pager.previous.as_deref(), Some("/en/a?q=x&tri=nom"));
        assert_eq!(pager.next.as_deref(), Some("/en/a?q=x&tri=nom&page=3"));
        assert!(pager.is_needed());
        assert_eq!(
            Pager::new("/a", "", 2, 50, 60, Lang::Fr)
                .previous
                .as_deref(),
            Some("/a")
        );
    }
}
