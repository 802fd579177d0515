// A client's observable in a Preact view.

import type { Observable } from "@holdfast/client";
import { useEffect, useState } from "preact/hooks";

export function useObservable<T>(observable: Observable<T>): T {
  const [value, setValue] = useState<T>(observable.get);
  useEffect(() => {
    const read = () => setValue(() => observable.get());
    read();
    return observable.subscribe(read);
  }, [observable]);
  return value;
}
