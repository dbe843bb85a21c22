use tabular::{Header, TableError};

/// Builds the struct of column places and its lookup by name.
macro_rules! columns {
    ($( $field:ident: [$($name:literal),+] ),+ $(,)?) => {
        /// Where each column stands in the file being read.
        #[derive(Debug, Clone, Default)]
        pub(crate) struct Columns {
            $( pub $field: Option<usize>, )+
        }

        impl Columns {
            pub fn find(header: &Header) -> Result<Self, TableError> {
                Ok(Self { $( $field: header.find(&[$($name),+])?, )+ })
            }
        }
    };
}

columns! {
    id: ["id", "id_association"],
    old_id: ["id_ex"],
    siret: ["siret"],
    public_utility: ["rup_mi"],
    office: ["gestion"],
    created: ["date_creat", "date_creation"],
    declared: ["date_decla", "date_declaration"],
    published: ["date_publi", "date_publication"],
    dissolved: ["date_disso", "date_dissolution"],
    nature: ["nature"],
    grouping: ["groupement"],
    title: ["titre"],
    short_title: ["titre_court"],
    object: ["objet"],
    object1: ["objet_social1"],
    object2: ["objet_social2"],
    complement: ["adrs_complement"],
    number: ["adrs_numvoie"],
    repetition: ["adrs_repetition"],
    street_kind: ["adrs_typevoie"],
    street: ["adrs_libvoie"],
    distribution: ["adrs_distrib"],
    insee: ["adrs_codeinsee"],
    postcode: ["adrs_codepostal"],
    commune: ["adrs_libcommune", "libcom"],
    line1: ["adr1"],
    line2: ["adr2"],
    line3: ["adr3"],
    declarant: ["adrg_declarant"],
    identity: ["adrg_complemid"],
    place: ["adrg_complemgeo"],
    mail_street: ["adrg_libvoie"],
    mail_distribution: ["adrg_distrib"],
    mail_postcode: ["adrg_codepostal"],
    mail_town: ["adrg_achemine"],
    mail_country: ["adrg_pays"],
    kind: ["dir_civilite"],
    phone: ["telephone"],
    website: ["siteweb"],
    email: ["email"],
    publish_website: ["publiweb"],
    observation: ["observation"],
    position: ["position"],
    updated: ["maj_time"],
}
