use crate::look::html::Html;

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// An icon of the house's set (Tabler, MIT) as an inline SVG, hidden from screen readers: text must stand beside it.
/// Nothing when the build had no npm, or when the name is not in `assets/icons.txt`.
#[must_use]
pub fn icon(name: &str) -> Html {
    drawn(name, "ico")
}

/// The same, mirrored on pages written from right to left: for arrows and doors.
#[must_use]
pub fn icon_flip(name: &str) -> Html {
    drawn(name, "ico flip")
}

fn drawn(name: &str, class: &str) -> Html {
    inside(name).map_or_else(Html::default, |inside| {
        Html::trusted(format!(
            "<svg class=\"{class}\" viewBox=\"0 0 24 24\" aria-hidden=\"true\" focusable=\"false\">{inside}</svg>"
        ))
    })
}
