use std::collections::BTreeMap;
use std::io::Write;
use std::net::IpAddr;
use std::path::Path;

use calendar::{Territory, Zone};
use door::{City, DoorKey};
use pages::Accessibility;
use pages::theme::{self, Overrides, Theme};
use toml::Value;

use super::keys::{KEYS, Key, Kind, environment_name};
use super::nearest::nearest;
use crate::failure::Failure;

/// Name of the file in the city's folder.
pub(crate) const FILE: &str = "solidaire.toml";
const PREFIX: &str = "SOLIDAIRE_";
/// Read by the command line, not settings.
const NOT_SETTINGS: [&str; 2] = ["SOLIDAIRE_DIR", "SOLIDAIRE_DATABASE"];
const FOR_TESTS: &str = "SOLIDAIRE_TEST_";

/// Everything that the program reads from the file and the environment, checked.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) city: City,
    pub(crate) accessibility: Accessibility,
    pub(crate) address: IpAddr,
    pub(crate) port: u16,
    pub(crate) metrics_port: Option<u16>,
    /// Set by the city, else it follows from the port.
    pub(crate) base_url: Option<String>,
    pub(crate) connections: usize,
    pub(crate) database: Option<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) workers: usize,
    pub(crate) log: String,
    pub(crate) theme: Option<Theme>,
}

impl Settings {
    /// Reads `dir/solidaire.toml` and the environment.
    pub(crate) fn load(dir: &Path) -> Result<Self, Failure> {
        let path = dir.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                Failure::input(format!(
                    "il n’y a pas de ville dans {} : créez-la avec «\u{a0}solidaire init --city 25056 --name Besançon\u{a0}»",
                    dir.display()
                ))
            } else {
                Failure::file(&path, &error)
            }
        })?;
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Self::read(&text, &path.display().to_string(), environment)
    }

    pub(crate) fn read(
        text: &str,
        place: &str,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let mut values = Values::default();
        values.add_file(text, place)?;
        for (name, value) in environment {
            values.add_variable(&name, &value)?;
        }
        values.settings()
    }

    /// The address under which the portal is reached.
    pub(crate) fn base_url(&self, port: u16) -> String {
        match &self.base_url {
            Some(url) => url.clone(),
            None => format!("http://localhost:{port}"),
        }
    }
}

/// Values by key, with the place each came from.
#[derive(Default)]
struct Values(BTreeMap<&'static str, (Value, String)>);

impl Values {
    fn add_file(&mut self, text: &str, place: &str) -> Result<(), Failure> {
        let table: toml::Table = toml::from_str(text)
            .map_err(|error| Failure::input(format!("{place}\u{a0}: {error}")))?;
        for (section, content) in table {
            let Value::Table(content) = content else {
                return Err(unknown(place, &section));
            };
            for (name, value) in content {
                let full = format!("{section}.{name}");
                let key = find(&full).ok_or_else(|| unknown(place, &full))?;
                if !fits(key.kind, &value) {
                    return Err(bad(
                        place,
                        key.name,
                        &format!("{} attendu", key.kind.french()),
                    ));
                }
                self.0.insert(key.name, (value, place.to_owned()));
            }
        }
        Ok(())
    }

    fn add_variable(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            return Ok(());
        };
        if NOT_SETTINGS.contains(&name) || name.starts_with(FOR_TESTS) {
            return Ok(());
        }
        let dotted = rest.to_lowercase().replace("__", ".");
        let key = find(&dotted)
            .filter(|key| key.kind != Kind::Colours)
            .ok_or_else(|| {
                let mut text = format!("environnement\u{a0}: la variable {name} n’est pas connue");
                let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
                if let Some(near) = nearest(&dotted, names.into_iter()) {
                    text.push_str(&format!(
                        "\u{202f}; vouliez-vous dire {}\u{202f}?",
                        environment_name(near)
                    ));
                }
                Failure::Input(text)
            })?;
        let wrong = || bad(name, key.name, &format!("{} attendu", key.kind.french()));
        let value = match key.kind {
            Kind::Text | Kind::Colours => Value::String(value.to_owned()),
            Kind::Number => Value::Integer(value.trim().parse().map_err(|_| wrong())?),
            Kind::Flag => Value::Boolean(value.trim().parse().map_err(|_| wrong())?),
            Kind::List => {
                let parts = value
                    .split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty());
                Value::Array(parts.map(|part| Value::String(part.to_owned())).collect())
            }
        };
        self.0.insert(key.name, (value, name.to_owned()));
        Ok(())
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|(value, _)| value.as_str())
    }

    fn list(&self, name: &str) -> Option<Vec<String>> {
        let (value, _) = self.0.get(name)?;
        let texts = value.as_array()?.iter();
        Some(
            texts
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect(),
        )
    }

    /// A number within bounds.
    fn number(&self, name: &str, least: u16, most: u16) -> Result<Option<u16>, Failure> {
        let Some((value, place)) = self.0.get(name) else {
            return Ok(None);
        };
        value
            .as_integer()
            .and_then(|number| u16::try_from(number).ok())
            .filter(|number| (least..=most).contains(number))
            .map(Some)
            .ok_or_else(|| {
                bad(
                    place,
                    name,
                    &format!("un nombre de {least} à {most} attendu"),
                )
            })
    }

    fn required(&self, name: &str) -> Result<String, Failure> {
        self.text(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .ok_or_else(|| Failure::input(format!("réglages\u{a0}: «\u{a0}{name}\u{a0}» manque")))
    }

    /// The value of a key, turned into something better; `expected` says what is wrong otherwise.
    fn turned<T>(
        &self,
        name: &str,
        expected: &str,
        turn: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        let place = self.0.get(name).map_or("", |(_, place)| place.as_str());
        turn(text).map(Some).ok_or_else(|| {
            bad(
                place,
                name,
                &format!("«\u{a0}{text}\u{a0}», {expected} attendu"),
            )
        })
    }

    fn settings(&self) -> Result<Settings, Failure> {
        let insee = self.required("city.insee")?;
        if !is_insee(&insee) {
            return Err(Failure::input(format!(
                "city.insee\u{a0}: «\u{a0}{insee}\u{a0}» n’est pas un code INSEE (cinq caractères, par exemple 25056)"
            )));
        }
        let doors = match self.list("city.doors") {
            None => DoorKey::ALL.to_vec(),
            Some(names) => doors(&names)?,
        };
        let port = self.number("server.port", 1, u16::MAX)?.unwrap_or(8025);
        let base_url = self.turned(
            "server.base_url",
            "http://… ou https://… sans «\u{a0}/\u{a0}» final",
            |url| {
                let known = url.starts_with("http://") || url.starts_with("https://");
                (known && !url.ends_with('/')).then(|| url.to_owned())
            },
        )?;
        let zone = match self.turned("city.zone", "un fuseau comme Europe/Paris", |n| {
            Zone::named(n).ok()
        })? {
            Some(zone) => zone,
            None => Zone::named("Europe/Paris").map_err(Failure::other)?,
        };
        let territory =
            self.turned(
                "city.territory",
                "metropole ou alsace-moselle",
                |name| match name {
                    "metropole" => Some(Territory::Metropole),
                    "alsace-moselle" => Some(Territory::AlsaceMoselle),
                    _ => None,
                },
            )?;
        let accessibility = self.turned(
            "city.accessibility",
            "non, partielle ou totale",
            |name| match name {
                "non" => Some(Accessibility::NonCompliant),
                "partielle" => Some(Accessibility::Partly),
                "totale" => Some(Accessibility::Fully),
                _ => None,
            },
        )?;
        let address = self.turned("server.address", "une adresse comme 127.0.0.1", |a| {
            a.parse().ok()
        })?;
        let recipients = self.list("backup.recipients").unwrap_or_default();
        for recipient in &recipients {
            backup::parse_recipient(recipient)
                .map_err(|error| Failure::input(format!("backup.recipients\u{a0}: {error}")))?;
        }
        let demonstration = self
            .0
            .get("city.demonstration")
            .and_then(|(v, _)| v.as_bool());
        Ok(Settings {
            city: City {
                insee,
                name: self.required("city.name")?,
                siret: self.text("city.siret").map(str::to_owned),
                zone,
                territory: territory.unwrap_or_default(),
                base_url: base_url.clone().unwrap_or_default(),
                contact_email: self.text("city.contact_email").map(str::to_owned),
                contact_phone: self.text("city.contact_phone").map(str::to_owned),
                demonstration: demonstration.unwrap_or(false),
                doors,
            },
            accessibility: accessibility.unwrap_or_default(),
            address: address.unwrap_or(IpAddr::from([127, 0, 0, 1])),
            port,
            metrics_port: self.number("server.metrics_port", 0, u16::MAX)?,
            base_url,
            connections: self
                .number("server.connections", 1, u16::MAX)?
                .unwrap_or(1024)
                .into(),
            database: self.text("database.url").map(str::to_owned),
            recipients,
            workers: self.number("jobs.workers", 1, 64)?.unwrap_or(2).into(),
            log: self.text("log.filter").unwrap_or("info").to_owned(),
            theme: self.theme()?,
        })
    }

    fn theme(&self) -> Result<Option<Theme>, Failure> {
        let colours = |name: &str| -> BTreeMap<String, String> {
            let table = self.0.get(name).and_then(|(value, _)| value.as_table());
            let pairs = table.into_iter().flatten();
            pairs
                .filter_map(|(name, colour)| Some((name.clone(), colour.as_str()?.to_owned())))
                .collect()
        };
        let overrides = Overrides {
            light: colours("theme.light"),
            dark: colours("theme.dark"),
        };
        if overrides == Overrides::default() {
            return Ok(None);
        }
        theme::check(&overrides).map(Some).map_err(|problems| {
            let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
            Failure::input(texts.join("\n"))
        })
    }
}

fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

fn fits(kind: Kind, value: &Value) -> bool {
    let all_text = |mut values: Box<dyn Iterator<Item = &Value> + '_>| values.all(Value::is_str);
    match (kind, value) {
        (Kind::Text, Value::String(_))
        | (Kind::Number, Value::Integer(_))
        | (Kind::Flag, Value::Boolean(_)) => true,
        (Kind::List, Value::Array(values)) => all_text(Box::new(values.iter())),
        (Kind::Colours, Value::Table(table)) => all_text(Box::new(table.values())),
        _ => false,
    }
}

fn bad(place: &str, name: &str, reason: &str) -> Failure {
    Failure::input(format!("{place}, «\u{a0}{name}\u{a0}»\u{a0}: {reason}"))
}

fn unknown(place: &str, name: &str) -> Failure {
    let mut text = format!("{place}\u{a0}: la clé «\u{a0}{name}\u{a0}» n’est pas connue");
    if let Some(near) = nearest(name, KEYS.iter().map(|key| key.name)) {
        text.push_str(&format!(
            "\u{202f}; vouliez-vous dire «\u{a0}{near}\u{a0}»\u{202f}?"
        ));
    }
    Failure::Input(text)
}

/// The doors of these names.
pub(crate) fn doors(names: &[String]) -> Result<Vec<DoorKey>, Failure> {
    names
        .iter()
        .map(|name| {
            DoorKey::from_name(name.trim()).ok_or_else(|| {
                let known: Vec<&str> = DoorKey::ALL.iter().map(|door| door.name()).collect();
                Failure::input(format!(
                    "la porte «\u{a0}{name}\u{a0}» n’existe pas (portes\u{a0}: {})",
                    known.join(", ")
                ))
            })
        })
        .collect()
}

/// Two digits (or 2A, 2B) of the department, three of the commune; 97 and 98 overseas.
pub(crate) fn is_insee(code: &str) -> bool {
    let bytes = code.as_bytes();
    bytes.len() == 5
        && bytes.iter().enumerate().all(|(place, byte)| {
            byte.is_ascii_digit()
                || (place == 1 && bytes.first() == Some(&b'2') && matches!(byte, b'A' | b'B'))
        })
}

/// Writes the first settings file, readable by its owner only: it may hold the address of a database.
pub(crate) fn write_first(dir: &Path, text: &str) -> Result<(), Failure> {
    let path = dir.join(FILE);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options
        .open(&path)
        .map_err(|error| Failure::file(&path, &error))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| Failure::file(&path, &error))
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
