//! French words joined rightly, and the words of the demonstration city.

/// `name` after « de »: du Lynx, de la Passerelle, des Chaprais, d’Orchamps.
pub(crate) fn de(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("du {rest}")
    } else if let Some(rest) = name.strip_prefix("La ") {
        format!("de la {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("des {rest}")
    } else if let Some(rest) = name.strip_prefix("L’") {
        format!("de l’{rest}")
    } else if name.starts_with(['A', 'E', 'I', 'O', 'U', 'É']) {
        format!("d’{name}")
    } else {
        format!("de {name}")
    }
}

/// `name` after « à »: au Lynx, à la Butte, aux Chaprais, à Battant.
pub(crate) fn at(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("Le ") {
        format!("au {rest}")
    } else if let Some(rest) = name.strip_prefix("La ") {
        format!("à la {rest}")
    } else if let Some(rest) = name.strip_prefix("Les ") {
        format!("aux {rest}")
    } else if let Some(rest) = name.strip_prefix("L’") {
        format!("à l’{rest}")
    } else {
        format!("à {name}")
    }
}

/// `pattern` with emblem and quarter put in their places.
pub(crate) fn fill(pattern: &str, emblem: &str, quarter: &str) -> String {
    pattern
        .replace("{E}", emblem)
        .replace("{de}", &de(emblem))
        .replace("{q}", &de(quarter))
        .replace("{at}", &at(quarter))
}

/// `text` with a capital at its beginning and a full stop at its end.
pub(crate) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => String::new(),
    }
}

/// What associations are named after.
pub(crate) const EMBLEMS: [&str; 64] = [
    "L’Hirondelle",
    "Le Lynx",
    "La Loutre",
    "Les Trois Rives",
    "L’Épicéa",
    "Le Martin-pêcheur",
    "La Lanterne",
    "Le Cadran",
    "L’Horloge bleue",
    "Le Tilleul",
    "La Passerelle",
    "Le Grand Tétras",
    "La Gentiane",
    "Le Chamois",
    "L’Alouette",
    "La Boussole",
    "Les Quatre Vents",
    "La Cigogne",
    "Le Hérisson",
    "La Clairière",
    "Le Balancier",
    "La Source",
    "L’Écureuil",
    "Le Muguet",
    "La Marelle",
    "Le Sapin bleu",
    "La Truite",
    "Le Héron",
    "L’Érable",
    "La Mésange",
    "Les Coquelicots",
    "Le Noyer",
    "La Vigne rouge",
    "L’Atelier bleu",
    "La Ronde",
    "Les Lucioles",
    "La Grande Ourse",
    "La Gouttière",
    "La Pierre blanche",
    "L’Ancolie",
    "Le Geai",
    "La Chouette",
    "Les Marronniers",
    "Le Ruisseau",
    "La Bruyère",
    "L’Hermine",
    "Le Carillon",
    "La Girouette",
    "Le Belvédère",
    "La Navette",
    "L’Écluse",
    "Le Ricochet",
    "La Balançoire",
    "Les Grands Chênes",
    "Le Passe-muraille",
    "La Rivière",
    "Le Renard roux",
    "La Cloche d’argent",
    "Le Papillon",
    "La Courte Échelle",
    "Le Cerf-volant",
    "Les Perce-neige",
    "Le Bouleau",
    "Le Pommier",
];

/// Family names for « chez Mme … »; common in France, nobody is meant.
pub(crate) const FAMILIES: [&str; 20] = [
    "Martin", "Bernard", "Petit", "Robert", "Richard", "Durand", "Dubois", "Moreau", "Laurent",
    "Simon", "Michel", "Lefebvre", "Garcia", "Roux", "Fontaine", "Mercier", "Blanc", "Guerin",
    "Muller", "Benali",
];
