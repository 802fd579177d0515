// A conversation of the past read over HTTP: back to where the chat that is looked at begins, further when it is asked for.

import type { Event, Incident } from "@holdfast/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useDeskState } from "../desk/context";
import { http } from "../desk/http";
import type { ChatAddress } from "./question";

/** So many pages are read by themselves in search of the chat's beginning; further ones when they are asked for. */
const pagesByItself = 10;
/** What still goes on is read again this often. */
const againMs = 4_000;

export interface PastConversation {
  events: readonly Event[];
  /** Whether the chat's beginning is there, or will not come by itself. */
  ready: boolean;
  incident: Incident | null;
  customer: string;
  seenByCustomer: number;
  earlier: (() => void) | null;
  error: Error | null;
  retry: () => void;
}

export function usePastConversation({ conversation, chat }: ChatAddress): PastConversation {
  const goesOn = useDeskState((state) => state.desk?.conversations[conversation] !== undefined);
  const read = useInfiniteQuery({
    queryKey: ["past-conversation", conversation],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) => http.history(conversation, pageParam),
    getNextPageParam: (last) => (last.more ? (last.events[0]?.seq ?? null) : null),
    refetchInterval: goesOn ? againMs : false,
    retry: false,
  });
  const { data, hasNextPage, isFetching, fetchNextPage, isError } = read;
  const events = useMemo(() => data?.pages.toReversed().flatMap((page) => page.events) ?? [], [data]);
  const begun = events.some((event) => event.kind === "chat_created" && (!chat || event.chat === chat));
  const searching = !begun && hasNextPage && !isError && (data?.pages.length ?? 0) < pagesByItself;
  useEffect(() => {
    if (searching && !isFetching) void fetchNextPage();
  }, [searching, isFetching, fetchNextPage]);
  const [newest] = data?.pages ?? [];
  return {
    events,
    ready: data !== undefined && !searching,
    incident: newest?.incident ?? null,
    customer: customerIn(events) || newest?.incident?.contact || "Customer",
    seenByCustomer: newest?.customer_seen_seq ?? 0,
    earlier: hasNextPage ? () => void fetchNextPage() : null,
    error: read.error,
    retry: () => void read.refetch(),
  };
}

/** The customer's name, as the last chat that names it was begun with. */
function customerIn(events: readonly Event[]): string {
  return events.findLast((event) => event.data.customer?.name)?.data.customer?.name ?? "";
}
