// The shape of every text of the conversation.

import type { NoticeName } from "@holdfast/client/widget";

export interface TalkTexts {
  waiting: {
    starting: string;
    title: string;
    place: (place: number) => string;
    estimate: (minutes: number) => string;
    hint: string;
    agentLost: string;
    agentLostHint: string;
  };
  header: { waiting: string; here: string; interrupted: string; ended: string; onHold: string };
  banner: {
    interrupted: string;
    closed: string;
    notStored: string;
    restored: string;
    agentInterrupted: (name: string) => string;
    agentBack: (name: string) => string;
  };
  composer: { label: string; placeholder: string; send: string; left: (count: number) => string };
  message: {
    you: string;
    sending: string;
    sent: string;
    seen: string;
    failed: string;
    again: string;
    remove: string;
    earlier: string;
    newer: string;
    today: string;
    log: string;
  };
  typing: (names: readonly string[]) => string;
  notice: Record<NoticeName, (name: string) => string>;
  leave: {
    end: string;
    cancel: string;
    endTitle: string;
    endLead: string;
    cancelTitle: string;
    cancelLead: string;
    confirmEnd: string;
    confirmCancel: string;
    stay: string;
  };
  ended: { title: string; lead: string; resume: string; anew: string };
  rating: {
    question: string;
    /** From 1 to 5. */
    names: readonly [string, string, string, string, string];
    comment: string;
    send: string;
    skip: string;
    /** Instead of changing what was said. */
    keep: string;
    later: string;
    thanks: string;
    waiting: string;
    change: string;
  };
  menu: { title: string; save: string };
  files: {
    attach: string;
    drop: string;
    file: string;
    download: (name: string) => string;
    uploading: (name: string, percent: number) => string;
    waiting: string;
    cancel: string;
    tooLarge: (limit: string) => string;
    empty: string;
    refused: string;
  };
  dismiss: string;
}
