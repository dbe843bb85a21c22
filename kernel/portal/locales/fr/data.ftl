data-title = Données ouvertes
data-lead = { $count ->
    [0] Aucun jeu de données n’est publié pour l’instant.
    [one] Un jeu de données à télécharger, sans compte.
   *[other] { $count } jeux de données à télécharger, sans compte.
}
data-licence = Licence
data-updated = Dernières données
data-period = Période couverte
data-period-value = du { $from } au { $to }
data-frequency = Mise à jour
data-frequency-daily = tous les jours
data-frequency-weekly = toutes les semaines
data-frequency-monthly = tous les mois
data-frequency-quarterly = tous les trois mois
data-frequency-annual = tous les ans
data-frequency-irregular = irrégulière
data-files = Fichiers
data-file = Fichier
data-format = Format
data-size = Taille
data-checksum = Empreinte SHA-256
data-schema = Schéma suivi
data-download = Télécharger { $title }
data-keywords = Mots-clés
data-catalogue-heading = Le catalogue, pour les programmes
data-catalogue = Le catalogue complet au format DCAT, que data.gouv.fr et les autres portails savent moissonner :
data-catalogue-check = Pour vérifier un fichier : calculez son empreinte (sha256sum) et comparez.
data-api-heading = Interroger plutôt que télécharger
data-api-link = Voir l’interface de programmation

api-title = Interface de programmation (API)
api-lead = Les registres publics par programme : en lecture, en JSON, sans clé ni compte.
api-document = Description OpenAPI 3.1
api-base = Adresse de base
api-errors-heading = En cas d’erreur
api-errors = La réponse est un objet JSON « problème » (RFC 9457) : title et detail disent ce qui ne va pas et quoi faire.
api-operations-heading = Ce que vous pouvez demander
api-none = Aucune adresse n’est ouverte pour l’instant.
api-parameter = Paramètre
api-meaning = Ce qu’il fait
api-required = obligatoire
api-try = Essayer
api-parameters-of = Paramètres de { $operation }
