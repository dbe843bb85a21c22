/// A dataset of the open-data catalogue (DCAT 2).
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Stable identifier, the last part of its address (`subventions`).
    pub identifier: &'static str,
    /// Title in the language asked for.
    pub title: String,
    /// What it holds, from where, and what it leaves out.
    pub description: String,
    /// Keywords; `subvention` is the tag that national harvesters look for.
    pub keywords: Vec<String>,
    /// Licence as a URI.
    pub licence: &'static str,
    /// EU frequency code of the dataset (`MONTHLY`, `IRREG` …).
    pub frequency: &'static str,
    /// Day of the newest record, ISO.
    pub modified: Option<String>,
    /// First and last day covered, ISO.
    pub temporal: Option<(String, String)>,
    /// Its files.
    pub distributions: Vec<Distribution>,
}

/// One file of a dataset.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// Title in the language asked for.
    pub title: String,
    /// Path from the portal's root (`/associations/export/associations.csv`).
    pub path: String,
    /// Media type (`text/csv`).
    pub media_type: &'static str,
    /// Short format name (`CSV`).
    pub format: &'static str,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes that the path answers, in lower-case hexadecimal.
    pub sha256: String,
    /// The schema that the file follows, as a URI.
    pub conforms_to: Option<&'static str>,
}
