// The incident of a conversation, to be read.

import type { Incident } from "@holdfast/client";
import side from "../side/side.module.css";
import classes from "./chats.module.css";

export function IncidentFacts({ incident, customer }: { incident: Incident | null; customer: string }) {
  if (!incident) return <p className={classes.center}>This conversation has no incident.</p>;
  const ticket = incident.ticket && `${incident.ticket} (${incident.ticket_status})`;
  const facts: [string, string][] = [
    ["Customer", customer],
    ["Status", incident.status],
    ["Assignee", incident.assignee],
    ["Contact", incident.contact],
    ["Ticket", ticket],
    ["Disposition", incident.disposition],
    ["Summary", incident.summary],
    ...Object.entries(incident.custom),
  ];
  return (
    <div className={side.scroll}>
      <div className={classes.incidentHead}>
        <h3 className={side.personName}>{incident.subject || "No subject"}</h3>
        <span className={side.state} data-open={incident.open || undefined}>
          {incident.open ? "Open" : "Settled"}
        </span>
      </div>
      <dl className={side.facts}>
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name} className={side.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </div>
  );
}
