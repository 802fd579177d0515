// Users, profiles and statuses.

import type { Agent, Profile, StaffRole, Status } from "@holdfast/client";
import { Checkbox, Group, NativeSelect, NumberInput, PasswordInput, Switch, TextInput } from "@mantine/core";
import { http } from "../desk/http";
import { byName, type RecordKind } from "./kinds";

const text = (event: { currentTarget: { value: string } }) => event.currentTarget.value;
const checked = (event: { currentTarget: { checked: boolean } }) => event.currentTarget.checked;

const roles: Record<StaffRole, string> = {
  agent: "Agent",
  supervisor: "Supervisor",
  admin: "Administrator",
  bot: "Bot",
};

/** A user with the password that is being set, if any. */
export interface User extends Agent {
  password?: string;
}

export const users: RecordKind<User> = {
  title: "Users",
  one: "user",
  about: "Agents, supervisors, administrators and bots: what they may do and which queues they serve.",
  records: (desk) =>
    byName(
      Object.values(desk.colleagues).map((one) => one.agent),
      (one) => one.name,
    ),
  name: (one) => one.name,
  columns: [
    { head: "Role", cell: (one) => roles[one.role] },
    { head: "Profile", cell: (one, desk) => desk.profiles[one.profile]?.name ?? one.profile },
    {
      head: "Queues",
      cell: (one, desk) => one.queues.map((queue) => desk.queues[queue]?.name ?? queue).join(", ") || "—",
    },
    {
      head: "Now",
      cell: (one, desk) => {
        const status = desk.colleagues[one.id]?.status;
        return status ? (desk.statuses.find((each) => each.id === status)?.name ?? status) : "Signed out";
      },
    },
  ],
  blank: (desk) => ({
    id: "",
    name: "",
    role: "agent",
    profile: Object.keys(desk.profiles)[0] ?? "standard",
    queues: ["general"],
    company: null,
    password: "",
  }),
  form: ({ record, set, isNew, desk }) => (
    <>
      <div className="side-by-side">
        <TextInput
          label="Name"
          description="Customers see it"
          data-autofocus
          maxLength={100}
          value={record.name}
          onChange={(event) => set({ name: text(event) })}
        />
        <TextInput
          label="Sign-in name"
          description={isNew ? "Made from the name if empty" : "Cannot be changed"}
          disabled={!isNew}
          maxLength={60}
          value={record.id}
          onChange={(event) => set({ id: text(event).trim() })}
        />
      </div>
      <div className="side-by-side">
        <NativeSelect
          label="Role"
          data={Object.entries(roles).map(([value, label]) => ({ value, label }))}
          value={record.role}
          onChange={(event) => set({ role: text(event) as StaffRole })}
        />
        <NativeSelect
          label="Profile"
          data={Object.values(desk.profiles).map((one) => ({ value: one.id, label: one.name }))}
          value={record.profile}
          onChange={(event) => set({ profile: text(event) })}
        />
      </div>
      <Checkbox.Group
        label="Queues"
        description="In the order in which they are chosen: the first is served first by strict priority"
        value={record.queues}
        onChange={(queues) => set({ queues })}
      >
        <Group gap="md" mt={6}>
          {byName(Object.values(desk.queues), (one) => one.name).map((queue) => (
            <Checkbox key={queue.id} value={queue.id} label={queue.name} />
          ))}
        </Group>
      </Checkbox.Group>
      <TextInput
        label="Company"
        description="For queues with the company filter"
        maxLength={100}
        value={record.company ?? ""}
        onChange={(event) => set({ company: text(event) || null })}
      />
      <PasswordInput
        label={isNew ? "Password" : "New password"}
        description={isNew ? "At least 10 characters" : "At least 10 characters; empty keeps the old one"}
        autoComplete="new-password"
        maxLength={200}
        value={record.password ?? ""}
        onChange={(event) => set({ password: text(event) })}
      />
    </>
  ),
  put: ({ password: _password, ...agent }) => ({ name: "put_agent", agent }),
  remove: (one) => ({ name: "remove_agent", agent: one.id }),
  also: async (one) => {
    if (one.password) await http.putPassword(one.id, one.password);
  },
  wrong: (one) =>
    one.password && one.password.length < 10 ? "A password has at least 10 characters." : null,
};

export const profiles: RecordKind<Profile> = {
  title: "Profiles",
  one: "profile",
  about: "What the agents that have it may do, and how many chats they take at once.",
  records: (desk) => byName(Object.values(desk.profiles), (one) => one.name),
  name: (one) => one.name,
  columns: [
    { head: "Chats at once", cell: (one) => one.chats_max },
    {
      head: "May",
      cell: (one) =>
        [
          one.allow_decline && "decline",
          one.can_pick && "pick",
          one.transfer_to_other_groups && "transfer anywhere",
          one.can_monitor && "monitor",
        ]
          .filter(Boolean)
          .join(", ") || "—",
    },
    {
      head: "Users",
      cell: (one, desk) =>
        Object.values(desk.colleagues).filter((each) => each.agent.profile === one.id).length,
    },
  ],
  blank: () => ({
    id: "",
    name: "",
    chats_max: 3,
    allow_decline: true,
    auto_decline: true,
    can_pick: true,
    pull_policy: "first_due",
    not_ready_after_chat: false,
    transfer_to_other_groups: true,
    can_monitor: false,
  }),
  form: ({ record, set }) => {
    const flag = (field: FlagName, label: string, description: string) => (
      <Switch
        label={label}
        description={description}
        checked={record[field]}
        onChange={(event) => set({ [field]: checked(event) })}
      />
    );
    return (
      <>
        <div className="side-by-side">
          <TextInput
            label="Name"
            data-autofocus
            maxLength={100}
            value={record.name}
            onChange={(event) => set({ name: text(event) })}
          />
          <NumberInput
            label="Chats at once"
            description="1 to 100"
            inputWrapperOrder={["label", "input", "description", "error"]}
            min={1}
            max={100}
            value={record.chats_max}
            onChange={(value) => set({ chats_max: Number(value) || 1 })}
          />
        </div>
        <NativeSelect
          label="Which of its queues feeds an agent first"
          data={[
            { value: "first_due", label: "Whoever waits longest, over all queues" },
            { value: "strict_priority", label: "The first queue, then the next" },
          ]}
          value={record.pull_policy}
          onChange={(event) => set({ pull_policy: text(event) as Profile["pull_policy"] })}
        />
        {flag("allow_decline", "May decline offers", "Else an offer can only be accepted or run out")}
        {flag(
          "auto_decline",
          "An offer that runs out is declined",
          "Off: it is assigned to the agent when it runs out",
        )}
        {flag("can_pick", "May pick from the queue", "Waiting chats can be taken from the list")}
        {flag(
          "transfer_to_other_groups",
          "May transfer to other groups",
          "To queues that the agent does not serve, and to their agents",
        )}
        {flag("can_monitor", "May monitor, coach, join and reassign", "Supervisors always may")}
        {flag(
          "not_ready_after_chat",
          "Not ready after each chat",
          "The status turns by itself after wrap-up",
        )}
      </>
    );
  },
  put: (profile) => ({ name: "put_profile", profile }),
  remove: (one) => ({ name: "remove_profile", profile: one.id }),
};

type FlagName =
  | "allow_decline"
  | "auto_decline"
  | "can_pick"
  | "transfer_to_other_groups"
  | "can_monitor"
  | "not_ready_after_chat";

export const statuses: RecordKind<Status> = {
  title: "Statuses",
  one: "status",
  about: "What agents choose from: whether chats are offered to them in it.",
  records: (desk) => desk.statuses,
  name: (one) => one.name,
  columns: [
    { head: "Chats are offered", cell: (one) => (one.takes_chats ? "Yes" : "No") },
    {
      head: "In it now",
      cell: (one, desk) => Object.values(desk.colleagues).filter((each) => each.status === one.id).length,
    },
  ],
  blank: () => ({ id: "", name: "", takes_chats: false }),
  form: ({ record, set }) => (
    <>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={60}
        value={record.name}
        onChange={(event) => set({ name: text(event) })}
      />
      <Switch
        label="Chats are offered in it"
        checked={record.takes_chats}
        onChange={(event) => set({ takes_chats: checked(event) })}
      />
    </>
  ),
  put: (status) => ({ name: "put_status", status }),
  remove: (one) => ({ name: "remove_status", status: one.id }),
};
