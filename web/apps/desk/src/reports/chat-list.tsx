// The chats behind a figure, oldest first, page by page.

import type { ReportChat, ReportColumn } from "@holdfast/client";
import { Button } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { StillReading } from "../desk/still-reading";
import classes from "./chats.module.css";
import { sentence } from "./explanation";
import { figureText, secondsText } from "./figures";
import { momentText, type Reading } from "./periods";
import { type ChatAddress, chatsQuestion, type FigureAddress, type Question } from "./question";

const pageChats = "100";

const outcomes: Record<string, string> = {
  handled: "Handled",
  abandoned: "Abandoned",
  contained: "Contained by a bot",
  continued: "Continued in another chat",
  open: "Open",
};

interface ChatListProps {
  report: string;
  parameters: Question;
  figure: FigureAddress;
  reading: Reading;
  onChoose: (chat: ChatAddress) => void;
}

export function ChatList({ report, parameters, figure, reading, onChoose }: ChatListProps) {
  const question = chatsQuestion(parameters, figure);
  const read = useInfiniteQuery({
    queryKey: ["report-chats", report, question],
    initialPageParam: "",
    queryFn: ({ pageParam }) =>
      http.reportChats(report, { ...question, limit: pageChats, ...(pageParam ? { after: pageParam } : {}) }),
    getNextPageParam: (last) => last.next || null,
    retry: false,
  });
  if (read.isError && !read.data) {
    return (
      <div className={classes.center} role="alert">
        <p>{errorText(read.error)}</p>
        <Button size="compact-sm" variant="default" onClick={() => void read.refetch()}>
          Try again
        </Button>
      </div>
    );
  }
  if (!read.data) {
    return (
      <div className={classes.center}>
        <StillReading what="the chats" />
      </div>
    );
  }
  const chats = read.data.pages.flatMap((page) => page.chats);
  const column = read.data.pages[0]?.column;
  if (chats.length === 0) return <p className={classes.center}>No chats are behind this figure any more.</p>;
  return (
    <>
      {column?.meaning && <p className={classes.meaning}>{sentence(column.meaning)}</p>}
      <ul className={classes.list} aria-label="Chats">
        {chats.map((chat) => (
          <li key={chat.chat}>
            <ChatRow chat={chat} column={column} timeZone={reading.timeZone} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {read.isFetchNextPageError && (
        <p className={classes.meaning} role="alert">
          {errorText(read.error)}
        </p>
      )}
      {read.hasNextPage && (
        <div className={classes.more}>
          <Button
            size="compact-sm"
            variant="default"
            loading={read.isFetchingNextPage}
            onClick={() => void read.fetchNextPage()}
          >
            More chats
          </Button>
        </div>
      )}
    </>
  );
}

interface ChatRowProps {
  chat: ReportChat;
  column: ReportColumn | undefined;
  timeZone: string;
  onChoose: (chat: ChatAddress) => void;
}

function ChatRow({ chat, column, timeZone, onChoose }: ChatRowProps) {
  const lasted = chat.ended_at ? (Date.parse(chat.ended_at) - Date.parse(chat.started_at)) / 1_000 : null;
  const value = chat.value ?? null;
  return (
    <button
      type="button"
      className={classes.chat}
      onClick={() => onChoose({ conversation: chat.conversation, chat: chat.chat })}
    >
      <span className={classes.chatWords}>
        <span className={classes.chatHead}>
          <time dateTime={chat.started_at} className="numbers">
            {momentText(Date.parse(chat.started_at), timeZone)}
          </time>
          <span className={classes.outcome} data-outcome={chat.outcome}>
            {outcomes[chat.outcome] ?? chat.outcome}
          </span>
        </span>
        <span className={`${classes.chatFacts} clip`}>
          {[chat.queue, chat.agents.join(", ") || "no agent", lasted === null ? "" : secondsText(lasted)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      {column && value !== null && (
        <span className={`${classes.value} numbers`}>{figureText(value, column.unit, timeZone)}</span>
      )}
      <IconChevronRight size={16} aria-hidden="true" />
    </button>
  );
}
