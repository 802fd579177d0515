// The server's time, ticking once a second for all who show it.

import { Cell } from "@holdfast/client";
import { useClient, useObservable } from "./context";

const tick = new Cell(0);
let timer: ReturnType<typeof setInterval> | undefined;
let watchers = 0;

const everySecond = {
  get: tick.get,
  subscribe: (listener: () => void) => {
    const end = tick.subscribe(listener);
    watchers += 1;
    timer ??= setInterval(() => tick.update((count) => count + 1), 1_000);
    return () => {
      end();
      watchers -= 1;
      if (watchers > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
};

/** The server's time now in milliseconds; draws anew each second. */
export function useNow(): number {
  const { session } = useClient();
  useObservable(everySecond);
  return session.serverNowMs();
}
