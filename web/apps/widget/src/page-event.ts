// What the page around may learn of the widget: that something happened, never what was said.

export interface PageEvents {
  /** Somebody wrote. */
  message: { from: "customer" | "agent" | "bot" };
  /** A chat was asked for, and the server has it. */
  started: Record<string, never>;
  /** Who leads the chat now; null: nobody. */
  agent: { name: string | null };
  /** The place in the queue from 1, and the estimated wait. */
  position: { position: number; estimate_ms: number | null };
  /** The chat is over. */
  ended: { reason: string };
  /** Something that was wished was refused. */
  error: { code: string; detail?: string };
}

export interface PageEvent {
  tell: <Name extends keyof PageEvents>(name: Name, detail: PageEvents[Name]) => void;
}
