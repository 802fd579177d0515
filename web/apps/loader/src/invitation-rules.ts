// When a visitor is to be asked whether it wants a chat: on which pages, after how long, whom, and not again for a time. No DOM.

/** A rule as the script has it. */
export interface Rule {
  id: string;
  /** On which pages; empty: on all. */
  url: string;
  /** After how many seconds on the page. */
  seconds: number;
  visitors: "all" | "new" | "returning";
  /** Once in so many days. */
  days: number;
}

/** The part of `localStorage` that is needed. */
export type Place = Pick<Storage, "getItem" | "setItem">;

const key = "holdfast.invitations";
const dayMs = 24 * 3_600_000;
/** Who comes back after this long makes a new visit. */
const visitMs = 30 * 60_000;

/**
 * Whether an address is one of a pattern's: `*` stands for any characters, all others for themselves. A pattern that begins with `/` is held
 * against path and query, any other against the whole address; what follows a `#` counts only where the pattern has one.
 */
export function matches(pattern: string, address: string): boolean {
  if (pattern === "") return true;
  const { origin, pathname, search, hash } = new URL(address);
  const text = (pattern[0] === "/" ? "" : origin) + pathname + search + (pattern.includes("#") ? hash : "");
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

interface Kept {
  /** When the visitor was on a page last. */
  seen: number;
  returning: boolean;
  /** Until when a rule asks nothing, by its id. */
  quiet: Record<string, number>;
  /** Until when nothing asks: the visitor did not want it. */
  rest: number;
}

/** What is remembered of a visitor on its own browser, or on this page only where storage is blocked. */
export class Memory {
  private kept: Kept;

  constructor(
    private readonly place: Place | null,
    nowMs: number,
  ) {
    const before = this.read();
    const isNewVisit = nowMs - before.seen > visitMs;
    const returning = before.seen > 0 && (isNewVisit || before.returning);
    const quiet = Object.fromEntries(Object.entries(before.quiet).filter(([, until]) => until > nowMs));
    this.kept = { ...before, seen: nowMs, returning, quiet };
    this.write();
  }

  get returning(): boolean {
    return this.kept.returning;
  }

  /** The visitor is still there. */
  touch(nowMs: number): void {
    this.kept.seen = nowMs;
    this.write();
  }

  isQuiet(rule: Rule, nowMs: number): boolean {
    return Math.max(this.kept.rest, this.kept.quiet[rule.id] ?? 0) > nowMs;
  }

  asked(rule: Rule, nowMs: number): void {
    this.kept.quiet[rule.id] = nowMs + rule.days * dayMs;
    this.write();
  }

  /** Who does not want to be asked by one rule is not asked by another either. */
  dismissed(rule: Rule, nowMs: number): void {
    this.kept.rest = nowMs + rule.days * dayMs;
    this.write();
  }

  private read(): Kept {
    const none: Kept = { seen: 0, returning: false, quiet: {}, rest: 0 };
    try {
      const kept = JSON.parse(this.place?.getItem(key) ?? "{}") as Partial<Kept>;
      return { ...none, ...kept, quiet: { ...kept.quiet } };
    } catch {
      return none;
    }
  }

  private write(): void {
    try {
      this.place?.setItem(key, JSON.stringify(this.kept));
    } catch {
      // Blocked or full: it holds as long as the page.
    }
  }
}

export interface Moment {
  nowMs: number;
  /** How long the visitor has been on the page. */
  onPageMs: number;
  address: string;
}

/** The first rule that has come true and may ask. */
export function dueRule(rules: readonly Rule[], memory: Memory, moment: Moment): Rule | null {
  const due = rules.find(
    (rule) =>
      moment.onPageMs >= rule.seconds * 1_000 &&
      (rule.visitors === "all" || (rule.visitors === "returning") === memory.returning) &&
      !memory.isQuiet(rule, moment.nowMs) &&
      matches(rule.url, moment.address),
  );
  return due ?? null;
}
