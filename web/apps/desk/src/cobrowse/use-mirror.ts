// The mirror in its frame: a page of our own origin in which the customer's page is drawn (apps/mirror).

import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { FromMirror, ToMirror } from "../../../mirror/src/messages";

export const mirrorAddress = "/mirror/";

type Told = ToMirror extends infer One ? (One extends unknown ? Omit<One, "holdfast"> : never) : never;

export interface Mirror {
  frame: RefObject<HTMLIFrameElement | null>;
  tell: (message: Told) => void;
}

/** `heard` gets what the mirror says. */
export function useMirror(heard: (message: FromMirror) => void): Mirror {
  const frame = useRef<HTMLIFrameElement>(null);
  const listener = useRef(heard);
  listener.current = heard;
  useEffect(() => {
    const hear = (event: MessageEvent) => {
      if (event.source !== frame.current?.contentWindow || event.origin !== location.origin) return;
      const message = event.data as FromMirror | null;
      if (message?.holdfast === 1) listener.current(message);
    };
    addEventListener("message", hear);
    return () => removeEventListener("message", hear);
  }, []);
  const tell = useCallback((message: Told) => {
    frame.current?.contentWindow?.postMessage({ holdfast: 1, ...message }, location.origin);
  }, []);
  return { frame, tell };
}
