// What is known of the customer and of where the chat stands.

import type { Conversation, Presence } from "@holdfast/client";
import { customerName } from "@holdfast/client/desk";
import { ActionIcon, Anchor, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useDeskPart } from "../desk/context";
import { languageText, pageText, stampText } from "../format";
import { CustomerAvatar } from "../list/customer-avatar";
import { Attributes } from "./attributes";
import { EarlierConversations } from "./earlier";
import { Proof } from "./proof";
import classes from "./side.module.css";

const presences: Record<Presence, string> = {
  present: "Here",
  interrupted: "Interrupted",
  absent: "Not heard",
};

export function CustomerTab({ conversation }: { conversation: Conversation }) {
  const topics = useDeskPart((desk) => desk.topics);
  const queues = useDeskPart((desk) => desk.queues);
  const me = useDeskPart((desk) => desk.me.id);
  const { customer } = conversation;
  const page = /^https?:\/\//.test(customer.page) ? customer.page : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label="Customer">
      <div className={classes.person}>
        <CustomerAvatar conversation={conversation} size={52} />
        <div style={{ minWidth: 0 }}>
          <h3 className={classes.personName}>{customerName(conversation)}</h3>
          {customer.email ? (
            <Anchor href={`mailto:${customer.email}`} size="sm" className="clip" display="block">
              {customer.email}
            </Anchor>
          ) : (
            <span className={classes.soft}>No e-mail address given</span>
          )}
          <Proof verified={customer.verified ?? false} />
        </div>
      </div>
      <dl className={classes.facts}>
        {customer.verified && (
          <Fact name="Customer">
            <code style={{ fontSize: "0.75rem", overflowWrap: "anywhere" }}>{customer.external_id}</code>
          </Fact>
        )}
        <Fact name="Subject">{conversation.subject || "—"}</Fact>
        {conversation.topic && (
          <Fact name="Topic">{topics[conversation.topic]?.name ?? conversation.topic}</Fact>
        )}
        {customer.company && <Fact name="Company">{customer.company}</Fact>}
        {conversation.incident.ticket && (
          <Fact name="Ticket">
            {conversation.incident.ticket} · {conversation.incident.ticket_status}
          </Fact>
        )}
        <Fact name="Queue">{queues[conversation.queue]?.name ?? conversation.queue}</Fact>
        <Fact name="Language">{conversation.language ? languageText(conversation.language) : "—"}</Fact>
        <Fact name="Page">
          {page ? (
            <Anchor href={page} target="_blank" rel="noopener noreferrer" size="sm">
              {pageText(page)}
            </Anchor>
          ) : (
            customer.page || "—"
          )}
        </Fact>
        <Fact name="First arrival">{stampText(Date.parse(conversation.arrived_at))}</Fact>
        <Fact name="Connection">
          {conversation.phase === "wrap_up" ? "Left" : presences[conversation.customer_presence]}
        </Fact>
        <Fact name="Conversation">
          <CopyButton value={conversation.conversation}>
            {({ copied, copy }) => (
              <>
                <code className={`${classes.id} clip`} title={conversation.conversation}>
                  {conversation.conversation}
                </code>
                <Tooltip label={copied ? "Copied" : "Copy"}>
                  <ActionIcon size={22} onClick={copy} aria-label="Copy the conversation's id" ml={4}>
                    {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                  </ActionIcon>
                </Tooltip>
              </>
            )}
          </CopyButton>
        </Fact>
      </dl>
      <h4 className={classes.heading}>In this chat</h4>
      <ul className={classes.people}>
        {conversation.participants.map((one) => (
          <li key={one.agent}>
            <strong>{one.agent === me ? `${one.name} (you)` : one.name}</strong>
            <span className={classes.soft}>
              {one.role}
              {one.presence !== "present" && ` · ${presences[one.presence].toLowerCase()}`}
            </span>
          </li>
        ))}
      </ul>
      <Attributes
        conversation={conversation}
        editable={conversation.participants.some((one) => one.agent === me)}
      />
      <EarlierConversations conversation={conversation} />
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
