// The first view in French.

import type { Texts } from "./shape";

export const texts: Texts = {
  direction: "ltr",
  chat: "Chat",
  close: "Fermer le chat",
  team: "Service client",
  language: "Langue",
  restoring: "Ouverture de votre conversation…",
  welcome: {
    title: "Comment pouvons-nous vous aider ?",
    lead: "Posez-nous votre question. Un conseiller arrive dans un instant.",
  },
  form: {
    name: "Votre nom",
    email: "E-mail",
    optional: "facultatif",
    topic: "Sujet",
    topicHint: "Veuillez choisir",
    question: "Votre question",
    questionHint: "De quoi s’agit-il ?",
    start: "Démarrer le chat",
    starting: "Un instant…",
    back: "Retour à la conversation",
    nameMissing: "Veuillez indiquer votre nom.",
    questionMissing: "Veuillez nous dire de quoi il s’agit.",
    emailMissing: "Veuillez indiquer où nous pouvons vous répondre.",
    emailWrong: "Cela ne ressemble pas à une adresse e-mail.",
    topicMissing: "Veuillez choisir un sujet.",
    unreachable:
      "Nous ne sommes pas joignables pour le moment. Veuillez vérifier votre connexion et réessayer.",
  },
  closed: {
    title: "Écrivez-nous",
    lead: "Nous sommes fermés pour le moment. Laissez-nous un message, nous répondrons.",
    opens: (when) => `Nous sommes de retour : ${when}.`,
    message: "Votre message",
    send: "Envoyer le message",
    sending: "Envoi…",
    sentTitle: "Nous avons bien reçu votre message",
    sentLead: (email) => `Nous répondrons à ${email}.`,
    another: "Écrire un autre message",
  },
  problem: {
    queue_full: "Toutes les lignes sont occupées. Veuillez réessayer dans quelques minutes.",
    identity_required: "Connectez-vous à ce site pour nous écrire.",
    too_long: "C’est trop long pour être envoyé.",
    too_fast: "C’était un peu rapide. Veuillez patienter un instant.",
    already_open: "Ce chat est ouvert dans une autre fenêtre.",
    chat_over: "Le chat était déjà terminé quand cela est arrivé.",
    not_allowed: "Ce n’est pas possible ici.",
    other: "Cela n’a pas fonctionné. Veuillez réessayer.",
  },
};
