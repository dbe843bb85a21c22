/// The candidate that takes the fewest changed letters to reach, if any is near enough to be meant. A key
/// written in the wrong section is meant for sure.
pub(crate) fn nearest<'a>(
    wrong: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (wrong.chars().count() / 2).max(3);
    let leaf = |name: &'_ str| name.rsplit('.').next().map(str::to_owned);
    candidates
        .map(|candidate| {
            let moved = leaf(candidate) == leaf(wrong);
            (
                if moved { 0 } else { distance(wrong, candidate) },
                candidate,
            )
        })
        .min()
        .filter(|(distance, _)| *distance <= limit)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for ((above_left, above), to) in row.iter().zip(row.iter().skip(1)).zip(&b) {
            let left = next.last().copied().unwrap_or(0);
            let change = above_left + usize::from(from != *to);
            next.push(change.min(above + 1).min(left + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let keys = ["server.port", "server.address", "city.name"];
        let find = |text| nearest(text, keys.into_iter());
        assert_eq!(find("server.prot"), Some("server.port"));
        assert_eq!(find("serveur.port"), Some("server.port"));
        assert_eq!(find("city.port"), Some("server.port"));
        assert_eq!(find("city.nom"), Some("city.name"));
        assert_eq!(find("tout.autre.chose.et.longue"), None);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
