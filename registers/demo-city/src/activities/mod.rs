//! What the associations of the demonstration city do: kinds of activity with the code of the register's
//! nomenclature, ways to name such an association and to put its object.
//!
//! In the texts `{E}` is an emblem (« La Passerelle »), `{de}` the same after « de » (« de la Passerelle »), `{q}` the
//! quarter after « de » (« des Chaprais ») and `{at}` after « à » (« aux Chaprais »).

mod culture;
mod neighbours;
mod solidarity;
mod sport;

/// One kind of activity.
pub(crate) struct Activity {
    /// Code of the nomenclature of objects.
    pub code: u32,
    /// Second code, 0 for none.
    pub second: u32,
    /// NAF rev. 2 code in Sirene.
    pub naf: &'static str,
    /// How common it is.
    pub weight: u32,
    /// Chance in a thousand that the city supports such an association.
    pub supported: u32,
    /// Median of the yearly operating grant in euros.
    pub median: i64,
    /// Chance in a thousand that it employs someone.
    pub employs: u32,
    /// Names.
    pub names: &'static [&'static str],
    /// Objects.
    pub objects: &'static [&'static str],
    /// What a project grant is for.
    pub projects: &'static [&'static str],
}

/// All kinds of activity.
pub(crate) fn all() -> impl Iterator<Item = &'static Activity> + Clone {
    culture::ALL
        .iter()
        .chain(sport::ALL)
        .chain(neighbours::ALL)
        .chain(solidarity::ALL)
}
