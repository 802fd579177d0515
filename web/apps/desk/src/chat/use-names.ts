// Names of people, queues and statuses for sentences.

import type { Conversation } from "@holdfast/client";
import { agentName, customerName, type Names } from "@holdfast/client/desk";
import { useMemo } from "react";
import { useDeskState } from "../desk/context";

export function useNames(conversation: Conversation): Names {
  return useNamesWith(customerName(conversation));
}

/** The same where there is no conversation any more, only its customer's name. */
export function useNamesWith(customer: string): Names {
  const colleagues = useDeskState((state) => state.desk?.colleagues);
  const queues = useDeskState((state) => state.desk?.queues);
  const statuses = useDeskState((state) => state.desk?.statuses);
  const me = useDeskState((state) => state.desk?.me.id ?? "");
  return useMemo(
    () => ({
      agent: (id) => colleagues?.[id]?.agent.name ?? id,
      queue: (id) => queues?.[id]?.name ?? id,
      status: (id) => statuses?.find((one) => one.id === id)?.name ?? id,
      customer,
      me,
    }),
    [colleagues, queues, statuses, customer, me],
  );
}

/** A colleague's name. */
export function useAgentName(agent: string): string {
  return useDeskState((state) => (state.desk ? agentName(state.desk, agent) : agent));
}
