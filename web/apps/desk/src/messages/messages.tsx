// What customers wrote while nobody was there: read, taken, answered and settled here. Everything is live.

import { Button, SegmentedControl } from "@mantine/core";
import { IconMailCheck, IconMailOpened } from "@tabler/icons-react";
import { useState } from "react";
import { ReadProblem } from "../desk/read-problem";
import { StillReading } from "../desk/still-reading";
import { Empty } from "../list/empty";
import { Message } from "./message";
import classes from "./messages.module.css";
import { useMessages } from "./use-messages";

export default function Messages() {
  const [shown, setShown] = useState<"open" | "settled">("open");
  const isOpen = shown === "open";
  const read = useMessages(isOpen);
  const rows = read.data?.pages.flat() ?? [];
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <div>
          <h2>Messages</h2>
          <p>Left on the site while nobody was there to talk. They wait until somebody settles them.</p>
        </div>
        <SegmentedControl
          aria-label="Which messages"
          value={shown}
          onChange={(value) => setShown(value as typeof shown)}
          data={[
            { value: "open", label: "Open" },
            { value: "settled", label: "Settled" },
          ]}
        />
      </header>
      {read.isError && <ReadProblem error={read.error} onRetry={() => void read.refetch()} />}
      {!read.data ? (
        !read.isError && <StillReading what="messages" />
      ) : rows.length === 0 ? (
        <div className={classes.none}>
          {isOpen ? (
            <Empty
              icon={<IconMailCheck size={30} stroke={1.4} aria-hidden="true" />}
              title="Nothing to answer"
            >
              <span>Messages for your queues appear here as they are left.</span>
            </Empty>
          ) : (
            <Empty
              icon={<IconMailOpened size={30} stroke={1.4} aria-hidden="true" />}
              title="Nothing settled yet"
            >
              <span>What was settled stays here to be read, and can be opened again.</span>
            </Empty>
          )}
        </div>
      ) : (
        <ul className={classes.list} aria-label={isOpen ? "Open messages" : "Settled messages"}>
          {rows.map((row) => (
            <Message key={row.conversation} row={row} />
          ))}
        </ul>
      )}
      {read.hasNextPage && (
        <Button
          variant="default"
          loading={read.isFetchingNextPage}
          onClick={() => void read.fetchNextPage()}
          className={classes.more ?? ""}
        >
          Show earlier ones
        </Button>
      )}
    </main>
  );
}
