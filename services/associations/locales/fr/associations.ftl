### Public pages of the door of associations.

door-title = Associations
door-blurb = Annuaire, argent public reçu, données ouvertes

list-title = Associations
list-kick = Annuaire
list-lead = Trouvez une association, lisez ce qu’elle fait et l’argent public qu’elle a reçu.
list-search-label = Nom, activité, numéro RNA ou SIREN
list-search-example = Exemple : jardin partagé
list-search-button = Chercher
list-filters = Affiner la liste
list-filter-quarter = Quartier
list-filter-theme = Activité
list-filter-size = Taille
list-filter-any = Toutes
list-filter-anywhere = Tous
list-filter-grants = A reçu de l’argent public
list-filter-sort = Ordre
list-sort-name = Par nom
list-sort-money = Argent public reçu
list-sort-recent = Dernier signe de vie
list-filter-apply = Afficher
list-count = { $count ->
    [0] Aucune association
    [one] { $count } association
   *[other] { $count } associations
}
list-found = { $count ->
    [0] Aucune association ne répond à « { $query } »
    [one] { $count } association répond à « { $query } »
   *[other] { $count } associations répondent à « { $query } »
}
list-near = Aucune ne répond à tous vos mots. Voici les plus proches.
list-first-hits = Seules les { $count } meilleures réponses sont montrées. Précisez vos mots pour en trouver d’autres.
list-living-only = Sont montrées les associations de la ville qui ont donné signe de vie depuis trois ans.
list-show-all = Montrer aussi les { $count } autres, anciennes ou d’ailleurs
list-all-shown = Toutes les associations connues sont montrées, aussi celles qui dorment ou n’existent plus.
list-show-living = Ne montrer que les vivantes
list-empty-what = Essayez un mot plus court, un autre mot, ou retirez un filtre.
list-empty-register = Le registre est encore vide. Les associations paraîtront ici dès que la ville aura versé le répertoire national.
list-reset = Revenir à la liste entière
list-heard = Dernier signe : { $when }
list-never-heard = Aucun signe de vie connu
list-dissolved = Dissoute ou disparue
list-elsewhere = Hors de la ville
list-results = Résultats
list-figures-link = Voir l’argent public de la ville en chiffres
list-data-link = Télécharger les données
list-bad-page = Cette page n’existe pas : la liste a { $pages ->
    [one] une page
   *[other] { $pages } pages
}.
list-bad-filter = L’adresse demande un filtre qui n’existe pas ({ $name }). Choisissez dans la liste.
list-bad-page-number = L’adresse demande une page qui n’est pas un nombre. Revenez au début de la liste.

theme-culture = Culture
theme-sport = Sport
theme-leisure = Loisirs
theme-education = Éducation et formation
theme-health = Santé
theme-solidarity = Solidarité
theme-family = Famille, enfance, aînés
theme-rights = Droits et vie citoyenne
theme-environment = Nature et environnement
theme-heritage = Patrimoine et mémoire
theme-economy = Économie et emploi
theme-housing = Logement et cadre de vie
theme-belief = Convictions et cultes
theme-safety = Secours et sécurité
theme-other = Activité non précisée

size-none = Sans salarié
size-small = 1 à 9 salariés
size-medium = 10 à 49 salariés
size-large = 50 salariés et plus
size-unknown = Taille inconnue

sheet-received = reçus d’argent public en { $year }
sheet-received-all = d’argent public connu, de { $from } à { $to }
sheet-heard = dernier signe de vie
sheet-since = année de création
sheet-object = Ce que l’association déclare faire
sheet-no-object = Le registre ne dit pas ce que fait cette association.
sheet-object-source = Objet déclaré au répertoire national des associations (RNA), copie du { $date }
sheet-money = L’argent public reçu
sheet-no-money = Aucune subvention connue de la ville. Cela ne veut pas dire qu’il n’y en a jamais eu.
sheet-chart-title = { $from } à { $to } : { $total } connus
sheet-chart-unit = Argent public reçu par année, en euros
sheet-chart-label = Barres de { $from } à { $to }. Les mêmes chiffres sont dans le tableau qui suit.
sheet-table = Chaque aide, avec sa source
sheet-col-year = Année
sheet-col-grantor = Donnée par
sheet-col-purpose = Pour
sheet-col-amount = Montant
sheet-col-source = Source
sheet-total = En tout
sheet-in-kind = aide en nature
sheet-no-purpose = objet non publié
sheet-not-valued = non chiffrée
sheet-source-scdl = Subventions publiées, fichier du { $date }
sheet-source-annex = Jaune budgétaire de l’État
sheet-money-source = Ces aides viennent des fichiers que la ville a reçus. Il peut en manquer.
sheet-identity = Identité
sheet-address = Adresse
sheet-address-hidden = Non publiée, pour protéger des personnes
sheet-quarter = Quartier
sheet-rna = Numéro RNA (registre des associations)
sheet-siren = Numéro SIREN
sheet-siret = Numéro SIRET du siège
sheet-form = Forme juridique
sheet-form-association = Association ({ $code })
sheet-form-public-utility = Association reconnue d’utilité publique ({ $code })
sheet-form-other = Catégorie juridique { $code }
sheet-form-undeclared = Association inscrite au RNA
sheet-form-listed = Non précisée par les registres
sheet-created = Créée le
sheet-declared = Dernière déclaration
sheet-dissolved = Dissoute le
sheet-size = Salariés
sheet-website = Site
sheet-acronym = Sigle
sheet-source-rna = Répertoire national des associations, copie du { $date }
sheet-source-sirene = Sirene (INSEE), copie du { $date }
sheet-source-listed = Connue par la liste « { $source } » de { $year }, pas encore par un registre
sheet-gone-rna = Le répertoire national du { $date } ne la contient plus.
sheet-gone-sirene = Le fichier Sirene du { $date } ne la contient plus.
sheet-tag-sleeping = Sans signe de vie depuis trois ans
sheet-tag-dissolved = Dissoute ou disparue
sheet-tag-living = Active
sheet-wrong = Une erreur ?
sheet-wrong-text = Chaque fait porte sa source et sa date. Voici comment le faire corriger à la source.
sheet-wrong-link = Faire corriger une information
sheet-api = Cette fiche en JSON

correct-title = Faire corriger une information
correct-lead = La ville recopie ici des registres nationaux. Une erreur se corrige à la source. La correction paraît ici à la copie suivante.
correct-rna = Nom, objet, adresse, dirigeants
correct-rna-text = Ces faits viennent du répertoire national des associations. L’association les modifie elle-même, en ligne sur service-public.fr (« Le Compte Asso » ou « e-modification »), ou par courrier au greffe des associations de la préfecture.
correct-sirene = SIREN, SIRET, salariés, activité
correct-sirene-text = Ces faits viennent de Sirene (INSEE). L’association demande la modification à sirene-associations@insee.fr, avec la preuve de sa déclaration.
correct-hide = Une adresse qui protège des personnes
correct-hide-text = Un domicile ou un lieu d’accueil ne doit pas paraître ? Écrivez ou téléphonez à la ville : l’adresse est masquée aussitôt, ici et dans les fichiers.
correct-money = Un montant
correct-money-text = Les aides viennent des fichiers publiés par ceux qui les donnent. Demandez-leur la correction : leur nom figure à chaque ligne.
correct-contact = Écrire à la ville : { $email }
correct-no-contact = La ville n’a pas encore donné d’adresse où écrire.
correct-unchecked = Adresses et démarches à vérifier par la ville avant ouverture.
correct-back = Revenir à la fiche

figures-title = L’argent public des associations
figures-kick = En chiffres
figures-lead = Ce que les fichiers publiés disent des aides aux associations : par année, par activité, par quartier.
figures-living = associations de la ville ont donné signe de vie depuis trois ans
figures-known = associations connues, toutes époques
figures-last-year = d’aides connues en { $year }
figures-by-year = Par année
figures-by-year-finding = { $total } d’aides connues depuis { $from }
figures-by-year-unit = Aides connues par année, en euros
figures-by-year-label = Barres de { $from } à { $to }. Les mêmes chiffres sont dans le tableau qui suit.
figures-by-theme = Par activité
figures-by-theme-finding = Le premier domaine est « { $name } » : { $amount }
figures-by-quarter = Par quartier
figures-by-quarter-finding = Le premier quartier est « { $name } » : { $amount }
figures-by-grantor = Par financeur
figures-group-unit = De { $from } à { $to }, en euros
figures-group-label = Une barre par ligne, de la plus grande à la plus petite. Les mêmes chiffres sont dans le tableau.
figures-col-year = Année
figures-col-grants = Aides
figures-col-amount = Montant
figures-col-theme = Activité
figures-col-quarter = Quartier
figures-col-grantor = Financeur
figures-col-bodies = Associations
figures-unknown-quarter = Quartier inconnu, masqué ou hors de la ville
figures-none = Aucune aide n’est encore connue. Les chiffres paraîtront ici dès que la ville aura versé ses subventions.
figures-source = Fichiers de subventions reçus par la ville. Une aide sans numéro d’association n’y figure pas : ce peut être une personne.
figures-same = Les mêmes chiffres

home-now-figures = L’argent public des associations
home-now-figures-note = Qui reçoit combien, de qui, pour quoi.
home-figure-living = associations de la ville ont donné signe de vie depuis trois ans.
home-figure-living-link = Voir la liste
home-figure-money = d’aides aux associations connues en { $year }.
home-figure-money-link = Voir les chiffres

data-associations-title = Associations
data-associations-text = Les associations connues de la ville, d’après le répertoire national des associations et Sirene. Les adresses des domiciles et des lieux d’accueil sont masquées. Téléphones et courriels n’y figurent pas.
data-grants-title = Subventions aux associations
data-grants-text = Les aides publiques connues de la ville, avec qui donne, qui reçoit, combien et pour quoi. Les personnes n’y figurent jamais.
data-csv = Tableau CSV
data-json = Fichier JSON
data-scdl = Format national SCDL 2.1.1 (les lignes complètes seulement)
