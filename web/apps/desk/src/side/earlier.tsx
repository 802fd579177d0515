// The customer's earlier conversations and tickets.

import type { Conversation } from "@holdfast/client";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { http } from "../desk/http";
import { errorText } from "../desk/problems";
import { StillReading } from "../desk/still-reading";
import { stampText } from "../format";
import classes from "./side.module.css";

export function EarlierConversations({ conversation }: { conversation: Conversation }) {
  const { customer } = conversation;
  const read = useQuery({
    // Read anew with each conversation: what became of the one before is known only since it ended.
    queryKey: ["incidents", customer.id, customer.external_id, conversation.conversation],
    queryFn: () => http.incidentsOf(customer),
    staleTime: 30_000,
  });
  const rows = (read.data ?? []).filter((row) => row.conversation !== conversation.conversation);
  return (
    <>
      <h4 className={classes.heading}>Earlier conversations</h4>
      {read.isPending ? (
        <StillReading what="earlier conversations" size="xs" />
      ) : read.isError ? (
        <p className={classes.soft} role="alert" style={{ fontSize: "0.8125rem" }}>
          {errorText(read.error)}{" "}
          <Button size="compact-xs" variant="default" onClick={() => void read.refetch()}>
            Try again
          </Button>
        </p>
      ) : rows.length === 0 ? (
        <p className={classes.soft} style={{ margin: 0, fontSize: "0.8125rem" }}>
          This is the first one.
        </p>
      ) : (
        <ul className={classes.earlier}>
          {rows.map((row) => (
            <li key={row.conversation}>
              <div className={classes.earlierHead}>
                <strong className="clip">{row.incident.subject || "No subject"}</strong>
                <span className={classes.state} data-open={row.incident.open || undefined}>
                  {row.incident.open ? "Open" : "Settled"}
                </span>
              </div>
              <span className={classes.soft}>
                {stampText(Date.parse(row.started_at))}
                {row.chat == null && " · a message that was left"}
                {row.incident.ticket && ` · ${row.incident.ticket}`}
                {row.rating != null && ` · rated ${row.rating} of 5`}
              </span>
              {row.incident.disposition && <div>{row.incident.disposition}</div>}
              {row.rating_comment && <div dir="auto">“{row.rating_comment}”</div>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
