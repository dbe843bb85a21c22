use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;
use values::Lang;

use crate::number::{decimal, integer};

/// The texts of one language as the generated file embeds them: the Fluent files, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The language.
    pub lang: Lang,
    /// The content of each file.
    pub files: &'static [&'static str],
}

/// One argument of a message. Generated code makes these; people call typed functions.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A number: chooses plural forms and is written with the language's separators.
    Number(f64),
    /// Anything else, written as it is.
    Text(String),
}

/// Every message of one crate. The generated file holds one as a `static`.
pub struct Catalogue {
    sources: [Source; 3],
    keys: &'static [&'static str],
    languages: [OnceLock<Loaded>; 3],
}

/// One language, parsed. Messages that take no argument are resolved here once for all.
struct Loaded {
    bundle: FluentBundle<FluentResource>,
    plain: Vec<Box<str>>,
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalogue({} messages)", self.keys.len())
    }
}

impl Catalogue {
    /// A catalogue of `keys` (`message` or `message.attribute`); parsed on first use.
    #[must_use]
    pub const fn new(sources: [Source; 3], keys: &'static [&'static str]) -> Self {
        Self {
            sources,
            keys,
            languages: [const { OnceLock::new() }; 3],
        }
    }

    /// The text of a message that takes no argument. `index` is the position of its key.
    #[must_use]
    pub fn plain(&'static self, lang: Lang, index: usize) -> Cow<'static, str> {
        let text = self.loaded(lang).and_then(|l| l.plain.get(index));
        Cow::Borrowed(text.map_or("", |text| text))
    }

    /// The text of a message with its arguments. `index` is the position of its key.
    #[must_use]
    pub fn format(&self, lang: Lang, index: usize, args: Vec<(&'static str, Arg)>) -> String {
        let Some(loaded) = self.loaded(lang) else {
            return String::new();
        };
        let mut given = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            given.set(
                name,
                match value {
                    Arg::Number(number) => FluentValue::from(number),
                    Arg::Text(text) => FluentValue::from(text),
                },
            );
        }
        let key = self.keys.get(index).copied().unwrap_or("");
        resolve(&loaded.bundle, key, Some(&given))
    }

    fn loaded(&self, lang: Lang) -> Option<&Loaded> {
        let position = Lang::ALL.iter().position(|known| *known == lang)?;
        let cell = self.languages.get(position)?;
        let source = self.sources.iter().find(|source| source.lang == lang)?;
        Some(cell.get_or_init(|| Loaded::new(source, self.keys)))
    }
}

impl Loaded {
    fn new(source: &Source, keys: &[&str]) -> Self {
        let bundle = bundle(source.lang, source.files);
        let plain = keys
            .iter()
            .map(|key| resolve(&bundle, key, None).into_boxed_str())
            .collect();
        Self { bundle, plain }
    }
}

/// A bundle of those files, as it is used at run time and by the checks of the build.
pub(crate) fn bundle(lang: Lang, files: &[&str]) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // The marks would sit in titles, attributes and JSON; the layout sets the direction instead.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Fr => |value, _| write_number(value, Lang::Fr),
        Lang::En => |value, _| write_number(value, Lang::En),
        Lang::Ar => |value, _| write_number(value, Lang::Ar),
    }));
    // Adding can only fail when the function is there twice, and the bundle is new.
    let _ = bundle.add_function("NUMBER", |positional, named| match positional.first() {
        Some(FluentValue::Number(number)) => {
            let mut number = number.clone();
            number.options.merge(named);
            FluentValue::Number(number)
        }
        Some(other) => other.clone(),
        None => FluentValue::Error,
    });
    for file in files {
        // The build has parsed these very texts; were one broken, its sound part would still serve.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let _ = bundle.add_resource(resource);
    }
    bundle
}

fn resolve(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    args: Option<&FluentArgs<'_>>,
) -> String {
    let (id, attribute) = match key.split_once('.') {
        Some((id, attribute)) => (id, Some(attribute)),
        None => (key, None),
    };
    let pattern = bundle.get_message(id).and_then(|message| match attribute {
        Some(name) => message.get_attribute(name).map(|found| found.value()),
        None => message.value(),
    });
    pattern.map_or_else(String::new, |pattern| {
        bundle
            .format_pattern(pattern, args, &mut Vec::new())
            .into_owned()
    })
}

fn write_number(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, options }) = value else {
        return None;
    };
    if !options.use_grouping {
        return Some(value.to_string());
    }
    let least = options.minimum_fraction_digits.unwrap_or(0);
    let most = options.maximum_fraction_digits.unwrap_or(3).max(least);
    #[allow(clippy::cast_possible_truncation)]
    if least == 0 && value.fract() == 0.0 && value.abs() < 9e15 {
        return Some(integer(*value as i64, lang));
    }
    Some(decimal(*value, least, most, lang))
}
