use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};

/// Solidaire : le logiciel avec lequel une ville ne laisse personne sans réponse.
#[derive(Debug, Parser)]
#[command(
    name = "solidaire",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    subcommand_help_heading = "Commandes",
    subcommand_value_name = "COMMANDE",
    next_help_heading = "Options communes"
)]
pub(crate) struct Args {
    /// Dossier de la ville : base SQLite, clés, réglages (./var ; ./var/demo pour « demo »)
    #[arg(long, global = true, value_name = "DOSSIER", env = "SOLIDAIRE_DIR")]
    pub(crate) dir: Option<PathBuf>,

    /// Base PostgreSQL (postgres://…) au lieu de SQLite
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "SOLIDAIRE_DATABASE",
        hide_env_values = true
    )]
    pub(crate) database: Option<String>,

    /// Affiche cette aide
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,

    /// Affiche la version
    #[arg(long, action = ArgAction::Version)]
    version: Option<bool>,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Crée ou rouvre la ville de démonstration, et la sert
    Demo {
        /// Port de la page
        #[arg(long, value_name = "N", default_value_t = 8025)]
        port: u16,
        /// Graine : la même graine donne la même ville
        #[arg(long, value_name = "N")]
        seed: Option<u64>,
        /// Efface la ville de démonstration et la refait
        #[arg(long)]
        reset: bool,
    },
    /// Crée une ville : base, clés, réglages
    Init {
        /// Code INSEE de la commune
        #[arg(long, value_name = "INSEE")]
        city: Option<String>,
        /// Nom de la commune
        #[arg(long, value_name = "NOM")]
        name: Option<String>,
        /// Portes ouvertes, séparées par des virgules (toutes sans cette option)
        #[arg(long, value_name = "PORTES", value_delimiter = ',')]
        doors: Option<Vec<String>>,
    },
    /// Sert le portail
    Serve {
        /// Port de la page
        #[arg(long, value_name = "N")]
        port: Option<u16>,
    },
    /// Met la base au niveau de cette version
    Migrate {
        /// Dit seulement ce qui manque (code 3 s’il manque quelque chose)
        #[arg(long)]
        check: bool,
    },
    /// Vérifie l’installation, et dit quoi faire
    Doctor,
    /// Importe un fichier public : tout ou rien
    Import {
        /// Quel registre
        register: RegisterName,
        /// Le fichier
        file: PathBuf,
        /// Importe les lignes valables même si d’autres sont refusées
        #[arg(long)]
        keep_valid: bool,
    },
    /// Masque l’adresse d’une association (domicile, lieu d’accueil), partout et aussitôt
    Mask {
        /// Référence, numéro RNA ou SIREN
        number: String,
        /// Pourquoi : hebergement, domicile ou demande
        #[arg(long, value_name = "MOTIF", required_unless_present = "show")]
        reason: Option<String>,
        /// Montre de nouveau l’adresse
        #[arg(long, conflicts_with = "reason")]
        show: bool,
    },
    /// Écrit les données publiques dans un fichier
    Export {
        /// Quoi
        what: ExportName,
        /// Le fichier, en .csv ou .json
        #[arg(long, value_name = "FICHIER")]
        out: PathBuf,
    },
    /// Sauvegarde la ville dans un fichier chiffré (les clés n’y sont pas : gardez-les à part)
    Backup {
        /// Le fichier à écrire
        #[arg(required_unless_present = "new_key")]
        file: Option<PathBuf>,
        /// Clé publique age (age1…) de qui pourra l’ouvrir ; plusieurs fois si besoin
        #[arg(long, value_name = "AGE1…")]
        recipient: Vec<String>,
        /// Crée une paire de clés : la clé secrète dans ce fichier, la clé publique à l’écran
        #[arg(long, value_name = "FICHIER", conflicts_with = "file")]
        new_key: Option<PathBuf>,
    },
    /// Restaure une sauvegarde dans un dossier vide
    Restore {
        /// La sauvegarde
        file: PathBuf,
        /// Le dossier de la nouvelle ville
        #[arg(long, value_name = "DOSSIER")]
        to: PathBuf,
        /// Fichier de la clé secrète age
        #[arg(long, value_name = "CLÉ")]
        identity: PathBuf,
    },
    /// Le journal des actes
    Journal {
        #[command(subcommand)]
        command: JournalCommand,
    },
    /// Pour les preuves du projet
    #[command(hide = true)]
    Proof {
        #[command(subcommand)]
        command: ProofCommand,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum JournalCommand {
    /// Recalcule tout le journal et nomme le premier acte abîmé
    Verify {
        /// Tête signée gardée à part : fait voir une fin coupée ou une histoire réécrite
        #[arg(long, value_name = "FICHIER")]
        head: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProofCommand {
    /// Fait des actes et imprime l’identifiant de chacun une fois durable
    Writer {
        /// Combien d’actes
        #[arg(long, default_value_t = 100)]
        count: u64,
    },
    /// Confie des travaux à la file, imprime l’identifiant de chacun une fois durable, et travaille
    Worker {
        /// Combien de travaux confier
        #[arg(long, default_value_t = 100)]
        count: u64,
        /// Travaille jusqu’à ce que la file soit vide, puis s’arrête
        #[arg(long)]
        drain: bool,
    },
    /// Lit des identifiants sur l’entrée standard et vérifie que chacun a fait son effet une fois
    Check,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RegisterName {
    /// Répertoire national des associations (waldec ou import)
    Rna,
    /// Base Sirene
    Sirene,
    /// Subventions au format SCDL ou proche
    Grants,
    /// Annexe budgétaire de l’État
    BudgetAnnex,
    /// Rues et quartiers de la ville
    Streets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportName {
    /// Le registre des associations
    Associations,
    /// Les subventions
    Grants,
    /// Les subventions de la ville au format SCDL 2.1.1
    GrantsScdl,
}

/// Says in French what is wrong with the command line; help and version are no error.
pub(crate) fn explain(error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        say!("{}", error.to_string().trim_end());
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "solidaire\u{a0}: {}\nPour voir les commandes\u{a0}: solidaire --help",
        in_french(error)
    );
    ExitCode::from(2)
}

fn in_french(error: &clap::Error) -> String {
    let part = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStrs(texts)) => {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            texts.join(", ")
        }
        _ => String::new(),
    };
    let argument = part(ContextKind::InvalidArg);
    let mut text = match error.kind() {
        ErrorKind::InvalidSubcommand => format!(
            "la commande «\u{a0}{}\u{a0}» n’existe pas",
            part(ContextKind::InvalidSubcommand)
        ),
        ErrorKind::UnknownArgument => format!("l’option «\u{a0}{argument}\u{a0}» n’existe pas ici"),
        ErrorKind::MissingRequiredArgument => format!("il manque\u{a0}: {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "quelle commande\u{202f}?".to_owned()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = part(ContextKind::InvalidValue);
            if value.is_empty() {
                format!("{argument}\u{a0}: donnez une valeur")
            } else {
                format!("{argument}\u{a0}: «\u{a0}{value}\u{a0}» ne convient pas")
            }
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} ne va pas avec {}", part(ContextKind::PriorArg))
        }
        _ => format!("commande mal écrite ({argument})"),
    };
    let valid = part(ContextKind::ValidValue);
    if !valid.is_empty() {
        text.push_str(&format!(" (possible\u{a0}: {valid})"));
    }
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ] {
        let suggested = part(kind);
        if !suggested.is_empty() {
            text.push_str(&format!(
                "\u{202f}; vouliez-vous dire «\u{a0}{suggested}\u{a0}»\u{202f}?"
            ));
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn mistakes_are_explained_in_french() {
        for (line, expected) in [
            ("solidaire sevre", "« sevre » n’existe pas"),
            (
                "solidaire serve --prot 1",
                "« --prot » n’existe pas ici ; vouliez-vous dire « --port »",
            ),
            ("solidaire import rna", "il manque : <FILE>"),
            (
                "solidaire import rne x",
                "« rne » ne convient pas (possible : rna, sirene",
            ),
            ("solidaire serve --port 99999", "« 99999 » ne convient pas"),
            ("solidaire", "quelle commande"),
        ] {
            let error = Args::try_parse_from(line.split(' ')).unwrap_err();
            let text = in_french(&error).replace(['\u{a0}', '\u{202f}'], " ");
            assert!(text.contains(expected), "{line}: {text}");
        }
    }
}
