// What the customer must know about the line: its own connection first, then the agent's.

import { leadOf } from "@holdfast/client/widget";
import type { PartProps } from "./app";
import { Icon } from "./icons";

export function Banner({ view, texts }: PartProps) {
  const lead = view.state.phase === "engaged" ? leadOf(view.state) : null;
  const unsent = view.items.some((item) => item.type === "message" && item.status === "sending");
  let text = "";
  let kind = "";
  if (view.connection === "interrupted") {
    kind = "own";
    text = texts.banner.interrupted;
    if (!view.durable && unsent) text += ` ${texts.banner.notStored}`;
  } else if (view.connection === "closed") {
    kind = "own";
    text = texts.banner.closed;
  } else if (lead && lead.presence !== "present") {
    kind = "agent";
    text = texts.banner.agentInterrupted(lead.name);
  }
  // The region is always there: screen readers read what appears in it, not a region that appears.
  return (
    <div class="banner-place" role="status">
      {text && (
        <p class={`banner ${kind}`}>
          <Icon name="warn" />
          <span>{text}</span>
        </p>
      )}
    </div>
  );
}
