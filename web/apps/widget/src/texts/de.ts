// The first view in German.

import type { Texts } from "./shape";

export const texts: Texts = {
  direction: "ltr",
  chat: "Chat",
  close: "Chat schließen",
  team: "Kundendienst",
  language: "Sprache",
  restoring: "Ihr Gespräch wird geöffnet …",
  welcome: {
    title: "Wie können wir helfen?",
    lead: "Fragen Sie uns. Gleich ist jemand für Sie da.",
  },
  form: {
    name: "Ihr Name",
    email: "E-Mail",
    optional: "optional",
    topic: "Thema",
    topicHint: "Bitte wählen",
    question: "Ihre Frage",
    questionHint: "Worum geht es?",
    start: "Chat beginnen",
    starting: "Einen Moment …",
    back: "Zurück zum Gespräch",
    nameMissing: "Bitte nennen Sie Ihren Namen.",
    questionMissing: "Bitte schreiben Sie, worum es geht.",
    emailMissing: "Bitte nennen Sie eine Adresse für unsere Antwort.",
    emailWrong: "Das sieht nicht wie eine E-Mail-Adresse aus.",
    topicMissing: "Bitte wählen Sie ein Thema.",
    unreachable:
      "Wir sind gerade nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  },
  closed: {
    title: "Schreiben Sie uns",
    lead: "Im Moment ist niemand da. Hinterlassen Sie uns eine Nachricht, wir antworten.",
    opens: (when) => `Wir sind wieder da: ${when}.`,
    message: "Ihre Nachricht",
    send: "Nachricht senden",
    sending: "Wird gesendet …",
    sentTitle: "Ihre Nachricht ist angekommen",
    sentLead: (email) => `Wir antworten an ${email}.`,
    another: "Noch eine Nachricht schreiben",
  },
  problem: {
    queue_full: "Im Moment sind alle Plätze belegt. Bitte versuchen Sie es in einigen Minuten noch einmal.",
    identity_required: "Bitte melden Sie sich auf dieser Seite an, um uns zu schreiben.",
    too_long: "Das ist zu lang zum Senden.",
    too_fast: "Das war etwas schnell. Bitte warten Sie einen Moment.",
    already_open: "Dieser Chat ist in einem anderen Fenster offen.",
    chat_over: "Der Chat war schon zu Ende, als das ankam.",
    not_allowed: "Das ist hier nicht möglich.",
    other: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  },
};
