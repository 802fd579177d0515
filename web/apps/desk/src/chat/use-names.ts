// Names of people, queues and statuses for sentences.

import type { Conversation } from "@holdfast/client";
import { agentName, customerName, type Names } from "@holdfast/client/desk";
import { useMemo } from "react";
import { useDeskList, useDeskState } from "../desk/context";

export function useNames(conversation: Conversation): Names {
  return useNamesWith(customerName(conversation));
}

/** The same where there is no conversation any more, only its customer's name. */
export function useNamesWith(customer: string): Names {
  // Not the colleagues as they are: with another status of somebody's the rows of thousands of events need not be made anew.
  const agents = useDeskList(({ colleagues }) => Object.values(colleagues).map((one) => one.agent));
  const named = useMemo(() => new Map(agents.map((agent) => [agent.id, agent.name])), [agents]);
  const queues = useDeskState((state) => state.desk?.queues);
  const statuses = useDeskState((state) => state.desk?.statuses);
  const me = useDeskState((state) => state.desk?.me.id ?? "");
  return useMemo(
    () => ({
      agent: (id) => named.get(id) ?? id,
      queue: (id) => queues?.[id]?.name ?? id,
      status: (id) => statuses?.find((one) => one.id === id)?.name ?? id,
      customer,
      me,
    }),
    [named, queues, statuses, customer, me],
  );
}

/** A colleague's name. */
export function useAgentName(agent: string): string {
  return useDeskState((state) => (state.desk ? agentName(state.desk, agent) : agent));
}
