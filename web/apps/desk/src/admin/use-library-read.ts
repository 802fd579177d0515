// What the administration reads over HTTP: read anew whenever the library changes. What was read stays while that goes on, and also when it
// fails: somebody may be writing in a form of it.

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDesk } from "../desk/context";

export interface LibraryRead<T> {
  /** What was read last; undefined: nothing yet. */
  data: T | undefined;
  /** Why the last reading failed; null: it did not. */
  error: Error | null;
  again: () => void;
}

export function useLibraryRead<T>(what: string, read: () => Promise<T>): LibraryRead<T> {
  const { libraryPosition } = useDesk();
  const { data, error, refetch } = useQuery({ queryKey: ["library", what], queryFn: read });
  const readAt = useRef(libraryPosition);
  useEffect(() => {
    if (readAt.current === libraryPosition) return;
    readAt.current = libraryPosition;
    void refetch();
  }, [libraryPosition, refetch]);
  return { data, error, again: () => void refetch() };
}
