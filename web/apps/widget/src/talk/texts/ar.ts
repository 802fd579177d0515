// The conversation in Arabic.

import type { TalkTexts } from "./shape";

/** Arabic counts minutes in four forms. */
function minutesText(minutes: number): string {
  if (minutes <= 1) return "حوالي دقيقة";
  if (minutes === 2) return "حوالي دقيقتين";
  return minutes <= 10 ? `حوالي ${minutes} دقائق` : `حوالي ${minutes} دقيقة`;
}

/** And those who write in three. */
function typingText(names: readonly string[]): string {
  if (names.length === 1) return `${names[0]} يكتب`;
  return `${names.join(" و")} ${names.length === 2 ? "يكتبان" : "يكتبون"}`;
}

export const talkTexts: TalkTexts = {
  waiting: {
    starting: "نبحث عمّن يساعدك…",
    title: "أنت في الانتظار",
    place: (place) => (place === 1 ? "أنت التالي." : `ترتيبك ${place}.`),
    estimate: minutesText,
    hint: "يمكنك الكتابة من الآن: سيقرأ زميلنا كل شيء.",
    agentLost: "نبحث لك عن شخص آخر من فريقنا، ومكانك محفوظ.",
    agentLostHint: "لم يُفقد شيء: سيرى كل ما قيل.",
  },
  header: {
    waiting: "سيكون معك قريبًا",
    here: "هنا لمساعدتك",
    interrupted: "انقطع الاتصال",
    ended: "انتهت المحادثة",
    onHold: "سيرد عليك هنا",
  },
  banner: {
    interrupted: "انقطع الاتصال. نحتفظ بمكانك.",
    closed: "أُغلق الاتصال. أعد تحميل الصفحة للمتابعة.",
    notStored: "أبقِ هذه الصفحة مفتوحة حتى تُرسل رسائلك: متصفحك لا يسمح لنا بحفظها.",
    restored: "عاد الاتصال. لم يُفقد شيء.",
    agentInterrupted: (name) => `انقطع اتصال ${name}، لحظة من فضلك.`,
    agentBack: (name) => `عاد ${name}.`,
  },
  composer: {
    label: "رسالتك",
    placeholder: "اكتب رسالة",
    send: "إرسال",
    left: (count) => `بقي من الأحرف: ${count}`,
  },
  message: {
    you: "أنت",
    sending: "جارٍ الإرسال…",
    sent: "أُرسلت",
    seen: "شوهدت",
    failed: "لم تُرسل",
    again: "حاول مرة أخرى",
    remove: "إزالة",
    earlier: "عرض رسائل سابقة",
    newer: "رسائل جديدة",
    today: "اليوم",
    log: "المحادثة",
  },
  typing: typingText,
  notice: {
    joined: (name) => `انضم ${name} إلى المحادثة.`,
    left: (name) => `غادر ${name} المحادثة.`,
    agent_lost: () => "فُقد الاتصال مع زميلنا المسؤول عنك. عدت إلى مكانك في الانتظار.",
    transferred: () => "نحوّلك إلى شخص آخر من فريقنا. كل ما كتبته ينتقل معك.",
    released: () => "عدت إلى مكانك في الانتظار.",
    idle_warning: () => "هل ما زلت هنا؟ ستنتهي المحادثة قريبًا إذا لم يكتب أحد.",
    canceled: () => "غادرت الانتظار.",
    ended_by_customer: () => "أنهيت المحادثة.",
    ended_by_agent: () => "أُنهيت المحادثة.",
    ended_idle: () => "انتهت المحادثة لأن أحدًا لم يكتب منذ مدة.",
    ended_lost: () => "انتهت المحادثة لأن اتصالك فُقد.",
    ended_timeout: () => "نأسف، لم يتمكن أحد من الرد عليك في الوقت المناسب.",
    ended: () => "انتهت المحادثة.",
    cobrowse_started: (name) => `يرى ${name} صفحتك الآن.`,
    cobrowse_stopped: () => "لم تعد صفحتك معروضة.",
    cobrowse_failed: () => "تعذّر عرض صفحتك. لا يُعرض شيء.",
  },
  leave: {
    end: "إنهاء",
    cancel: "مغادرة الانتظار",
    endTitle: "إنهاء هذه المحادثة؟",
    endLead: "يمكنك متابعة المحادثة لاحقًا.",
    cancelTitle: "مغادرة الانتظار؟",
    cancelLead: "ستفقد مكانك في الانتظار.",
    confirmEnd: "إنهاء",
    confirmCancel: "مغادرة",
    stay: "البقاء",
  },
  ended: {
    title: "انتهت هذه المحادثة",
    lead: "هل لديك أمر آخر؟ ما زالت المحادثة كلها لدينا.",
    resume: "متابعة هذه المحادثة",
    anew: "بدء محادثة جديدة",
  },
  rating: {
    question: "كيف كانت هذه المحادثة؟",
    names: ["سيئة جدًا", "سيئة", "مقبولة", "جيدة", "جيدة جدًا"],
    comment: "هل تود إضافة شيء؟ (اختياري)",
    send: "إرسال",
    skip: "تخطٍّ",
    keep: "إبقاؤه كما هو",
    later: "تقييم هذه المحادثة",
    thanks: "شكرًا على رأيك.",
    waiting: "محفوظ هنا، ويُرسل عند عودة الاتصال.",
    change: "تغيير",
  },
  menu: { title: "المزيد", save: "حفظ المحادثة" },
  files: {
    attach: "إرفاق ملف",
    drop: "أفلت الملفات هنا لإرسالها",
    file: "ملف",
    download: (name) => `تنزيل ${name}`,
    uploading: (name, percent) => `جارٍ إرسال ${name}: ${percent}٪`,
    waiting: "يُستأنف عند عودة الاتصال",
    cancel: "عدم الإرسال",
    tooLarge: (limit) => `الحد الأقصى لحجم الملف ${limit}.`,
    empty: "هذا الملف فارغ.",
    refused: "لا يمكن إرسال هذا الملف.",
  },
  dismiss: "حسنًا",
};
