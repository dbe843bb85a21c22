//! What the page of an association shows, made from its entry and its grants.

use pages::chart::{Bar, Bars, bars};
use pages::{Html, format};
use values::{Cents, Lang};

use crate::grants::model::GrantFacts;
use crate::grants::store::GrantVersion;
use crate::publication::Register;
use crate::register::entry::{Entry, Size};
use crate::register::merge::{address, address_is_hidden};
use crate::state::Source;
use crate::words::Msg;
use crate::words::names;

/// One figure at the top.
pub struct Stat {
    pub(crate) value: String,
    pub(crate) what: String,
}

/// One grant of the table.
pub struct GrantRow {
    pub(crate) year: i16,
    pub(crate) grantor: String,
    pub(crate) purpose: String,
    pub(crate) in_kind: bool,
    pub(crate) amount: String,
    pub(crate) source: String,
}

/// One fact of the identity panel. `number` texts are isolated, so that they read well in Arabic.
pub struct Fact {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) number: bool,
}

/// How many bars a chart has at most; older years stay in the table.
const BARS: usize = 8;

/// The figures at the top: last year of money, last sign of life, year of creation.
#[must_use]
pub fn stats(entry: &Entry, m: Msg, lang: Lang) -> Vec<Stat> {
    let mut stats = Vec::new();
    let money = &entry.facts.money;
    if let (Some(first), Some(last)) = (money.first(), money.last()) {
        stats.push(Stat {
            value: format::euros(Cents(last.cents), lang),
            what: m.sheet_received(last.year.to_string()).to_string(),
        });
        if first.year != last.year {
            stats.push(Stat {
                value: format::euros_short(Cents(entry.grants_cents), lang),
                what: m
                    .sheet_received_all(first.year.to_string(), last.year.to_string())
                    .to_string(),
            });
        }
    }
    if let Some(day) = &entry.sign_of_life {
        stats.push(Stat {
            value: names::year(day).to_owned(),
            what: m.sheet_heard().into_owned(),
        });
    }
    if stats.len() < 3
        && let Some(day) = created(entry)
    {
        stats.push(Stat {
            value: names::year(day).to_owned(),
            what: m.sheet_since().into_owned(),
        });
    }
    stats
}

fn created(entry: &Entry) -> Option<&String> {
    let rna = entry.facts.rna.as_ref().and_then(|r| r.created_on.as_ref());
    rna.or_else(|| {
        entry
            .facts
            .sirene
            .as_ref()
            .and_then(|s| s.created_on.as_ref())
    })
}

/// The bars of money by year, when there are at least two years to compare.
#[must_use]
pub fn chart(entry: &Entry, m: Msg, lang: Lang) -> Option<Html> {
    let newest = entry.facts.money.last()?.year;
    let oldest = entry.facts.money.first()?.year;
    let from = oldest.max(newest.saturating_sub(i16::try_from(BARS).unwrap_or(8) - 1));
    if from == newest {
        return None;
    }
    let rows: Vec<Bar> = (from..=newest)
        .map(|year| Bar {
            label: year.to_string(),
            values: vec![
                entry
                    .facts
                    .money
                    .iter()
                    .filter(|m| m.year == year)
                    .map(|m| m.cents)
                    .sum(),
            ],
        })
        .collect();
    let total: i64 = rows.iter().flat_map(|bar| &bar.values).sum();
    let (first, last) = (from.to_string(), newest.to_string());
    let chart = Bars {
        id: "argent",
        title: &m.sheet_chart_title(&first, &last, format::euros(Cents(total), lang)),
        unit: &m.sheet_chart_unit(),
        summary: &m.sheet_chart_label(&first, &last),
        head: &m.sheet_col_year(),
        series: &[&m.sheet_col_amount()],
        rows: &rows,
        mark: &|cents| format::euros_short(Cents(cents), lang),
        cell: &|cents| format::euros(Cents(cents), lang),
    };
    Some(bars(&chart, lang))
}

/// The table of grants.
#[must_use]
pub fn grants(list: &[GrantVersion], sources: &[Source], m: Msg, lang: Lang) -> Vec<GrantRow> {
    list.iter()
        .map(|grant| {
            let facts = &grant.facts;
            GrantRow {
                year: facts.year,
                grantor: names::tidy(&facts.grantor),
                purpose: if facts.purpose.is_empty() {
                    m.sheet_no_purpose().into_owned()
                } else {
                    names::tidy(&facts.purpose)
                },
                in_kind: facts.in_kind,
                amount: amount(facts, m, lang),
                source: source(&grant.register, sources, m, lang),
            }
        })
        .collect()
}

fn amount(facts: &GrantFacts, m: Msg, lang: Lang) -> String {
    if facts.in_kind && facts.cents == 0 {
        m.sheet_not_valued().into_owned()
    } else {
        format::euros(Cents(facts.cents), lang)
    }
}

fn source(register: &str, sources: &[Source], m: Msg, lang: Lang) -> String {
    if register == Register::BudgetAnnex.key() {
        return m.sheet_source_annex().into_owned();
    }
    let day = snapshot(register, sources)
        .map(|day| names::day(day, lang))
        .unwrap_or_default();
    m.sheet_source_scdl(&day).to_string()
}

/// The day on which a register's newest file was cut.
#[must_use]
pub fn snapshot<'a>(register: &str, sources: &'a [Source]) -> Option<&'a str> {
    sources
        .iter()
        .find(|s| s.register == register)
        .map(|s| s.snapshot_on.as_str())
}

/// The identity panel.
#[must_use]
pub fn identity(entry: &Entry, m: Msg, lang: Lang) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |label: &str, value: String, number: bool| {
        if !value.is_empty() {
            facts.push(Fact {
                label: label.to_owned(),
                value,
                number,
            });
        }
    };
    let rna = entry.facts.rna.as_ref();
    let sirene = entry.facts.sirene.as_ref();
    let place = address(&entry.facts);
    if address_is_hidden(&entry.facts) {
        add(
            &m.sheet_address(),
            m.sheet_address_hidden().into_owned(),
            false,
        );
    } else if let Some(place) = &place {
        let town = format!("{} {}", place.postcode, place.commune);
        let lines = [names::tidy(&place.street), names::tidy(&town)];
        let text = lines
            .iter()
            .filter(|l| !l.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        add(&m.sheet_address(), text, false);
    }
    add(
        &m.sheet_quarter(),
        entry.quarter.clone().unwrap_or_default(),
        false,
    );
    let acronym = sirene.map(|s| s.acronym.clone()).filter(|a| !a.is_empty());
    let short = acronym
        .or_else(|| rna.map(|r| r.short_title.clone()))
        .unwrap_or_default();
    add(&m.sheet_acronym(), short, false);
    add(&m.sheet_rna(), entry.rna.clone().unwrap_or_default(), true);
    add(
        &m.sheet_siren(),
        entry.siren.as_deref().map(grouped).unwrap_or_default(),
        true,
    );
    let siret = sirene
        .and_then(|s| s.siret.clone())
        .or_else(|| rna.and_then(|r| r.siret.clone()));
    add(
        &m.sheet_siret(),
        siret.as_deref().map(grouped).unwrap_or_default(),
        true,
    );
    add(&m.sheet_form(), legal_form(entry, m), false);
    let day = |iso: Option<&String>| iso.map(|day| names::day(day, lang)).unwrap_or_default();
    add(&m.sheet_created(), day(created(entry)), false);
    add(
        &m.sheet_declared(),
        day(rna.and_then(|r| r.declared_on.as_ref())),
        false,
    );
    add(
        &m.sheet_dissolved(),
        day(rna.and_then(|r| r.dissolved_on.as_ref())),
        false,
    );
    if entry.size != Size::Unknown {
        add(
            &m.sheet_size(),
            names::size(entry.size, m).into_owned(),
            false,
        );
    }
    facts
}

/// `775664634` as people read it: `775 664 634`, with spaces that do not break.
fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let (head, tail) = digits.split_at_checked(9).unwrap_or((&digits, &[]));
    let mut text = head
        .chunks(3)
        .map(|chunk| chunk.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("\u{a0}");
    if !tail.is_empty() {
        text.push('\u{a0}');
        text.extend(tail);
    }
    text
}

fn legal_form(entry: &Entry, m: Msg) -> String {
    let code = entry
        .facts
        .sirene
        .as_ref()
        .map(|s| s.legal_form.as_str())
        .unwrap_or_default();
    match code {
        "" if entry.facts.rna.is_some() => m.sheet_form_undeclared().into_owned(),
        "" => m.sheet_form_listed().into_owned(),
        "9230" => m.sheet_form_public_utility(code).to_string(),
        _ if code.starts_with("92") => m.sheet_form_association(code).to_string(),
        _ => m.sheet_form_other(code).to_string(),
    }
}

/// Where the identity comes from, and what newer files say of it.
#[must_use]
pub fn provenance(entry: &Entry, sources: &[Source], m: Msg, lang: Lang) -> Vec<String> {
    let date = |register: Register| {
        snapshot(register.key(), sources)
            .map(|day| names::day(day, lang))
            .unwrap_or_default()
    };
    let mut lines = Vec::new();
    if let Some(rna) = &entry.facts.rna {
        lines.push(match &rna.gone_on {
            Some(day) => m.sheet_gone_rna(names::day(day, lang)).to_string(),
            None => m.sheet_source_rna(date(Register::Rna)).to_string(),
        });
    }
    if let Some(sirene) = &entry.facts.sirene {
        lines.push(match &sirene.gone_on {
            Some(day) => m.sheet_gone_sirene(names::day(day, lang)).to_string(),
            None => m.sheet_source_sirene(date(Register::Sirene)).to_string(),
        });
    }
    if lines.is_empty()
        && let Some(listed) = &entry.facts.listed
    {
        lines.push(
            m.sheet_source_listed(&listed.source, listed.year.to_string())
                .to_string(),
        );
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_people_read_them() {
        assert_eq!(grouped("775664634"), "775\u{a0}664\u{a0}634");
        assert_eq!(
            grouped("77566463400012"),
            "775\u{a0}664\u{a0}634\u{a0}00012"
        );
    }
}
