// The first view in Spanish.

import type { Texts } from "./shape";

export const texts: Texts = {
  direction: "ltr",
  chat: "Chat",
  close: "Cerrar el chat",
  team: "Atención al cliente",
  language: "Idioma",
  restoring: "Abriendo su conversación…",
  welcome: { title: "¿En qué podemos ayudarle?", lead: "Pregúntenos. Enseguida le atendemos." },
  form: {
    name: "Su nombre",
    email: "Correo electrónico",
    optional: "opcional",
    topic: "Tema",
    topicHint: "Elija uno",
    question: "Su pregunta",
    questionHint: "Cuéntenos de qué se trata",
    start: "Iniciar chat",
    starting: "Un momento…",
    back: "Volver a la conversación",
    nameMissing: "Díganos su nombre, por favor.",
    questionMissing: "Cuéntenos de qué se trata, por favor.",
    emailMissing: "Díganos adónde podemos responderle, por favor.",
    emailWrong: "Esto no parece una dirección de correo electrónico.",
    topicMissing: "Elija un tema, por favor.",
    unreachable:
      "En este momento no es posible contactarnos. Compruebe su conexión e inténtelo de nuevo, por favor.",
  },
  closed: {
    title: "Escríbanos",
    lead: "Ahora estamos cerrados. Déjenos un mensaje y le responderemos.",
    opens: (when) => `Volvemos a abrir: ${when}.`,
    message: "Su mensaje",
    send: "Enviar mensaje",
    sending: "Enviando…",
    sentTitle: "Hemos recibido su mensaje",
    sentLead: (email) => `Le responderemos a ${email}.`,
    another: "Escribir otro mensaje",
  },
  problem: {
    queue_full: "Todas las líneas están ocupadas. Inténtelo en unos minutos, por favor.",
    identity_required: "Inicie sesión en este sitio para escribirnos.",
    too_long: "Es demasiado largo para enviarlo.",
    too_fast: "Ha ido un poco rápido. Espere un momento, por favor.",
    already_open: "Este chat está abierto en otra ventana.",
    chat_over: "El chat ya había terminado cuando esto llegó.",
    not_allowed: "Aquí no es posible.",
    other: "No ha funcionado. Inténtelo de nuevo, por favor.",
  },
};
