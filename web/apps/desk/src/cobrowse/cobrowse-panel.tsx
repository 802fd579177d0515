// The customer's page beside its chat: as it is now, with my pointer and what I highlight shown to the customer.

import type { Conversation } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { ActionIcon, Badge, Button, Loader, Switch, Tooltip } from "@mantine/core";
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconEraser,
  IconScreenShareOff,
} from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useClient } from "../desk/context";
import { pageText } from "../format";
import classes from "./cobrowse.module.css";
import { mirrorAddress, useMirror } from "./use-mirror";

export default function CobrowsePanel({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const { chat, cobrowse } = conversation;
  const [page, setPage] = useState<string | null>(null);
  const [pointing, setPointing] = useState(true);
  const [large, setLarge] = useState(false);
  const accepted = cobrowse?.stage === "accepted";
  const away = conversation.customer_presence !== "present";
  const mirror = useMirror((message) => {
    switch (message.type) {
      case "ready":
        mirror.tell({ type: "pointing", on: pointing });
        return;
      case "shown":
        setPage(message.page);
        if (accepted) void client.command({ name: "confirm_cobrowse", chat });
        return;
      case "say":
        client.sendCobrowse(chat, JSON.stringify(message.said));
        return;
      case "failed":
        void client.command({ name: "fail_cobrowse", chat, detail: message.detail });
        return;
    }
  });
  useEffect(
    () => client.onCobrowse(chat, (data) => mirror.tell({ type: "piece", data })),
    [client, chat, mirror.tell],
  );
  const stop = () => void client.command({ name: "stop_cobrowse", chat });
  const name = customerName(conversation);
  return (
    <section
      className={classes.panel}
      data-large={large || undefined}
      aria-label={`Page of ${name}`}
      onKeyDown={(event) => {
        if (event.key === "Escape" && large) setLarge(false);
      }}
    >
      <header className={classes.head}>
        <div className={classes.names}>
          <strong className="clip">{page ? pageText(page) || page : `Page of ${name}`}</strong>
          <span className="clip">Typed text is masked. Click or draw to highlight.</span>
        </div>
        {cobrowse?.recorded && (
          <Badge color="red" variant="light">
            Recorded
          </Badge>
        )}
        <Switch
          size="xs"
          label="My pointer"
          classNames={{ label: classes.pointerWords }}
          checked={pointing}
          onChange={(event) => {
            const on = event.currentTarget.checked;
            setPointing(on);
            mirror.tell({ type: "pointing", on });
            if (!on) client.sendCobrowse(chat, JSON.stringify({ type: "away" }));
          }}
        />
        <Tooltip label="Clear the highlight">
          <ActionIcon
            size={30}
            aria-label="Clear the highlight"
            onClick={() => mirror.tell({ type: "clear" })}
          >
            <IconEraser size={18} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={large ? "Beside the chat" : "As large as the window"}>
          <ActionIcon
            size={30}
            aria-label={large ? "Beside the chat" : "As large as the window"}
            aria-pressed={large}
            onClick={() => setLarge(!large)}
          >
            {large ? <IconArrowsDiagonalMinimize2 size={18} /> : <IconArrowsDiagonal size={18} />}
          </ActionIcon>
        </Tooltip>
        <Button
          size="compact-sm"
          color="red.9"
          leftSection={<IconScreenShareOff size={16} />}
          aria-keyshortcuts="Alt+V"
          onClick={stop}
        >
          Stop
        </Button>
      </header>
      <div className={classes.stage}>
        <iframe ref={mirror.frame} className={classes.frame} src={mirrorAddress} title={`Page of ${name}`} />
        {page === null && (
          <div className={classes.wait} role="status">
            <Loader size="sm" aria-hidden="true" />
            Waiting for the customer's page…
          </div>
        )}
        {page !== null && away && (
          <div className={classes.away} role="status">
            The customer's connection is interrupted, or it is going to another page. This is how it was.
          </div>
        )}
      </div>
    </section>
  );
}
