// What the customer is told about showing its page, in the six languages; loaded when it is asked.

import type { Language } from "../../languages";

export interface CobrowseWords {
  title: (name: string) => string;
  lead: (name: string) => string;
  shown: string;
  hidden: string;
  recorded: string;
  notRecorded: string;
  stopAnyTime: string;
  accept: string;
  decline: string;
  /** There is no page around the widget. */
  cannot: string;
  sharing: (name: string) => string;
  elsewhere: (name: string) => string;
  stop: string;
}

export const cobrowseWords: Record<Language, CobrowseWords> = {
  en: {
    title: (name) => `Show this page to ${name}?`,
    lead: (name) =>
      `${name} sees this page as you see it and can point at things. Only you can click and type.`,
    shown: "Shown: this page, what you do on it, and other pages of this site that you open in this tab.",
    hidden:
      "Never shown: what you type, passwords, card numbers and what the site marks as private – all hidden before it leaves your browser – and your other tabs, programs and sites.",
    recorded: "What is shown is recorded and kept with this conversation.",
    notRecorded: "Nothing of it is recorded.",
    stopAnyTime: "You can stop at any time.",
    accept: "Show my page",
    decline: "No, thanks",
    cannot: "This chat is in a window of its own: there is no page beside it that could be shown.",
    sharing: (name) => `Your page is being shared with ${name}`,
    elsewhere: (name) => `Another tab of yours is being shared with ${name}`,
    stop: "Stop",
  },
  de: {
    title: (name) => `${name} diese Seite zeigen?`,
    lead: (name) =>
      `${name} sieht diese Seite so wie Sie und kann auf etwas zeigen. Klicken und schreiben können nur Sie.`,
    shown:
      "Gezeigt wird: diese Seite, was Sie darauf tun, und andere Seiten dieser Website, die Sie in diesem Tab öffnen.",
    hidden:
      "Nie gezeigt wird: was Sie eintippen, Passwörter, Kartennummern und was die Website als privat kennzeichnet – alles verdeckt, bevor es Ihren Browser verlässt – sowie Ihre anderen Tabs, Programme und Websites.",
    recorded: "Was gezeigt wird, wird aufgezeichnet und mit diesem Gespräch aufbewahrt.",
    notRecorded: "Nichts davon wird aufgezeichnet.",
    stopAnyTime: "Sie können es jederzeit beenden.",
    accept: "Seite zeigen",
    decline: "Nein, danke",
    cannot: "Dieser Chat hat ein eigenes Fenster: daneben ist keine Seite, die gezeigt werden könnte.",
    sharing: (name) => `${name} sieht gerade Ihre Seite`,
    elsewhere: (name) => `${name} sieht gerade einen anderen Ihrer Tabs`,
    stop: "Beenden",
  },
  es: {
    title: (name) => `¿Mostrar esta página a ${name}?`,
    lead: (name) =>
      `${name} ve esta página como usted y puede señalar cosas. Solo usted puede hacer clic y escribir.`,
    shown:
      "Se muestra: esta página, lo que haga en ella y otras páginas de este sitio que abra en esta pestaña.",
    hidden:
      "Nunca se muestra: lo que escribe, contraseñas, números de tarjeta y lo que el sitio marca como privado (todo se oculta antes de salir de su navegador), ni sus otras pestañas, programas y sitios.",
    recorded: "Lo que se muestra se graba y se guarda con esta conversación.",
    notRecorded: "No se graba nada.",
    stopAnyTime: "Puede detenerlo en cualquier momento.",
    accept: "Mostrar mi página",
    decline: "No, gracias",
    cannot: "Este chat está en una ventana propia: no hay ninguna página al lado que se pueda mostrar.",
    sharing: (name) => `${name} está viendo su página`,
    elsewhere: (name) => `${name} está viendo otra de sus pestañas`,
    stop: "Detener",
  },
  fr: {
    title: (name) => `Montrer cette page à ${name} ?`,
    lead: (name) =>
      `${name} voit cette page comme vous et peut y montrer des choses. Les clics et la saisie vous restent réservés.`,
    shown:
      "Ce qui est montré : cette page, ce que vous y faites, et les autres pages de ce site ouvertes dans cet onglet.",
    hidden:
      "Ce qui n’est jamais montré : ce que vous tapez, les mots de passe, les numéros de carte et ce que le site marque comme privé – tout est masqué avant de quitter votre navigateur –, ni vos autres onglets, programmes et sites.",
    recorded: "Ce qui est montré est enregistré et conservé avec cette conversation.",
    notRecorded: "Rien n’est enregistré.",
    stopAnyTime: "Vous pouvez arrêter à tout moment.",
    accept: "Montrer ma page",
    decline: "Non, merci",
    cannot: "Ce chat a sa propre fenêtre : il n’y a pas de page à côté à montrer.",
    sharing: (name) => `${name} voit votre page`,
    elsewhere: (name) => `${name} voit un autre de vos onglets`,
    stop: "Arrêter",
  },
  ja: {
    title: (name) => `このページを ${name} に表示しますか`,
    lead: (name) =>
      `${name} には、あなたと同じようにこのページが見え、場所を指し示すことができます。クリックや入力ができるのはあなただけです。`,
    shown: "表示されるもの：このページ、そこでの操作、このタブで開くこのサイトの別のページ。",
    hidden:
      "表示されないもの：入力した内容、パスワード、カード番号、サイトが非公開とした部分（すべてブラウザーから送られる前に隠されます）、およびほかのタブ、アプリ、サイト。",
    recorded: "表示された内容は録画され、この会話とともに保管されます。",
    notRecorded: "録画はされません。",
    stopAnyTime: "いつでも停止できます。",
    accept: "ページを表示する",
    decline: "表示しない",
    cannot: "このチャットは独立したウィンドウで開かれているため、表示できるページがありません。",
    sharing: (name) => `${name} にページを表示しています`,
    elsewhere: (name) => `${name} に別のタブを表示しています`,
    stop: "停止",
  },
  ar: {
    title: (name) => `هل تعرض هذه الصفحة على ${name}؟`,
    lead: (name) => `يرى ${name} هذه الصفحة كما تراها ويمكنه الإشارة إلى أشياء فيها. أنت وحدك من ينقر ويكتب.`,
    shown: "ما يُعرض: هذه الصفحة وما تفعله فيها، وصفحات هذا الموقع الأخرى التي تفتحها في علامة التبويب هذه.",
    hidden:
      "ما لا يُعرض أبدًا: ما تكتبه، وكلمات المرور، وأرقام البطاقات، وما يحدده الموقع كخاص – يُخفى كله قبل أن يغادر متصفحك – وعلامات التبويب والبرامج والمواقع الأخرى.",
    recorded: "يُسجَّل ما يُعرض ويُحفظ مع هذه المحادثة.",
    notRecorded: "لا يُسجَّل منه شيء.",
    stopAnyTime: "يمكنك الإيقاف في أي وقت.",
    accept: "عرض صفحتي",
    decline: "لا، شكرًا",
    cannot: "هذه المحادثة في نافذة مستقلة: لا توجد بجانبها صفحة يمكن عرضها.",
    sharing: (name) => `صفحتك معروضة الآن على ${name}`,
    elsewhere: (name) => `علامة تبويب أخرى معروضة الآن على ${name}`,
    stop: "إيقاف",
  },
};
