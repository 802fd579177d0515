// What the launcher is called, in the shipped languages: open, close, unread.

type Labels = readonly [open: string, close: string, unread: string];

const english: Labels = ["Open chat", "Close chat", "unread"];

const languages: Record<string, Labels> = {
  de: ["Chat öffnen", "Chat schließen", "ungelesen"],
  es: ["Abrir el chat", "Cerrar el chat", "sin leer"],
  fr: ["Ouvrir le chat", "Fermer le chat", "non lus"],
  ja: ["チャットを開く", "チャットを閉じる", "件の未読"],
  ar: ["فتح المحادثة", "إغلاق المحادثة", "غير مقروءة"],
};

export function labelsFor(tag: string): Labels {
  return languages[tag.toLowerCase().split("-")[0] ?? ""] ?? english;
}
