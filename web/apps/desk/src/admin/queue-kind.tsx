// Queues: how their chats find agents, and when they take chats.

import type { Allocation, Balance, Queue } from "@holdfast/client";
import { NativeSelect, NumberInput, Switch, TextInput } from "@mantine/core";
import { HoursField } from "./hours-field";
import { byName, type RecordKind } from "./kinds";

const text = (event: { currentTarget: { value: string } }) => event.currentTarget.value;

const allocations: Record<Allocation, string> = {
  offer: "Offered: the agent accepts",
  auto: "Assigned without asking",
  pick: "Picked from the list",
};

const balances: Record<Balance, string> = {
  longest_idle: "Who waits longest for one",
  least_busy: "Who has the fewest chats",
};

const allocationsShort: Record<Allocation, string> = { offer: "Offered", auto: "Assigned", pick: "Picked" };

export const queues: RecordKind<Queue> = {
  title: "Queues",
  one: "queue",
  about: "Where chats wait: who gets them, in which order, at which hours.",
  records: (desk) => byName(Object.values(desk.queues), (one) => one.name),
  name: (one) => one.name,
  columns: [
    { head: "Chats are", cell: (one) => allocationsShort[one.allocation] },
    { head: "Priority", cell: (one) => one.priority },
    { head: "Most waiting", cell: (one) => one.waiting_max ?? "No limit" },
    { head: "Hours", cell: (one) => (one.hours ? one.hours.time_zone : "Always") },
    { head: "Takes chats", cell: (one) => (one.enabled ? "Yes" : "No") },
  ],
  blank: () => ({
    id: "",
    name: "",
    allocation: "offer",
    balance: "longest_idle",
    priority: 0,
    waiting_max: null,
    enabled: true,
    hours: null,
    company_filter: false,
  }),
  form: ({ record, set, desk }) => (
    <>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={100}
        value={record.name}
        onChange={(event) => set({ name: text(event) })}
      />
      <div className="side-by-side">
        <NativeSelect
          label="Chats are"
          data={Object.entries(allocations).map(([value, label]) => ({ value, label }))}
          value={record.allocation}
          onChange={(event) => set({ allocation: text(event) as Allocation })}
        />
        <NativeSelect
          label="Who gets the next one"
          data={Object.entries(balances).map(([value, label]) => ({ value, label }))}
          value={record.balance}
          onChange={(event) => set({ balance: text(event) as Balance })}
        />
      </div>
      <div className="side-by-side">
        <NumberInput
          label="Priority"
          description="−100 to 100; higher goes first"
          min={-100}
          max={100}
          value={record.priority}
          onChange={(value) => set({ priority: Number(value) || 0 })}
        />
        <NumberInput
          label="Most waiting"
          description="Empty: no limit"
          min={0}
          value={record.waiting_max ?? ""}
          onChange={(value) => set({ waiting_max: value === "" ? null : Number(value) })}
        />
      </div>
      <Switch
        label="Takes new chats"
        checked={record.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      <Switch
        label="Company filter"
        description="Chats go only to agents of the customer's company, where that is known"
        checked={record.company_filter}
        onChange={(event) => set({ company_filter: event.currentTarget.checked })}
      />
      <HoursField
        hours={record.hours ?? null}
        timeZone={desk.tenant.time_zone}
        onChange={(hours) => set({ hours })}
      />
    </>
  ),
  put: (queue) => ({ name: "put_queue", queue }),
  remove: (one) => (one.id === "general" ? null : { name: "remove_queue", queue: one.id }),
};
