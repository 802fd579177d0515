//! What the bot says, in the languages that it speaks, and by which words a customer asks for a person.

/// What is said in one language.
#[derive(Debug)]
pub(crate) struct Wording {
    language: &'static str,
    /// When the customer has not asked anything yet.
    pub(crate) greeting: &'static str,
    /// After an article.
    pub(crate) after_article: &'static str,
    /// Before a person takes over.
    pub(crate) handing_over: &'static str,
}

const WORDINGS: [Wording; 4] = [
    Wording {
        language: "en",
        greeting: "Hello! What would you like to know?",
        after_article: "Does that help? If not, ask again, or write \"person\" and a colleague takes over.",
        handing_over: "A colleague takes over. You keep your place, and need not say it again.",
    },
    Wording {
        language: "de",
        greeting: "Guten Tag! Was möchten Sie wissen?",
        after_article: "Hilft Ihnen das? Wenn nicht, fragen Sie weiter, oder schreiben Sie \"Mensch\", dann übernimmt jemand aus dem Team.",
        handing_over: "Jemand aus dem Team übernimmt. Ihr Platz bleibt, und Sie müssen nichts wiederholen.",
    },
    Wording {
        language: "es",
        greeting: "¡Hola! ¿Qué le gustaría saber?",
        after_article: "¿Le ayuda? Si no, pregunte de nuevo o escriba \"persona\" y le atenderá un compañero.",
        handing_over: "Le atenderá un compañero. Conserva su turno y no tiene que repetir nada.",
    },
    Wording {
        language: "fr",
        greeting: "Bonjour ! Que souhaitez-vous savoir ?",
        after_article: "Cela vous aide-t-il ? Sinon, posez une autre question, ou écrivez « personne » et un collègue prendra le relais.",
        handing_over: "Un collègue prend le relais. Vous gardez votre place et n'avez rien à répéter.",
    },
];

/// Words that ask for a person.
const PERSON: [&str; 14] = [
    "person",
    "human",
    "agent",
    "someone",
    "operator",
    "mensch",
    "mitarbeiter",
    "mitarbeiterin",
    "persona",
    "humano",
    "agente",
    "personne",
    "humain",
    "conseiller",
];
/// A message with more words than this is a question that happens to have one of them.
const WORDS_MAX: usize = 8;

/// The wording for a language tag; English if it is not spoken.
pub(crate) fn wording(language: Option<&str>) -> &'static Wording {
    let primary = language.and_then(|tag| tag.split('-').next()).unwrap_or_default();
    let spoken = WORDINGS.iter().find(|one| one.language.eq_ignore_ascii_case(primary));
    spoken.unwrap_or(&WORDINGS[0])
}

/// Whether the customer asks for a person.
pub(crate) fn asks_for_a_person(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words().count() <= WORDS_MAX && words().any(|word| PERSON.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_wish_for_a_person_is_heard() {
        for text in ["person", "I want to talk to a human!", "Mensch bitte", "un agente, por favor"]
        {
            assert!(asks_for_a_person(text), "{text}");
        }
        for text in [
            "Where is my bill?",
            "",
            "My cleaning agent leaked over all of the parcels that you sent",
            "personal data",
        ] {
            assert!(!asks_for_a_person(text), "{text}");
        }
    }

    #[test]
    fn it_speaks_the_customers_language_or_english() {
        assert_eq!(wording(Some("de-AT")).language, "de");
        assert_eq!(wording(Some("ja")).language, "en");
        assert_eq!(wording(None).language, "en");
    }
}
