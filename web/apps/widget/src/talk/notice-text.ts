// What a notice says: the tenant's prompt where there is one for it, the widget's own words otherwise.

import type { NoticeName, TranscriptItem } from "@holdfast/client/widget";
import type { PromptName, Say } from "./prompts";
import type { TalkTexts } from "./texts/shape";

const promptOf: Partial<Record<NoticeName, PromptName>> = {
  joined: "agent_joined",
  agent_lost: "agent_lost",
  transferred: "transferred",
  released: "released",
  idle_warning: "idle_warning",
};

/** Null: nothing is to be said. */
export function noticeText(
  item: Extract<TranscriptItem, { type: "notice" }>,
  texts: TalkTexts,
  say: Say,
): string | null {
  const own = texts.notice[item.notice](item.name);
  const prompt = promptOf[item.notice];
  return prompt ? say(prompt, own, { agent: item.name }) : own;
}
