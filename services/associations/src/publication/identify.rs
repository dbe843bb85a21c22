//! Which body a line speaks of: by RNA number, by SIREN, and what to do when the two disagree.

use std::collections::HashMap;

use crate::register::entry::Facts;
use crate::register::store::Version;

/// A body at work in one batch: its version so far, if any, and its facts as they become.
#[derive(Clone, Debug)]
pub struct Body {
    /// The open version, when the register knows the body.
    pub version: Option<Version>,
    /// Versions of other entries that turned out to be this body.
    pub absorbed: Vec<Version>,
    /// Facts, changed by the lines of the batch.
    pub facts: Facts,
    /// Another entry was folded into this one, so that it must be written even if it looks the same.
    pub rewritten: bool,
}

/// The bodies of a batch, found by either number.
#[derive(Debug, Default)]
pub struct Bodies {
    list: Vec<Option<Body>>,
    by_rna: HashMap<String, usize>,
    by_siren: HashMap<String, usize>,
}

impl Bodies {
    /// Begins with the open versions that carry a number of the batch. A version found by both numbers
    /// is given twice and kept once.
    #[must_use]
    pub fn of(versions: Vec<Version>) -> Self {
        let mut bodies = Self::default();
        let mut seen: HashMap<String, usize> = HashMap::new();
        for version in versions {
            if seen.contains_key(&version.id) {
                continue;
            }
            seen.insert(version.id.clone(), bodies.list.len());
            bodies.add(Body {
                facts: version.entry.facts.clone(),
                version: Some(version),
                absorbed: Vec::new(),
                rewritten: false,
            });
        }
        bodies
    }

    fn add(&mut self, body: Body) -> usize {
        let index = self.list.len();
        if let Some(version) = &body.version {
            if let Some(rna) = &version.entry.rna {
                self.by_rna.entry(rna.clone()).or_insert(index);
            }
            if let Some(siren) = &version.entry.siren {
                self.by_siren.entry(siren.clone()).or_insert(index);
            }
        }
        self.list.push(Some(body));
        index
    }

    /// The body with these numbers, made when there is none. When each number leads to another entry and
    /// nothing contradicts it, the two are one body: the one with the RNA number absorbs the other. When
    /// the SIREN's entry has an RNA number of its own, the RNA number decides; `true` is then given
    /// beside the body, and the SIREN of the line is not to be believed.
    pub fn find(&mut self, rna: Option<&str>, siren: Option<&str>) -> Option<(&mut Body, bool)> {
        let at_rna = rna.and_then(|key| self.by_rna.get(key).copied());
        let at_siren = siren.and_then(|key| self.by_siren.get(key).copied());
        let (index, contradiction) = match (at_rna, at_siren) {
            (Some(one), Some(other)) if one == other => (one, false),
            (Some(one), Some(other)) => {
                if self.rna_of(other).is_some() || self.siren_known_of(one, siren) {
                    (one, true)
                } else {
                    self.absorb(one, other);
                    (one, false)
                }
            }
            (Some(one), None) => (one, self.siren_known_of(one, siren)),
            (None, Some(other)) => match (rna, self.rna_of(other)) {
                (Some(wanted), Some(own)) if wanted != own => (self.add_new(rna, None), true),
                _ => (other, false),
            },
            (None, None) => (self.add_new(rna, siren), false),
        };
        if !contradiction {
            if let Some(key) = rna {
                self.by_rna.entry(key.to_owned()).or_insert(index);
            }
            if let Some(key) = siren {
                self.by_siren.entry(key.to_owned()).or_insert(index);
            }
        }
        let body = self.list.get_mut(index)?.as_mut()?;
        Some((body, contradiction))
    }

    fn add_new(&mut self, rna: Option<&str>, siren: Option<&str>) -> usize {
        let index = self.add(Body {
            version: None,
            absorbed: Vec::new(),
            facts: Facts::default(),
            rewritten: false,
        });
        if let Some(key) = rna {
            self.by_rna.insert(key.to_owned(), index);
        }
        if let Some(key) = siren {
            self.by_siren.insert(key.to_owned(), index);
        }
        index
    }

    fn body(&self, index: usize) -> Option<&Body> {
        self.list.get(index).and_then(Option::as_ref)
    }

    fn rna_of(&self, index: usize) -> Option<String> {
        let facts = &self.body(index)?.facts;
        let own = facts.rna.as_ref().map(|r| r.rna.clone());
        own.or_else(|| facts.sirene.as_ref().and_then(|s| s.rna.clone()))
            .or_else(|| facts.listed.as_ref().and_then(|l| l.rna.clone()))
    }

    /// Whether Sirene itself gives the body another SIREN than this one.
    fn siren_known_of(&self, index: usize, siren: Option<&str>) -> bool {
        let known = self.body(index).and_then(|b| b.facts.sirene.as_ref());
        matches!((known, siren), (Some(known), Some(siren)) if known.siren != siren)
    }

    fn absorb(&mut self, into: usize, from: usize) {
        let Some(gone) = self.list.get_mut(from).and_then(Option::take) else {
            return;
        };
        for index in self.by_siren.values_mut().chain(self.by_rna.values_mut()) {
            if *index == from {
                *index = into;
            }
        }
        let Some(body) = self.list.get_mut(into).and_then(Option::as_mut) else {
            return;
        };
        body.facts.sirene = body.facts.sirene.take().or(gone.facts.sirene);
        body.facts.listed = body.facts.listed.take().or(gone.facts.listed);
        body.facts.masked |= gone.facts.masked;
        body.absorbed.extend(gone.version);
        body.absorbed.extend(gone.absorbed);
        body.rewritten = true;
    }

    /// The bodies, in the order in which the batch met them.
    pub fn into_list(self) -> impl Iterator<Item = Body> {
        self.list.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::entry::{ListedFacts, RnaFacts, SireneFacts};
    use crate::register::merge::{Setting, merge};
    use ::streets::Quarters;

    fn version(reference: &str, facts: Facts) -> Version {
        let quarters = Quarters::default();
        let setting = Setting {
            city: "25056",
            quarters: &quarters,
        };
        Version {
            id: reference.to_owned(),
            from_generation: 1,
            entry: merge(reference, facts, setting),
        }
    }

    fn by_rna(rna: &str) -> Version {
        let facts = RnaFacts {
            rna: rna.into(),
            title: rna.into(),
            ..RnaFacts::default()
        };
        version(
            rna,
            Facts {
                rna: Some(facts),
                ..Facts::default()
            },
        )
    }

    fn by_list(siren: &str) -> Version {
        let facts = ListedFacts {
            siren: Some(siren.into()),
            name: siren.into(),
            ..ListedFacts::default()
        };
        version(
            siren,
            Facts {
                listed: Some(facts),
                ..Facts::default()
            },
        )
    }

    #[test]
    fn two_entries_that_one_line_links_become_one() {
        let mut bodies = Bodies::of(vec![by_rna("W251000001"), by_list("775664634")]);
        let (body, contradiction) = bodies.find(Some("W251000001"), Some("775664634")).unwrap();
        assert!(!contradiction && body.rewritten);
        assert_eq!(body.absorbed.len(), 1);
        assert!(body.facts.listed.is_some());
        // The same numbers lead to the same body afterwards, and only one is left.
        assert!(
            bodies
                .find(None, Some("775664634"))
                .unwrap()
                .0
                .facts
                .rna
                .is_some()
        );
        assert_eq!(bodies.into_list().count(), 1);
    }

    #[test]
    fn a_siren_that_another_association_owns_is_not_believed() {
        let mut owner = by_rna("W251000002");
        owner.entry.facts.sirene = Some(SireneFacts {
            siren: "775664634".into(),
            rna: Some("W251000002".into()),
            ..SireneFacts::default()
        });
        owner.entry.siren = Some("775664634".into());
        let mut bodies = Bodies::of(vec![by_rna("W251000001"), owner]);
        let (body, contradiction) = bodies.find(Some("W251000001"), Some("775664634")).unwrap();
        assert!(contradiction);
        assert_eq!(body.version.as_ref().unwrap().entry.reference, "W251000001");
        // A newcomer with the same false SIREN becomes a body of its own.
        let (body, contradiction) = bodies.find(Some("W251000003"), Some("775664634")).unwrap();
        assert!(contradiction && body.version.is_none());
    }

    #[test]
    fn a_listed_body_gets_its_rna_number() {
        let mut bodies = Bodies::of(vec![by_list("775664634")]);
        let (body, contradiction) = bodies.find(Some("W251000001"), Some("775664634")).unwrap();
        assert!(!contradiction && body.version.is_some());
    }
}
