// The question and the line about showing the page, loaded when they are needed.

import { useEffect, useState } from "preact/hooks";

type Part = typeof import("./consent").CobrowsePart;

let loaded: Part | null = null;

/** Null until it is there, or while it is not wanted. */
export function useCobrowsePart(wanted: boolean): Part | null {
  const [part, setPart] = useState<Part | null>(() => loaded);
  useEffect(() => {
    if (!wanted || part) return;
    let mounted = true;
    const load = () =>
      import("./consent").then(
        (found) => {
          loaded = found.CobrowsePart;
          if (mounted) setPart(() => found.CobrowsePart);
        },
        // The network may come back; the agent sees that it waits.
        () => {
          if (mounted) setTimeout(load, 3_000);
        },
      );
    void load();
    return () => {
      mounted = false;
    };
  }, [wanted, part]);
  return wanted ? part : null;
}
