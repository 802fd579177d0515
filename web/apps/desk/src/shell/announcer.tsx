// Speaks to screen readers: offers at once, customers' messages when there is a pause.

import { customerName, invitationsToMe, myChats, offersToMe } from "@holdfast/client/desk";
import { VisuallyHidden } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useClient } from "../desk/context";

export function Announcer() {
  const client = useClient();
  const [offer, setOffer] = useState("");
  const [message, setMessage] = useState("");
  const heard = useRef(new Map<string, number>());
  useEffect(() => {
    const look = () => {
      const state = client.state.get();
      if (!state.desk) return;
      const offered = offersToMe(state.desk)[0];
      const invited = invitationsToMe(state.desk)[0];
      setOffer(
        offered
          ? `Incoming chat from ${customerName(offered)}. ${offered.subject}`
          : invited
            ? `A colleague asks you to come to the chat with ${customerName(invited)}.`
            : "",
      );
      for (const conversation of myChats(state.desk)) {
        const id = conversation.conversation;
        const transcript = state.transcripts[id];
        const last = transcript?.events.at(-1);
        if (!last || !transcript?.loaded) continue;
        const before = heard.current.get(id);
        heard.current.set(id, last.seq);
        if (before === undefined || last.seq <= before || last.kind !== "end_user_post") continue;
        setMessage(`${customerName(conversation)}: ${last.data.text ?? ""}`);
      }
    };
    look();
    return client.state.subscribe(look);
  }, [client]);
  return (
    <>
      <VisuallyHidden role="alert">{offer}</VisuallyHidden>
      <VisuallyHidden role="log" aria-live="polite">
        {message}
      </VisuallyHidden>
    </>
  );
}
