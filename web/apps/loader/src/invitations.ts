// Asks a visitor, calmly and beside the launcher, whether it wants a chat. Part of the script only while there are rules for that. Whether
// anybody is there to talk to is asked of Holdfast when a rule has come true, in a frame of its own origin, as with everything else.

import { dueRule, Memory, type Rule } from "./invitation-rules";
import { css } from "./invitation-style";
import { labelsOf } from "./invitation-words";
import type { Commands, Events } from "./queue";

export interface Corner {
  home: URL;
  /** The page's own queue. */
  queue: string | undefined;
  locale: string | undefined;
  host: HTMLElement;
  root: ShadowRoot;
  launcher: HTMLElement;
  commands: Commands;
  events: Events;
}

interface Invitation {
  text: string;
  queue?: string;
  topic?: string;
}

const lookEveryMs = 1_000;
const touchEveryMs = 60_000;
/** Nobody was there: asked again after this long. */
const againMs = 60_000;
const answerWithinMs = 10_000;

export function invite(corner: Corner, rules: readonly Rule[]): void {
  const { host, commands, events } = corner;
  const memory = new Memory(storage(), Date.now());
  let language = corner.locale || navigator.language;
  let address = location.href;
  let since = Date.now();
  let touched = since;
  let over = false;
  let asking = false;
  const notBefore = new Map<string, number>();
  let bubble: { remove: () => void } | null = null;

  const end = () => {
    over = true;
    clearInterval(timer);
    bubble?.remove();
    bubble = null;
  };

  const show = (rule: Rule, invitation: Invitation) => {
    memory.asked(rule, Date.now());
    bubble = draw(corner, language, invitation.text, {
      accept: () => {
        end();
        commands.attributes?.({ invitation: rule.id });
        if (invitation.queue) commands.queue?.(invitation.queue);
        if (invitation.topic) commands.topic?.(invitation.topic);
        commands.open?.();
        // What comes after this chat does not come of the invitation.
        events.on("ended", () => commands.attributes?.({ invitation: "" }));
      },
      dismiss: () => {
        memory.dismissed(rule, Date.now());
        end();
      },
    });
    // One question a page is enough.
    over = true;
    clearInterval(timer);
  };

  const look = () => {
    const now = Date.now();
    if (over || asking || document.hidden || host.hidden) return;
    if (location.href !== address) {
      address = location.href;
      since = now;
    }
    if (now - touched >= touchEveryMs) {
      touched = now;
      memory.touch(now);
    }
    const may = rules.filter((rule) => (notBefore.get(rule.id) ?? 0) <= now);
    const rule = dueRule(may, memory, { nowMs: now, onPageMs: now - since, address });
    if (!rule) return;
    asking = true;
    notBefore.set(rule.id, now + againMs);
    void ask(corner, rule, language).then((invitation) => {
      asking = false;
      if (invitation && !over && !host.hidden) show(rule, invitation);
    });
  };

  const setLocale = commands.locale;
  commands.locale = (tag) => {
    language = String(tag);
    setLocale?.(tag);
  };
  // Who has opened the widget needs no invitation.
  events.on("open", end);
  const timer = setInterval(look, lookEveryMs);
  look();
}

/** Whether somebody is there, and what to say; null also when no answer comes. */
function ask({ home, queue, root }: Corner, rule: Rule, language: string): Promise<Invitation | null> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "Chat";
  frame.src = new URL("/widget/invitation.html", home).href;
  return new Promise((resolve) => {
    const done = (invitation: Invitation | null) => {
      clearTimeout(patience);
      removeEventListener("message", heard);
      frame.remove();
      resolve(invitation);
    };
    const heard = (event: MessageEvent) => {
      if (event.source !== frame.contentWindow || event.origin !== home.origin) return;
      const said = event.data as { holdfast?: unknown; type?: unknown; invitation?: Invitation | null };
      if (said?.holdfast !== 1 || said.type !== "invitation") return;
      done(typeof said.invitation?.text === "string" ? said.invitation : null);
    };
    const patience = setTimeout(() => done(null), answerWithinMs);
    addEventListener("message", heard);
    frame.addEventListener("load", () => {
      const question = { holdfast: 1, type: "ask", rule: rule.id, queue: queue ?? null, language };
      frame.contentWindow?.postMessage(question, home.origin);
    });
    root.append(frame);
  });
}

interface Choices {
  accept: () => void;
  dismiss: () => void;
}

function draw(
  { root, launcher }: Corner,
  language: string,
  text: string,
  choices: Choices,
): { remove: () => void } {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const labels = labelsOf(language);
  const bubble = document.createElement("section");
  bubble.className = "invitation";
  bubble.dir = labels.direction;
  bubble.setAttribute("aria-label", labels.name);
  const words = document.createElement("p");
  words.dir = "auto";
  words.setAttribute("role", "status");
  const choose = document.createElement("div");
  choose.append(
    button("yes", labels.accept, choices.accept),
    button("no", labels.dismiss, () => {
      launcher.focus();
      choices.dismiss();
    }),
  );
  bubble.append(words, choose);
  bubble.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    launcher.focus();
    choices.dismiss();
  });
  launcher.before(bubble);
  // A text that comes into a place which is there already is read out; the focus stays where the visitor is.
  requestAnimationFrame(() => {
    words.textContent = text;
  });
  return bubble;
}

function button(className: string, label: string, pressed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", pressed);
  return made;
}

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
