# Le cadre de toutes les pages.
layout-skip = Aller au contenu
layout-demo-title = Ville de démonstration.
layout-demo-text = Tout est inventé : personnes, associations, lieux, chiffres.
layout-tagline = solidaire, le guichet de tous
layout-languages = Langue
layout-home = Accueil
layout-crumbs = Fil d’Ariane
layout-doors = Les portes de la ville
layout-about = À propos
layout-accessibility-none = Accessibilité : non conforme
layout-accessibility-partly = Accessibilité : partiellement conforme
layout-accessibility-fully = Accessibilité : totalement conforme
layout-privacy = Données personnelles
layout-legal = Mentions légales
layout-open-data = Données ouvertes
layout-api = API
layout-error-prefix = Erreur :
