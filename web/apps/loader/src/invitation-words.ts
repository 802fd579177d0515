// What stands beside the tenant's own question, in the shipped languages.

export interface InvitationLabels {
  name: string;
  accept: string;
  dismiss: string;
  direction: "ltr" | "rtl";
}

type Words = readonly [name: string, accept: string, dismiss: string];

const english: Words = ["Invitation to chat", "Chat now", "No, thanks"];

const languages: Record<string, Words> = {
  de: ["Einladung zum Chat", "Jetzt chatten", "Nein, danke"],
  es: ["Invitación al chat", "Chatear ahora", "No, gracias"],
  fr: ["Invitation au chat", "Discuter maintenant", "Non, merci"],
  ja: ["チャットのご案内", "チャットを始める", "いいえ"],
  ar: ["دعوة إلى المحادثة", "ابدأ المحادثة", "لا، شكرًا"],
};

export function labelsOf(tag: string): InvitationLabels {
  const language = tag.toLowerCase().split("-")[0] ?? "";
  const [name, accept, dismiss] = languages[language] ?? english;
  return { name, accept, dismiss, direction: language === "ar" ? "rtl" : "ltr" };
}
