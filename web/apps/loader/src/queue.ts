// The page's side: `(window.Holdfast = window.Holdfast || []).push(["open"])`. Before this script has loaded that is a plain list,
// which is worked off at the start; afterwards `push` carries a command out at once.

export type Call = readonly [name: string, ...values: unknown[]];
export type Listener = (detail: object) => void;

export interface PageQueue {
  push(...calls: Call[]): void;
}

/** Carries out one command of the page. */
export type Commands = Record<string, (...values: unknown[]) => void>;

export interface Events {
  on: (name: unknown, listener: unknown) => void;
  off: (name: unknown, listener: unknown) => void;
  tell: (name: string, detail: object) => void;
}

/** Who listens to what. Who asks for `ready` when all is ready is told at once. */
export function makeEvents(): Events {
  const listeners: [unknown, Listener][] = [];
  const call = (listener: Listener, detail: object) => {
    try {
      listener(detail);
    } catch (problem) {
      // The page's own fault must not stop the widget, and not be hidden from the page's author.
      setTimeout(() => {
        throw problem;
      });
    }
  };
  let isReady = false;
  return {
    on: (name, listener) => {
      if (typeof listener !== "function") return;
      listeners.push([name, listener as Listener]);
      if (name === "ready" && isReady) call(listener as Listener, {});
    },
    off: (name, listener) => {
      const at = listeners.findIndex((one) => one[0] === name && one[1] === listener);
      if (at >= 0) listeners.splice(at, 1);
    },
    tell: (name, detail) => {
      if (name === "ready") isReady = true;
      for (const one of [...listeners]) if (one[0] === name) call(one[1], detail);
    },
  };
}

/** Works off what the page has queued and takes what comes later at once. Names that are not known are told in the console. */
export function takeOver(waiting: unknown, commands: Commands, ready: () => void): PageQueue {
  const push = (...calls: Call[]) => {
    for (const call of calls) {
      const [name, ...values] = Array.isArray(call) ? (call as unknown as Call) : [String(call)];
      if (Object.hasOwn(commands, name)) commands[name]?.(...values);
      else console.warn(`Holdfast has no command "${name}"`);
    }
  };
  const queued = Array.isArray(waiting) ? (waiting as Call[]) : [];
  const listens = (call: Call) => call[0] === "on" || call[0] === "off";
  // Who listens hears everything, also what the page did earlier.
  push(...queued.filter(listens));
  ready();
  push(...queued.filter((call) => !listens(call)));
  return Object.freeze({ push });
}
