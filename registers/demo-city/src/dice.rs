//! Repeatable chance (SplitMix64, Steele et al. 2014) with whole numbers only.

use jiff::civil::Date;

pub(crate) struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `limit` − 1; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        // The high half of the product: fair to within 2⁻³².
        ((u64::from(limit) * (self.next() >> 32)) >> 32) as u32
    }

    /// True `per_mille` times in a thousand.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of `items`; none only when there is none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        items.get(self.below(count) as usize)
    }

    /// One of `words`; empty only when there is none.
    pub fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// One of `items` in proportion to its weight.
    pub fn weighted<T: Copy>(
        &mut self,
        items: impl Iterator<Item = (T, u32)> + Clone,
    ) -> Option<T> {
        let total: u32 = items.clone().map(|(_, weight)| weight).sum();
        let mut left = self.below(total);
        for (item, weight) in items {
            if left < weight {
                return Some(item);
            }
            left -= weight;
        }
        None
    }

    /// A day from `first` to `last`; `first` when they are not in order.
    pub fn day(&mut self, first: Date, last: Date) -> Date {
        let days = first.until(last).map_or(0, |span| span.get_days().max(0));
        let step = self.below(u32::try_from(days).unwrap_or(0) + 1);
        plus(first, i64::from(step))
    }

    /// `median` spread log-normally: about two thirds lie between it divided and multiplied by e^(sigma / 1000).
    pub fn spread(&mut self, median: i64, sigma: i64) -> i64 {
        // Twelve even draws of −1000..=1000 have a standard deviation of 2000.
        let sum: i64 = (0..12).map(|_| i64::from(self.below(2001)) - 1000).sum();
        median * exp_milli(sum / 2 * sigma / 1000) / 1000
    }
}

/// `date` plus `days`, within the calendar.
pub(crate) fn plus(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::Span::new().days(days))
}

/// 1000 · e^(k/4) for k = −12 ..= 12, rounded.
const EXP: [i64; 25] = [
    50, 64, 82, 105, 135, 174, 223, 287, 368, 472, 607, 779, 1000, 1284, 1649, 2117, 2718, 3490,
    4482, 5755, 7389, 9488, 12182, 15643, 20086,
];

/// 1000 · e^(x/1000), between the points of a table, so that every machine finds the same.
fn exp_milli(x: i64) -> i64 {
    let x = x.clamp(-3000, 2999) + 3000;
    let (place, part) = ((x / 250) as usize, x % 250);
    let low = EXP.get(place).copied().unwrap_or(1000);
    let high = EXP.get(place + 1).copied().unwrap_or(low);
    low + (high - low) * part / 250
}
