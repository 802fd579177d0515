// A conversation as it was: what was said, every event, and what became of it.

import { Button, Tabs } from "@mantine/core";
import { useNamesWith } from "../chat/use-names";
import { errorText } from "../desk/problems";
import { StillReading } from "../desk/still-reading";
import { stampText } from "../format";
import { TimelineList } from "../side/timeline-list";
import classes from "./chats.module.css";
import { IncidentFacts } from "./incident-facts";
import { PastTranscript } from "./past-transcript";
import type { ChatAddress } from "./question";
import { usePastConversation } from "./use-past-conversation";

export function PastConversation({ address }: { address: ChatAddress }) {
  const past = usePastConversation(address);
  const names = useNamesWith(past.customer);
  if (past.error && past.events.length === 0) {
    return (
      <div className={classes.center} role="alert">
        <p>{errorText(past.error)}</p>
        <Button size="compact-sm" variant="default" onClick={past.retry}>
          Try again
        </Button>
      </div>
    );
  }
  if (!past.ready) {
    return (
      <div className={classes.center}>
        <StillReading what="what was said" />
      </div>
    );
  }
  const begun = past.events.find((event) => event.chat === address.chat) ?? past.events[0];
  const chat = address.chat || (past.events.at(-1)?.chat ?? "");
  return (
    <>
      <p className={classes.who}>
        <strong>{past.customer}</strong> {begun && stampText(Date.parse(begun.at))}
      </p>
      <Tabs
        defaultValue="transcript"
        keepMounted={false}
        classNames={{ root: classes.tabs ?? "", panel: classes.tabPanel ?? "" }}
      >
        <Tabs.List>
          <Tabs.Tab value="transcript">Transcript</Tabs.Tab>
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="incident">Incident</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="transcript">
          <PastTranscript past={past} chat={chat} conversation={address.conversation} names={names} />
        </Tabs.Panel>
        <Tabs.Panel value="timeline">
          <TimelineList
            events={past.events}
            chat={chat}
            names={names}
            fromEnd={false}
            onEarlier={past.earlier}
          />
        </Tabs.Panel>
        <Tabs.Panel value="incident">
          <IncidentFacts incident={past.incident} customer={past.customer} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
