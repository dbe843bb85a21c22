use std::fmt::Write as _;

use values::Lang;

use crate::look::html::{Html, escape};
use crate::msg::Msg;

use super::Write;

/// Vertical bars, one per year or other step, each made of one to three series.
pub struct Bars<'a> {
    /// Unique in the page; ids of caption and table begin with it.
    pub id: &'a str,
    /// The finding, as a sentence: « En six ans, 81 000 €. »
    pub title: &'a str,
    /// The unit, small under the title.
    pub unit: &'a str,
    /// One sentence for who does not see the bars; the pointer to the table is added.
    pub summary: &'a str,
    /// Head of the first column of the table (« Année »).
    pub head: &'a str,
    /// Names of the series, one to three.
    pub series: &'a [&'a str],
    /// The bars from left to right (right to left in Arabic).
    pub rows: &'a [Bar],
    /// A number on top of a bar and on the axis, short.
    pub mark: Write<'a>,
    /// A number in the table, whole.
    pub cell: Write<'a>,
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Under the bar; of a year of four figures phones show the last two.
    pub label: String,
    /// One value per series, in the smallest unit; never negative (a negative one is drawn as nothing).
    pub values: Vec<i64>,
}

/// The lowest and highest of the plot, in percent of its height.
const BASE: f64 = 88.0;
const TOP: f64 = 8.0;
const CLASSES: [&str; 3] = ["c1", "c2", "c3"];

/// Draws bars and their table. Writing into a `String` cannot fail, so results of `write!` are dropped.
#[must_use]
pub fn bars(chart: &Bars<'_>, lang: Lang) -> Html {
    let mut html = String::with_capacity(4096);
    figure(&mut html, chart, lang);
    table(&mut html, chart, lang);
    Html::trusted(html)
}

fn figure(html: &mut String, chart: &Bars<'_>, lang: Lang) {
    let id = escape(chart.id);
    let _ = write!(
        html,
        "<figure aria-labelledby=\"{id}\"><figcaption id=\"{id}\">{}<small>{}</small></figcaption>",
        escape(chart.title),
        escape(chart.unit)
    );
    if chart.series.len() > 1 {
        html.push_str("<ul class=\"key\">");
        for (name, class) in chart.series.iter().zip(CLASSES) {
            let _ = write!(
                html,
                "<li><svg class=\"sw\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\"><rect \
                 class=\"{class}\" x=\"1\" y=\"1\" width=\"14\" height=\"14\" rx=\"3\"/></svg>{}</li>",
                escape(name)
            );
        }
        html.push_str("</ul>");
    }
    let highest = chart.rows.iter().map(total).max().unwrap_or(0);
    let step = step(highest);
    let lines = div_ceil(highest, step).max(1);
    let ceiling = step.saturating_mul(lines);
    let _ = write!(
        html,
        "<svg class=\"plot\" role=\"img\" aria-label=\"{} {}\"><line class=\"base\" x1=\"0\" x2=\"100%\" \
         y1=\"{BASE}%\" y2=\"{BASE}%\"/>",
        escape(chart.summary),
        escape(&Msg::new(lang).chart_see_table())
    );
    for line in 1..=lines {
        let y = height(step * line, ceiling);
        let _ = write!(
            html,
            "<line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"{y:.2}%\" y2=\"{y:.2}%\"/>"
        );
        // One number is enough to read the scale; a second one, half-way, would lie on the first bar of a phone.
        if line == lines {
            let x = if lang == Lang::Ar { "100%" } else { "0" };
            let text = escape(&(chart.mark)(step * line));
            let _ = write!(
                html,
                "<text class=\"m\" x=\"{x}\" y=\"{y:.2}%\" dy=\"-5\">{text}</text>"
            );
        }
    }
    for (position, row) in chart.rows.iter().enumerate() {
        bar(html, chart, row, position, ceiling, lang);
    }
    html.push_str("</svg></figure>");
}

#[allow(clippy::cast_precision_loss)]
fn bar(html: &mut String, chart: &Bars<'_>, row: &Bar, position: usize, ceiling: i64, lang: Lang) {
    // The axis keeps a little room before the first bar, as its numbers stand there.
    let slot = 97.0 / chart.rows.len() as f64;
    let width = (slot * 0.46).min(14.0);
    let mut centre = 3.0 + slot * (position as f64 + 0.5);
    if lang == Lang::Ar {
        centre = 100.0 - centre;
    }
    let left = centre - width / 2.0;
    let mut below = 0;
    for (value, class) in row.values.iter().zip(CLASSES) {
        let value = (*value).max(0);
        if value == 0 {
            continue;
        }
        let (from, to) = (height(below, ceiling), height(below + value, ceiling));
        let _ = write!(
            html,
            "<rect class=\"{class}\" x=\"{left:.1}%\" y=\"{to:.2}%\" width=\"{width:.1}%\" height=\"{:.2}%\"/>",
            from - to
        );
        below += value;
    }
    let top = height(below, ceiling);
    let _ = write!(
        html,
        "<text class=\"t\" text-anchor=\"middle\" x=\"{centre:.1}%\" y=\"{top:.2}%\" dy=\"-8\">{}</text>\
         <text text-anchor=\"middle\" x=\"{centre:.1}%\" y=\"98%\">{}</text>",
        escape(&(chart.mark)(below)),
        short_year(&row.label)
    );
}

/// `2026` with its century in a span that phones drop.
fn short_year(label: &str) -> String {
    match label.split_at_checked(2) {
        Some((century, year)) if label.len() == 4 && label.bytes().all(|b| b.is_ascii_digit()) => {
            format!("<tspan class=\"yy\">{century}</tspan>{year}")
        }
        _ => escape(label),
    }
}

fn table(html: &mut String, chart: &Bars<'_>, lang: Lang) {
    let m = Msg::new(lang);
    let id = escape(chart.id);
    let many = chart.series.len() > 1;
    let total_head = m.chart_total();
    let mut heads: Vec<&str> = chart.series.to_vec();
    if many {
        heads.push(&total_head);
    }
    let _ = write!(
        html,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}-t\" tabindex=\"0\"><table{}><caption \
         id=\"{id}-t\">{}</caption><thead><tr><th scope=\"col\">{}</th>",
        if many { "" } else { " class=\"narrow\"" },
        m.chart_same(),
        escape(chart.head)
    );
    for head in heads {
        let _ = write!(
            html,
            "<th scope=\"col\" class=\"num\">{}</th>",
            escape(head)
        );
    }
    html.push_str("</tr></thead><tbody>");
    // The latest first, as one reads a table; the plot runs with time.
    for row in chart.rows.iter().rev() {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escape(&row.label));
        for position in 0..chart.series.len() {
            let value = row.values.get(position).copied().unwrap_or(0);
            let text = if value == 0 {
                m.chart_none().into_owned()
            } else {
                (chart.cell)(value)
            };
            let _ = write!(html, "<td class=\"num\">{}</td>", escape(&text));
        }
        if many {
            let _ = write!(
                html,
                "<td class=\"num\"><b>{}</b></td>",
                escape(&(chart.cell)(total(row)))
            );
        }
        html.push_str("</tr>");
    }
    let _ = write!(
        html,
        "</tbody><tfoot><tr><th scope=\"row\">{total_head}</th>"
    );
    for position in 0..chart.series.len() {
        let sum: i64 = chart
            .rows
            .iter()
            .filter_map(|row| row.values.get(position))
            .sum();
        let _ = write!(
            html,
            "<td class=\"num\">{}</td>",
            escape(&(chart.cell)(sum))
        );
    }
    if many {
        let sum: i64 = chart
            .rows
            .iter()
            .map(|row| row.values.iter().sum::<i64>())
            .sum();
        let _ = write!(
            html,
            "<td class=\"num\">{}</td>",
            escape(&(chart.cell)(sum))
        );
    }
    html.push_str("</tr></tfoot></table></div>");
}

fn total(row: &Bar) -> i64 {
    row.values.iter().map(|value| (*value).max(0)).sum()
}

#[allow(clippy::cast_precision_loss)]
fn height(value: i64, ceiling: i64) -> f64 {
    BASE - (BASE - TOP) * value as f64 / ceiling.max(1) as f64
}

fn div_ceil(value: i64, step: i64) -> i64 {
    value / step + i64::from(value % step != 0)
}

/// A round step (1, 2 or 5 times a power of ten) that needs two to five lines.
fn step(highest: i64) -> i64 {
    let mut power = 1i64;
    loop {
        for factor in [1, 2, 5] {
            let candidate = power.saturating_mul(factor);
            if div_ceil(highest, candidate) <= 4 {
                return candidate;
            }
        }
        match power.checked_mul(10) {
            Some(next) => power = next,
            None => return i64::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Share, Shares, shares};
    use proptest::prelude::*;

    fn chart(lang: Lang, rows: &[Bar]) -> String {
        let number = |value: i64| crate::format::number(value, lang);
        let chart = Bars {
            id: "g1",
            title: "Deux ans & « plus »",
            unit: "euros",
            summary: "Deux barres.",
            head: "Année",
            series: &["Fonctionnement", "Projets"],
            rows,
            mark: &number,
            cell: &number,
        };
        bars(&chart, lang).as_str().to_owned()
    }

    fn rows() -> Vec<Bar> {
        vec![
            Bar {
                label: "2025".into(),
                values: vec![12_000, 0],
            },
            Bar {
                label: "2026".into(),
                values: vec![12_000, 8_500],
            },
        ]
    }

    #[test]
    fn the_same_numbers_twice_and_a_zero_baseline() {
        let html = chart(Lang::Fr, &rows());
        assert!(html.contains(
            "role=\"img\" aria-label=\"Deux barres. Les mêmes chiffres sont dans le tableau"
        ));
        assert!(html.contains(">20\u{202f}500</text>") && html.contains("<b>20\u{202f}500</b>"));
        // 12 000 of a ceiling of 30 000, from the base at 88 % up.
        assert!(
            html.contains("y=\"56.00%\" width=\"14.0%\" height=\"32.00%\""),
            "{html}"
        );
        assert!(html.contains("<tspan class=\"yy\">20</tspan>26"));
        assert!(html.contains("Deux ans &amp; « plus »"));
        assert!(!html.contains("class=\"plot\" viewBox") && !html.contains("style="));
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        let (fr, ar) = (chart(Lang::Fr, &rows()), chart(Lang::Ar, &rows()));
        assert!(
            fr.contains("text-anchor=\"middle\" x=\"27.2%\"") || fr.contains("x=\"27.3%\""),
            "{fr}"
        );
        assert!(
            ar.contains("x=\"72.8%\"") || ar.contains("x=\"72.7%\""),
            "{ar}"
        );
    }

    #[test]
    fn nothing_to_show_is_still_a_chart() {
        assert!(chart(Lang::Fr, &[]).contains("<tbody></tbody>"));
        let empty = Shares {
            id: "s",
            title: "T",
            head: "H",
            value_head: "V",
            rows: &[],
            cell: &|v| v.to_string(),
        };
        assert!(shares(&empty, Lang::Fr).as_str().contains("0\u{a0}%"));
    }

    #[test]
    fn shares_say_their_part_of_the_whole() {
        let rows = [
            Share {
                label: "<b>".into(),
                href: Some("/a?b&c".into()),
                value: 300,
            },
            Share {
                label: "Reste".into(),
                href: None,
                value: 100,
            },
        ];
        let chart = Shares {
            id: "s",
            title: "T",
            head: "H",
            value_head: "V",
            rows: &rows,
            cell: &|v| v.to_string(),
        };
        let html = shares(&chart, Lang::Fr);
        assert!(
            html.as_str()
                .contains("<a href=\"/a?b&amp;c\">&lt;b&gt;</a>")
        );
        assert!(html.as_str().contains("75\u{a0}%") && html.as_str().contains("width=\"33.3%\""));
    }

    proptest! {
        #[test]
        fn steps_are_round_and_few(highest in 0i64..i64::MAX / 10) {
            let step = step(highest);
            let lines = div_ceil(highest, step);
            prop_assert!(lines <= 4);
            prop_assert!(highest < 4 || lines >= 2);
        }
    }
}
