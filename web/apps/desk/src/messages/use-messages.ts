// The messages that were left, read anew whenever one of them changes.

import { leftMessagesPage } from "@holdfast/client/desk";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeskPart } from "../desk/context";
import { http } from "../desk/http";

export function useMessages(open: boolean) {
  const leftPosition = useDeskPart((desk) => desk.leftPosition);
  const me = useDeskPart((desk) => desk.me);
  return useInfiniteQuery({
    // Which of them one may see goes by one's queues.
    queryKey: ["left-messages", open, leftPosition, me.role, me.queues.join(" ")],
    queryFn: ({ pageParam }) => http.leftMessages(open, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < leftMessagesPage ? null : (page.at(-1)?.seq ?? null)),
    placeholderData: (before) => before,
  });
}

/** How many wait for an answer, as it is shown; null: none, or not known. */
export function useOpenMessages(): string | null {
  const { data, hasNextPage } = useMessages(true);
  const count = data?.pages.reduce((sum, page) => sum + page.length, 0) ?? 0;
  return count === 0 ? null : hasNextPage ? `${count}+` : String(count);
}
