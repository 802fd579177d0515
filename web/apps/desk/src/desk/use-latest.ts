// A function to hand to a view that should not be drawn again because the function is another one.

import { useCallback, useRef } from "react";

/** The same function for good, which does what the newest one does. */
export function useLatest<Values extends unknown[]>(
  run: (...values: Values) => void,
): (...values: Values) => void {
  const latest = useRef(run);
  latest.current = run;
  return useCallback((...values: Values) => latest.current(...values), []);
}
