// The conversation as a text file, for the customer to keep.

import type { TranscriptItem } from "@holdfast/client/widget";
import { noticeText } from "./notice-text";
import type { Say } from "./prompts";
import type { Talk, TalkView } from "./talk";
import type { TalkTexts } from "./texts/shape";

interface Speaking {
  texts: TalkTexts;
  locale: string;
  say: Say;
}

/** Everything that was said and happened, a line each; what is still on its way is not in it. */
export function transcriptText(title: string, items: readonly TranscriptItem[], words: Speaking): string {
  const clock = new Intl.DateTimeFormat(words.locale, { dateStyle: "medium", timeStyle: "short" });
  const lines = items.flatMap((item) => {
    const at = clock.format(item.atMs);
    if (item.type === "notice") {
      const text = noticeText(item, words.texts, words.say);
      return text === null ? [] : [`[${at}] ${text}`];
    }
    if (item.status === "sending" || item.status === "failed") return [];
    const who = item.mine ? words.texts.message.you : item.author;
    const said = item.file ? `${words.texts.files.file}: ${item.file.name}` : item.text;
    return [`[${at}] ${who}: ${said}`];
  });
  return `${title}\n\n${lines.join("\n")}\n`;
}

export async function saveTranscript(
  part: Speaking & { talk: Talk; now: TalkView; view: { tenantName: string } },
): Promise<void> {
  // What is there is better than nothing when the earlier part cannot be had: the file shows that it is not all, and the page says why.
  const isWhole = await part.talk.loadAll();
  const title = isWhole ? part.view.tenantName : `${part.view.tenantName}\n\n[…]`;
  const text = transcriptText(title, part.talk.look().items, part);
  // With a byte order mark: editors of some systems take a text without one for another encoding.
  const address = URL.createObjectURL(new Blob(["\uFEFF", text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `chat-${new Date().toISOString().slice(0, 10)}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
