// Every event of the conversation in words, with its time; the newest at the end.

import type { Conversation } from "@holdfast/client";
import { useNames } from "../chat/use-names";
import { useClient, useDeskState } from "../desk/context";
import { TimelineList } from "./timeline-list";

const noEvents: readonly never[] = [];

export function TimelineTab({ conversation }: { conversation: Conversation }) {
  const client = useClient();
  const id = conversation.conversation;
  const names = useNames(conversation);
  const events = useDeskState((state) => state.transcripts[id]?.events ?? noEvents);
  const more = useDeskState((state) => state.transcripts[id]?.more ?? false);
  return (
    <TimelineList
      events={events}
      chat={conversation.chat}
      names={names}
      fromEnd
      onEarlier={more ? () => void client.readEarlier(id) : null}
    />
  );
}
