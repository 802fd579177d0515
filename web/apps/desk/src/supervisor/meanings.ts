// What the wallboard's words mean: those of docs/metrics.md, "The wallboard".

import type { Explanation } from "../reports/explanation";

const meaning = (title: string, words: string, formula: string): Explanation => ({
  title,
  meaning: words,
  formula,
  facts: [],
  opens: false,
});

/** By the name that a figure has in `data-explain`. */
export const meanings: Readonly<Record<string, Explanation>> = {
  waiting: meaning(
    "Waiting",
    "Chats in the queue now that neither an agent nor a bot has; those on hold are not among them.",
    "chats whose phase is waiting",
  ),
  longest: meaning(
    "Longest wait",
    "How long the conversation has been there that is first in line. It counts from its first arrival, whatever happened since; a report counts the wait of each chat.",
    "now − the earliest first arrival of a waiting chat",
  ),
  engaged: meaning(
    "In a chat",
    "Chats that an agent or a bot is in now. Wrap-up comes after the chat and is not counted.",
    "chats whose phase is engaged",
  ),
  onHold: meaning(
    "On hold",
    "Async chats that are set aside until the customer writes.",
    "chats whose phase is on hold",
  ),
  ready: meaning(
    "Ready",
    "People signed in whose status takes chats, whether they have room for one more or not. Bots are not counted.",
    "signed in, with a status that takes chats",
  ),
  load: meaning(
    "Chats of an agent",
    "Chats that the agent leads, wrap-up included, of the most that the profile allows: what the reports call sessions in use.",
    "chats led, until the agent is out or the chat is released",
  ),
};
