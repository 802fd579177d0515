// The messages that were left, read anew whenever one of them changes. What was read stays while that goes on, and also when it fails: somebody
// may be settling one of them.

import { leftMessagesPage } from "@holdfast/client/desk";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useDeskPart } from "../desk/context";
import { http } from "../desk/http";

const key = "left-messages";

export function useMessages(open: boolean) {
  const me = useDeskPart((desk) => desk.me);
  return useInfiniteQuery({
    // Which of them one may see goes by one's queues.
    queryKey: [key, open, me.role, me.queues.join(" ")],
    queryFn: ({ pageParam }) => http.leftMessages(open, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < leftMessagesPage ? null : (page.at(-1)?.seq ?? null)),
  });
}

/** How many wait for an answer, as it is shown; null: none, or not known. Used once, where it is always seen: it has all lists read anew. */
export function useOpenMessages(): string | null {
  const queries = useQueryClient();
  const leftPosition = useDeskPart((desk) => desk.leftPosition);
  const readAt = useRef(leftPosition);
  useEffect(() => {
    if (readAt.current === leftPosition) return;
    readAt.current = leftPosition;
    void queries.invalidateQueries({ queryKey: [key] });
  }, [leftPosition, queries]);
  const { data, hasNextPage } = useMessages(true);
  const count = data?.pages.reduce((sum, page) => sum + page.length, 0) ?? 0;
  return count === 0 ? null : hasNextPage ? `${count}+` : String(count);
}
