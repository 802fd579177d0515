// Co-browsing on the page: what frame and recorder say to each other, and the recorder fetched when the customer has agreed and not before.

/** What the bar on the page says, in the widget's language. */
export interface CobrowseTexts {
  language: string;
  direction: "ltr" | "rtl";
  sharing: string;
  stop: string;
  /** Who sees the page. */
  agent: string;
}

/** What the agent points at, in pixels of the customer's window. */
export type Pointing =
  | { type: "pointer"; x: number; y: number }
  | { type: "away" }
  | { type: "box"; x: number; y: number; width: number; height: number }
  /** A node by the number that the recorder gave it. */
  | { type: "element"; id: number }
  | { type: "clear" };

/** The frame to the page. */
export type ToRecorder =
  /** The customer agreed: record, from a snapshot on. While it runs: only the texts have changed. */
  | { what: "start"; texts: CobrowseTexts }
  | { what: "stop" }
  /** What was sent last is on its way: send more. */
  | { what: "more" }
  /** What was sent is lost: begin with a new snapshot. */
  | { what: "snapshot" }
  | { what: "point"; pointing: Pointing };

/** The page to the frame. */
export type FromRecorder =
  /** Events as JSON; a new `stream` begins with a snapshot and `batch` 0. */
  | { what: "events"; stream: string; batch: number; events: string }
  /** The customer pressed Stop on the page. */
  | { what: "stopped" }
  | { what: "failed"; detail: string };

export interface Recorder {
  hear: (message: ToRecorder) => void;
}

/** Set by the recorder's script on its own element, so that nothing new is seen by the page. */
export interface RecorderScript extends HTMLScriptElement {
  holdfast?: (root: ShadowRoot, say: (message: FromRecorder) => void) => Recorder;
}

export function makeCobrowse(
  home: URL,
  root: ShadowRoot,
  say: (message: FromRecorder) => void,
): (message: ToRecorder) => void {
  let recorder: Promise<Recorder> | null = null;
  const load = () =>
    new Promise<Recorder>((done, fail) => {
      const script: RecorderScript = document.createElement("script");
      script.src = new URL("/cobrowse.js", home).href;
      script.onerror = fail;
      script.onload = () => (script.holdfast ? done(script.holdfast(root, say)) : fail());
      document.head.append(script);
    });
  return (message) => {
    if (message.what === "start") recorder ??= load();
    recorder
      ?.then((one) => one.hear(message))
      .catch(() => {
        recorder = null;
        if (message.what === "start")
          say({ what: "failed", detail: "the page does not let the recorder be loaded" });
      });
  };
}
