use tabular::{Header, TableError};

/// Builds the struct of column places and its lookup by name.
macro_rules! columns {
    ($( $field:ident: [$($name:literal),+ $(,)?] ),+ $(,)?) => {
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

// Case, accents, spaces and punctuation are ignored, so that each entry stands for many spellings. The names of the
// schema come first, then its titles, then what files in the wild write.
columns! {
    granter: ["nomAttribuant", "Nom de l’attribuant", "attribuant", "nom attributeur", "collectivité", "nom de la collectivité"],
    granter_id: ["idAttribuant", "Identification de l’attribuant", "siretAttribuant", "siret attribuant", "numéro SIRET de l’attribuant"],
    date: ["dateConvention", "Date de la convention de subvention", "date de convention", "date de la convention", "date décision", "date de décision", "date de la décision", "date d’attribution", "date délibération", "date"],
    year: ["exercice", "exerciceBudgetaire", "année", "annee budgétaire", "année de la subvention", "exercice budgétaire"],
    decision: ["referenceDecision", "Référence de la décision", "référence délibération", "numéro de délibération", "référence"],
    beneficiary: ["nomBeneficiaire", "Nom du bénéficiaire", "bénéficiaire", "association", "nom association", "nom de l’association", "raison sociale", "nom", "tiers", "nom bénéficiaire de la subvention"],
    beneficiary_id: ["idBeneficiaire", "Identification SIRET du bénéficiaire", "Identification du bénéficiaire", "siretBeneficiaire", "siret du bénéficiaire", "siret", "numéro siret", "n° siret", "siren"],
    rna: ["rnaBeneficiaire", "Identification RNA du bénéficiaire", "rna", "numéro rna", "n° rna"],
    object: ["objet", "Objet de la subvention", "objet de la convention", "objet du dossier", "intitulé", "libellé"],
    amount: ["montant", "Montant total de la subvention", "montantSubvention", "montant de la subvention", "montant attribué", "montant voté", "montant total", "montant en euros", "montant accordé"],
    nature: ["nature", "Nature de la subvention", "nature de l’aide"],
    conditions: ["conditionsVersement", "Conditions de versement de la subvention", "conditions de versement"],
    payment: ["datesPeriodeVersement", "Date ou période de versement", "dates période de versement", "datePeriodeVersement", "date de versement"],
    rae: ["idRAE", "Identifiant RAE de l’aide au titre de laquelle la subvention est attribuée"],
    eu: ["notificationUE", "Aide d'Etat notifiée à la Commission Européenne"],
    share: ["pourcentageSubvention", "Pourcentage du montant total de la subvention attribuée au bénéficiaire", "pourcentage de la subvention"],
    scheme: ["dispositifAide", "Identifiant référençant le dispositif d’aide à l’origine de la subvention", "dispositif", "dispositif d’aide"],
    in_kind_value: ["estimationAvantageNatures", "estimation avantage nature", "estimation avantages en nature"],
    in_kind_detail: ["detailAvantagesNature", "détail avantage nature", "détail avantages en nature"],
}
