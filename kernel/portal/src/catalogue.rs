//! The catalogue of open data in DCAT 2, as udata (data.gouv.fr) harvests it.
//!
//! What udata reads, and how, is in its `udata/core/dataset/rdf.py`: a dataset without `dct:title` is
//! skipped, a distribution without URL is dropped, the checksum's algorithm is a resource, the
//! frequency one of the EU's list.

use door::{City, Dataset, Distribution};

use crate::rdf::{Node, Value};

const FRENCH: &str = "http://publications.europa.eu/resource/authority/language/FRA";
const FREQUENCY: &str = "http://publications.europa.eu/resource/authority/frequency/";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPE: &str = "https://www.iana.org/assignments/media-types/";
const GOVERNMENT: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const COMMUNE: &str = "http://id.insee.fr/geo/commune/";

/// The whole catalogue: the catalogue itself, its datasets, their files.
pub(crate) fn graph(city: &City, datasets: &[Dataset]) -> Vec<Node> {
    let base = &city.base_url;
    let title = format!("Données ouvertes de {}", city.name);
    let modified = datasets
        .iter()
        .filter_map(|dataset| dataset.modified.clone())
        .max();
    let mut catalogue = Node::new(format!("{base}/donnees"), "dcat:Catalog")
        .with("dct:title", french(title))
        .with("dct:description", french(description(city)))
        .with(
            "dct:identifier",
            Value::Plain(format!("{}-catalogue", city.insee)),
        )
        .with("dct:language", Value::Iri(FRENCH.to_owned()))
        .with("foaf:homepage", Value::Iri(format!("{base}/")))
        .with("dct:publisher", Value::Node(publisher(city)))
        .with_some("dct:modified", modified.map(date));
    for dataset in datasets {
        catalogue = catalogue.with("dcat:dataset", Value::Iri(dataset_iri(city, dataset)));
    }
    let mut nodes = vec![catalogue];
    for dataset in datasets {
        nodes.push(dataset_node(city, dataset));
        let files = dataset.distributions.iter().enumerate();
        nodes.extend(files.map(|(place, file)| distribution_node(city, dataset, place, file)));
    }
    nodes
}

fn description(city: &City) -> String {
    if city.demonstration {
        "Ville de démonstration : toutes les données sont inventées.".to_owned()
    } else {
        format!(
            "Jeux de données publiés par {} avec le logiciel solidaire.",
            city.name
        )
    }
}

fn dataset_node(city: &City, dataset: &Dataset) -> Node {
    let address = dataset_iri(city, dataset);
    let mut node = Node::new(&address, "dcat:Dataset")
        .with("dct:title", french(&dataset.title))
        .with("dct:description", french(&dataset.description))
        .with(
            "dct:identifier",
            Value::Plain(format!("{}-{}", city.insee, dataset.identifier)),
        )
        .with("dct:license", Value::Iri(dataset.licence.to_owned()))
        .with("dct:language", Value::Iri(FRENCH.to_owned()))
        .with(
            "dct:accrualPeriodicity",
            Value::Iri(format!("{FREQUENCY}{}", dataset.frequency)),
        )
        .with("dct:spatial", Value::Node(place(city)))
        .with("dct:publisher", Value::Node(publisher(city)))
        .with("dcat:contactPoint", Value::Node(contact(city)))
        .with("dcat:theme", Value::Iri(GOVERNMENT.to_owned()))
        .with("dcat:landingPage", Value::Iri(address.clone()))
        .with_some("dct:modified", dataset.modified.clone().map(date));
    if let Some((first, last)) = &dataset.temporal {
        let period = Node::anonymous("dct:PeriodOfTime")
            .with("dcat:startDate", date(first.clone()))
            .with("dcat:endDate", date(last.clone()));
        node = node.with("dct:temporal", Value::Node(period));
    }
    for keyword in &dataset.keywords {
        node = node.with("dcat:keyword", french(keyword));
    }
    for place in 0..dataset.distributions.len() {
        node = node.with(
            "dcat:distribution",
            Value::Iri(file_iri(city, dataset, place)),
        );
    }
    node
}

fn distribution_node(city: &City, dataset: &Dataset, place: usize, file: &Distribution) -> Node {
    let checksum = Node::anonymous("spdx:Checksum")
        .with(
            "spdx:algorithm",
            Value::Iri("http://spdx.org/rdf/terms#checksumAlgorithm_sha256".to_owned()),
        )
        // Plain as udata itself writes it: typed `xsd:hexBinary`, its reader would get bytes, not text.
        .with("spdx:checksumValue", Value::Plain(file.sha256.clone()));
    Node::new(file_iri(city, dataset, place), "dcat:Distribution")
        .with("dct:title", french(&file.title))
        .with(
            "dct:identifier",
            Value::Plain(format!("{}-{}-{place}", city.insee, dataset.identifier)),
        )
        .with(
            "dcat:downloadURL",
            Value::Iri(format!("{}{}", city.base_url, file.path)),
        )
        .with("dcat:accessURL", Value::Iri(dataset_iri(city, dataset)))
        .with(
            "dct:format",
            Value::Iri(format!("{FILE_TYPE}{}", file.format)),
        )
        .with(
            "dcat:mediaType",
            Value::Iri(format!("{MEDIA_TYPE}{}", file.media_type)),
        )
        .with(
            "dcat:byteSize",
            Value::Typed(file.bytes.to_string(), "xsd:nonNegativeInteger"),
        )
        .with("dct:license", Value::Iri(dataset.licence.to_owned()))
        .with("spdx:checksum", Value::Node(checksum))
        .with_some(
            "dct:conformsTo",
            file.conforms_to.map(|schema| Value::Iri(schema.to_owned())),
        )
        .with_some("dct:modified", dataset.modified.clone().map(date))
}

fn publisher(city: &City) -> Node {
    Node::anonymous("foaf:Organization")
        .with("foaf:name", french(&city.name))
        .with("foaf:homepage", Value::Iri(format!("{}/", city.base_url)))
        .with_some("dct:identifier", city.siret.clone().map(Value::Plain))
}

fn contact(city: &City) -> Node {
    let page = format!("{}/mentions-legales", city.base_url);
    Node::anonymous("vcard:Organization")
        .with("vcard:fn", french(&city.name))
        .with("vcard:hasURL", Value::Iri(page))
        .with_some(
            "vcard:hasEmail",
            city.contact_email
                .as_ref()
                .map(|address| Value::Iri(format!("mailto:{address}"))),
        )
}

fn place(city: &City) -> Node {
    Node::anonymous("dct:Location")
        .with(
            "dct:identifier",
            Value::Iri(format!("{COMMUNE}{}", city.insee)),
        )
        .with("rdfs:label", french(&city.name))
}

fn dataset_iri(city: &City, dataset: &Dataset) -> String {
    format!("{}/donnees#{}", city.base_url, dataset.identifier)
}

fn file_iri(city: &City, dataset: &Dataset, place: usize) -> String {
    format!("{}-{place}", dataset_iri(city, dataset))
}

fn french(text: impl Into<String>) -> Value {
    Value::Text(text.into(), "fr")
}

/// A date of the form `AAAA-MM-JJ`; anything longer keeps only its day.
fn date(text: String) -> Value {
    Value::Typed(text.chars().take(10).collect(), "xsd:date")
}
