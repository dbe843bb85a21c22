//! Long codes and addresses that may break, so that no page overflows at 320 pixels.

use pages::Html;
use pages::look::html::escape;

/// After so many characters without a natural place, a break is allowed.
const LONGEST_RUN: usize = 16;

/// The text with `<wbr>` after `/`, `.`, `_`, `-` and inside long runs. Copying it gives the text unchanged.
pub(crate) fn breakable(text: &str) -> Html {
    let mut html = String::new();
    let mut run = 0;
    for c in text.chars() {
        html.push_str(&escape(c.encode_utf8(&mut [0; 4])));
        run += 1;
        if matches!(c, '/' | '.' | '_' | '-') || run == LONGEST_RUN {
            html.push_str("<wbr>");
            run = 0;
        }
    }
    Html::trusted(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_are_offered_and_text_is_escaped() {
        assert_eq!(breakable("/a/<b>").as_str(), "/<wbr>a/<wbr>&lt;b&gt;");
        assert_eq!(
            breakable(&"0".repeat(20)).as_str(),
            format!("{}<wbr>0000", "0".repeat(16))
        );
    }
}
