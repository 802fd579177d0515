// The desk's frame in which a customer's page is shown. It is a page of its own because a shown page needs styles that the desk's policy
// does not allow; here nothing can run but this script, and nothing can be loaded at all.

import "./mirror.css";
import { LivePage } from "./live";
import type { FromMirror, ToMirror } from "./messages";
import { Pointing } from "./pointing";
import { playRecording } from "./recording";
import { Stage } from "./stage";

type Said = FromMirror extends infer One ? (One extends unknown ? Omit<One, "holdfast"> : never) : never;

function start(element: HTMLElement, controls: HTMLElement): void {
  const tell = (said: Said) => parent.postMessage({ holdfast: 1, ...said }, location.origin);
  const stage = new Stage(element);
  let live: LivePage | null = null;
  let pointing: Pointing | null = null;
  let isPointing = true;

  const beginLive = (): LivePage => {
    const made = new LivePage({
      stage,
      shown: (page) => {
        pointing?.cover(isPointing);
        tell({ type: "shown", page });
      },
      failed: (detail) => tell({ type: "failed", detail }),
      say: (said) => tell({ type: "say", said }),
    });
    pointing = new Pointing(
      stage,
      () => made.replayer,
      (said) => tell({ type: "say", said }),
    );
    return made;
  };

  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== location.origin) return;
    const message = event.data as ToMirror | null;
    if (message?.holdfast !== 1) return;
    switch (message.type) {
      case "piece":
        live?.piece(message.data);
        return;
      case "pointing":
        live ??= beginLive();
        isPointing = message.on;
        pointing?.cover(isPointing);
        return;
      case "clear":
        pointing?.clear();
        return;
      case "recording":
        playRecording(message.text, stage, controls).then(
          () => tell({ type: "shown", page: "" }),
          () => tell({ type: "failed", detail: "this recording cannot be shown" }),
        );
        return;
    }
  });
  if (parent !== window) tell({ type: "ready" });
}

const stage = document.getElementById("stage");
const controls = document.getElementById("controls");
if (stage && controls) start(stage, controls);
