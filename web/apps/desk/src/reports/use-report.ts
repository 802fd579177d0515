// A report read over HTTP, page by page, and read again by itself while its period includes now.

import type { Report, ReportInfo } from "@holdfast/client";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useClient } from "../desk/context";
import { http } from "../desk/http";
import { includesNow } from "./periods";
import type { Question } from "./question";
import { readableReport } from "./readable";

/** Most rows that are asked for at once. */
const pageRows = 500;
/** A report that is quick to make is read again this often; one that takes long, so seldom that it costs the server a tenth of its time at most. */
const againMs = 4_000;
const againFactor = 10;

/** The reports that there are. */
export function useReportList() {
  return useQuery({ queryKey: ["reports"], queryFn: () => http.reports(), staleTime: 60_000 });
}

export interface ReportView {
  report: Report | undefined;
  /** What the report of the question before shows is still on the screen. */
  outdated: boolean;
  /** Whether it is read again by itself. */
  live: boolean;
  readAtMs: number;
  error: Error | null;
  retry: () => void;
  /** Reads the main table's next page; null: all of it is here. */
  more: (() => void) | null;
  readingMore: boolean;
}

/** How long until a report is read again, by how long it took. */
export function againAfterMs(tookMs: number): number {
  return Math.max(againMs, againFactor * tookMs);
}

export function useReport(info: ReportInfo, parameters: Question): ReportView {
  const { session } = useClient();
  const tookMs = useRef(0);
  const read = useInfiniteQuery({
    queryKey: ["report", info.id, parameters],
    initialPageParam: "",
    queryFn: async ({ pageParam }) => {
      const began = performance.now();
      const question = { ...parameters, limit: String(pageRows), ...(pageParam ? { after: pageParam } : {}) };
      const page = await http.report(info.id, question);
      tookMs.current = performance.now() - began;
      return page;
    },
    getNextPageParam: (last) => last.tables[0]?.next || null,
    placeholderData: (before, query) => (query?.queryKey[1] === info.id ? before : undefined),
    refetchInterval: ({ state }) => {
      const asked = state.data?.pages[0]?.asked;
      return asked && includesNow(asked, session.serverNowMs()) ? againAfterMs(tookMs.current) : false;
    },
    retry: false,
  });
  const report = useMemo(() => {
    const whole = joined(read.data?.pages ?? []);
    return whole && readableReport(whole);
  }, [read.data]);
  return {
    report,
    outdated: read.isPlaceholderData,
    live: report !== undefined && includesNow(report.asked, session.serverNowMs()),
    readAtMs: read.dataUpdatedAt,
    error: read.error,
    retry: () => void read.refetch(),
    more: read.hasNextPage && !read.isPlaceholderData ? () => void read.fetchNextPage() : null,
    readingMore: read.isFetchingNextPage,
  };
}

/** Pages as one report: the first page with the main table's rows of all. */
export function joined(pages: readonly Report[]): Report | undefined {
  const [first] = pages;
  const main = first?.tables[0];
  if (!first || !main || pages.length < 2) return first;
  const rows = pages.flatMap((page) => page.tables[0]?.rows ?? []);
  return { ...first, tables: [{ ...main, rows }, ...first.tables.slice(1)] };
}
