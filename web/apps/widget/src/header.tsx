// Who is there, how they can be reached, and the ways out.

import { leadOf } from "@holdfast/client/widget";
import type { PartProps } from "./app";
import { Avatar } from "./avatar";
import { Icon } from "./icons";

export function Header({
  view,
  texts,
  onLeave,
  onClose,
}: PartProps & { onLeave: () => void; onClose: (() => void) | null }) {
  const { phase } = view.state;
  const talking = view.stage === "conversation";
  const lead = talking && phase === "engaged" ? leadOf(view.state) : null;
  const names = view.state.participants.map((one) => one.name).join(", ");
  const away = lead !== null && lead.presence !== "present";
  let status = "";
  if (talking && lead) status = away ? texts.header.interrupted : texts.header.here;
  else if (talking) status = phase === "closed" ? texts.header.ended : texts.header.waiting;
  return (
    <header class="header">
      <Avatar
        name={lead?.name || view.tenantName || texts.chat}
        presence={lead ? (away ? "away" : "here") : null}
      />
      <div class="who">
        <h1>{lead ? names : view.tenantName || texts.chat}</h1>
        <p>{status || texts.header.team}</p>
      </div>
      {talking && phase === "engaged" && (
        <button type="button" class="quiet" onClick={onLeave}>
          {texts.leave.end}
        </button>
      )}
      {onClose && (
        <button type="button" class="round" aria-label={texts.close} title={texts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      )}
    </header>
  );
}
