//! This door's part of the OpenAPI document.

use serde_json::{Value, json};

/// Paths, components and tags. A test compares them with what the routes answer.
#[must_use]
pub fn part() -> Value {
    json!({
        "tags": [{
            "name": "associations",
            "description": "Le registre public des associations et l’argent public qu’elles ont reçu."
        }],
        "paths": {
            "/api/v1/associations": { "get": list() },
            "/api/v1/associations/{number}": { "get": one() },
            "/api/v1/grants": { "get": grants() },
            "/api/v1/figures": { "get": figures() }
        },
        "components": { "schemas": schemas() }
    })
}

fn parameter(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}

fn answer(description: &str, schema: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } }
    })
}

fn problem(description: &str) -> Value {
    json!({
        "description": description,
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } }
        }
    })
}

fn list() -> Value {
    let themes: Vec<&str> = rna::Theme::ALL.into_iter().map(rna::Theme::key).collect();
    json!({
        "tags": ["associations"],
        "operationId": "listAssociations",
        "summary": "Chercher et parcourir les associations",
        "parameters": [
            parameter("q", "Mots cherchés, ou un numéro RNA, SIREN ou SIRET. Une recherche trouve toutes les associations.", json!({ "type": "string", "maxLength": 200 })),
            parameter("quartier", "Nom du quartier.", json!({ "type": "string", "maxLength": 100 })),
            parameter("theme", "Activité.", json!({ "type": "string", "enum": themes })),
            parameter("taille", "Nombre de salariés.", json!({ "type": "string", "enum": ["none", "small", "medium", "large", "unknown"] })),
            parameter("aides", "Seulement celles qui ont reçu de l’argent public.", json!({ "type": "string", "enum": ["0", "1"] })),
            parameter("toutes", "Aussi celles qui dorment, n’existent plus ou sont hors de la ville.", json!({ "type": "string", "enum": ["0", "1"] })),
            parameter("tri", "Ordre.", json!({ "type": "string", "enum": ["nom", "montant", "recent"] })),
            parameter("page", "Page, à partir de 1 ; au-delà de la dernière, la liste est vide.", json!({ "type": "integer", "minimum": 1, "maximum": 1_000_000_000 }))
        ],
        "responses": {
            "200": answer("Une page de la liste.", "AssociationPage"),
            "400": problem("Un filtre ou une page qui n’existe pas."),
            "503": problem("La base de données ne répond pas ; réessayez.")
        }
    })
}

fn one() -> Value {
    json!({
        "tags": ["associations"],
        "operationId": "getAssociation",
        "summary": "Une association et ses subventions",
        "parameters": [{
            "name": "number", "in": "path", "required": true,
            "description": "Référence publique, numéro RNA, SIREN ou SIRET.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 40 }
        }],
        "responses": {
            "200": answer("L’association.", "AssociationSheet"),
            "404": problem("Aucune association n’a ce numéro."),
            "503": problem("La base de données ne répond pas ; réessayez.")
        }
    })
}

fn grants() -> Value {
    json!({
        "tags": ["associations"],
        "operationId": "listGrants",
        "summary": "Les subventions publiques, par parties",
        "parameters": [
            parameter("apres", "Valeur de « suite » de la partie précédente.", json!({ "type": "string", "pattern": "^[0-9a-f]{0,64}$" }))
        ],
        "responses": {
            "200": answer("Une partie de la liste.", "GrantPart"),
            "400": problem("« apres » n’est pas un identifiant."),
            "503": problem("La base de données ne répond pas ; réessayez.")
        }
    })
}

fn figures() -> Value {
    json!({
        "tags": ["associations"],
        "operationId": "getFigures",
        "summary": "L’argent public des associations en chiffres",
        "responses": {
            "200": answer("Les chiffres.", "Figures"),
            "503": problem("La base de données ne répond pas ; réessayez.")
        }
    })
}

fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let amount =
        json!({ "type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}$", "description": "Euros." });
    let count = json!({ "type": "integer", "minimum": 0 });
    let association = json!({
        "reference": { "type": "string", "pattern": "^[0-9A-Z]{9}$" },
        "rna": maybe, "siren": maybe, "siret": maybe, "nom": text, "sigle": text, "objet": text,
        "theme": text, "quartier": maybe, "adresse": maybe, "code_postal": maybe, "commune": maybe,
        "code_commune": maybe, "adresse_masquee": { "type": "boolean" }, "forme_juridique": maybe,
        "creation": maybe, "derniere_declaration": maybe, "dissolution": maybe,
        "active": { "type": "boolean" }, "taille": text, "dernier_signe": maybe, "site_web": maybe,
        "subventions_connues": amount
    });
    let mut sheet = association.clone();
    if let Some(properties) = sheet.as_object_mut() {
        let grants = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Grant" } });
        properties.insert("subventions".to_owned(), grants);
    }
    json!({
        "Association": object(&association),
        "AssociationSheet": object(&sheet),
        "AssociationPage": object(&json!({
            "total": count, "page": { "type": "integer", "minimum": 1 }, "pages": { "type": "integer", "minimum": 1 },
            "items": { "type": "array", "items": { "$ref": "#/components/schemas/Association" } }
        })),
        "Grant": object(&json!({
            "id_subvention": text, "attribuant": text, "siret_attribuant": maybe,
            "annee": { "type": "integer" }, "date_convention": maybe, "decision": text,
            "beneficiaire": text, "siren": maybe, "rna": maybe, "objet": text, "montant": amount,
            "nature": text, "dispositif": text, "source": text
        })),
        "GrantPart": object(&json!({
            "items": { "type": "array", "items": { "$ref": "#/components/schemas/Grant" } }, "suite": maybe
        })),
        "Figures": object(&json!({
            "associations_vivantes": count, "associations_connues": count,
            "annees": { "type": "array", "items": object(&json!({
                "annee": { "type": "integer" }, "montant": amount, "subventions": count })) },
            "themes": { "$ref": "#/components/schemas/Groups" },
            "quartiers": { "$ref": "#/components/schemas/Groups" },
            "attribuants": { "$ref": "#/components/schemas/Groups" }
        })),
        "Groups": { "type": "array", "items": object(&json!({
            "cle": text, "montant": amount, "beneficiaires": count })) }
    })
}

/// An object all of whose properties are always there.
fn object(properties: &Value) -> Value {
    let names: Vec<&String> = properties
        .as_object()
        .into_iter()
        .flat_map(|o| o.keys())
        .collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}
