use std::fmt::Write as _;

use values::Lang;

use super::Write;
use crate::look::html::{Html, escape};
use crate::msg::Msg;

/// Horizontal bars in a table: how a whole is shared out.
pub struct Shares<'a> {
    /// Unique in the page.
    pub id: &'a str,
    /// The finding, as a sentence; it is the table's caption.
    pub title: &'a str,
    /// Head of the first column (« Quartier »).
    pub head: &'a str,
    /// Head of the column of numbers (« Montant »).
    pub value_head: &'a str,
    /// Each part: name, optional address, value in the smallest unit.
    pub rows: &'a [Share],
    /// A number in the table.
    pub cell: Write<'a>,
}

/// One part of a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its name.
    pub label: String,
    /// Where its name leads, with its language prefix.
    pub href: Option<String>,
    /// Its value; never negative.
    pub value: i64,
}

/// Draws a table of shares, each with its bar. The bar is decoration: the number stands in the same cell.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn shares(chart: &Shares<'_>, lang: Lang) -> Html {
    let m = Msg::new(lang);
    let id = escape(chart.id);
    let sum: i64 = chart.rows.iter().map(|row| row.value.max(0)).sum();
    let highest = chart
        .rows
        .iter()
        .map(|row| row.value)
        .max()
        .unwrap_or(0)
        .max(1);
    let share = |value: i64| {
        if sum == 0 {
            0.0
        } else {
            value.max(0) as f64 / sum as f64
        }
    };
    let value_head = escape(chart.value_head);
    let share_head = m.chart_share();
    let mut html = String::with_capacity(1024 + chart.rows.len() * 400);
    let _ = write!(
        html,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\"><table class=\"stack shares\" \
         role=\"table\"><caption id=\"{id}\">{}</caption><thead role=\"rowgroup\"><tr role=\"row\"><th scope=\"col\" \
         role=\"columnheader\">{}</th><th scope=\"col\" role=\"columnheader\" class=\"num\">{value_head}</th><th \
         scope=\"col\" role=\"columnheader\" class=\"num\">{share_head}</th></tr></thead><tbody role=\"rowgroup\">",
        escape(chart.title),
        escape(chart.head)
    );
    for row in chart.rows {
        let label = escape(&row.label);
        let name = match &row.href {
            Some(href) => format!("<a href=\"{}\">{label}</a>", escape(href)),
            None => label,
        };
        let width = row.value.max(0) as f64 * 100.0 / highest as f64;
        let _ = write!(
            html,
            "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{name}<svg class=\"bar\" aria-hidden=\"true\" \
             focusable=\"false\"><rect class=\"c0\" width=\"100%\" height=\"100%\"/><rect class=\"c1\" \
             width=\"{width:.1}%\" height=\"100%\"/></svg></th><td role=\"cell\" class=\"num\" \
             data-l=\"{value_head}\">{}</td><td role=\"cell\" class=\"num\" data-l=\"{share_head}\">{}</td></tr>",
            escape(&(chart.cell)(row.value)),
            crate::format::percent(share(row.value), lang)
        );
    }
    let _ = write!(
        html,
        "</tbody><tfoot role=\"rowgroup\"><tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{}</th><td \
         role=\"cell\" class=\"num\" data-l=\"{value_head}\">{}</td><td role=\"cell\" class=\"num\" \
         data-l=\"{share_head}\">{}</td></tr></tfoot></table></div>",
        m.chart_total(),
        escape(&(chart.cell)(sum)),
        crate::format::percent(if sum == 0 { 0.0 } else { 1.0 }, lang)
    );
    Html::trusted(html)
}
