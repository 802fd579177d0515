// The rules by which visitors of the site are asked whether they want a chat.

import type { InvitationRule, Visitors } from "@holdfast/client";
import { NativeSelect, NumberInput, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { http } from "../desk/http";
import classes from "./admin.module.css";
import { byName, type FormProps, type RecordKind } from "./kinds";
import { RecordsPage } from "./records-page";
import { useLibraryRead } from "./use-library-read";

const languages = [
  ["en", "English"],
  ["de", "Deutsch"],
  ["es", "Español"],
  ["fr", "Français"],
  ["ja", "日本語"],
  ["ar", "العربية"],
] as const;

const whom: Record<Visitors, string> = {
  all: "Everyone",
  new: "New visitors",
  returning: "Returning visitors",
};

const kind: RecordKind<InvitationRule> = {
  title: "Invitations",
  one: "rule",
  about:
    "Ask visitors of your site whether they want a chat. Only while somebody is there to take it, once in the days you say, and not again after a No.",
  records: () => [],
  name: (one) => one.name,
  columns: [
    { head: "In force", cell: (one) => (one.enabled ? "Yes" : "No") },
    { head: "Pages", cell: (one) => (one.url ? <code>{one.url}</code> : "All") },
    { head: "After", cell: (one) => `${one.seconds_on_page} s` },
    { head: "Whom", cell: (one) => whom[one.visitors] },
    { head: "Once in", cell: (one) => (one.every_days === 1 ? "1 day" : `${one.every_days} days`) },
  ],
  blank: () => ({
    id: "",
    name: "",
    enabled: false,
    url: "",
    seconds_on_page: 30,
    visitors: "all",
    texts: { en: "" },
    every_days: 7,
  }),
  form: (props) => <RuleForm {...props} />,
  put: (invitation_rule) => ({
    name: "put_invitation_rule",
    invitation_rule: { ...invitation_rule, texts: said(invitation_rule.texts) },
  }),
  remove: (one) => ({ name: "remove_invitation_rule", invitation_rule: one.id }),
  wrong: (one) =>
    Object.keys(said(one.texts)).length === 0 ? "It needs a text in at least one language." : null,
};

/** The texts that say something. */
function said(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ""));
}

function RuleForm({ record, set, desk }: FormProps<InvitationRule>) {
  const { queue: _queue, topic: _topic, ...plain } = record;
  const leadsTo = record.queue ? `queue ${record.queue}` : record.topic ? `topic ${record.topic}` : "";
  const lead = (to: string) => {
    const [what, id] = to.split(" ");
    set({ ...plain, queue: what === "queue" ? id : undefined, topic: what === "topic" ? id : undefined });
  };
  return (
    <>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={100}
        value={record.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Switch
        label="In force"
        checked={record.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
      <TextInput
        label="Pages"
        description="* stands for any characters. /basket* is held against path and query, https://shop.example/* against the whole address. Empty: all pages."
        placeholder="/basket*"
        maxLength={200}
        value={record.url}
        onChange={(event) => set({ url: event.currentTarget.value.trim() })}
      />
      <div className="side-by-side">
        <NumberInput
          label="Seconds on the page"
          description="0 to 3,600"
          min={0}
          max={3600}
          allowDecimal={false}
          value={record.seconds_on_page}
          onChange={(value) => set({ seconds_on_page: Number(value) || 0 })}
        />
        <NumberInput
          label="Once in so many days"
          description="1 to 365"
          min={1}
          max={365}
          allowDecimal={false}
          value={record.every_days}
          onChange={(value) => set({ every_days: Number(value) || 1 })}
        />
      </div>
      <div className="side-by-side">
        <NativeSelect
          label="Whom"
          data={Object.entries(whom).map(([value, label]) => ({ value, label }))}
          value={record.visitors}
          onChange={(event) => set({ visitors: event.currentTarget.value as Visitors })}
        />
        <NativeSelect
          label="The chat leads to"
          value={leadsTo}
          onChange={(event) => lead(event.currentTarget.value)}
          data={[
            { value: "", label: "What the page says" },
            {
              group: "Queues",
              items: byName(Object.values(desk.queues), (one) => one.name).map((one) => ({
                value: `queue ${one.id}`,
                label: one.name,
              })),
            },
            {
              group: "Topics",
              items: byName(Object.values(desk.topics), (one) => one.name).map((one) => ({
                value: `topic ${one.id}`,
                label: one.name,
              })),
            },
          ]}
        />
      </div>
      <fieldset className={classes.texts}>
        <legend>What is asked</legend>
        <Text size="xs" c="dimmed">
          One is enough: where a visitor’s language is missing, English is used, or else the first.
        </Text>
        {languages.map(([tag, label]) => (
          <Textarea
            key={tag}
            label={label}
            lang={tag}
            dir="auto"
            rows={1}
            autosize
            maxLength={300}
            value={record.texts[tag] ?? ""}
            onChange={(event) => set({ texts: { ...record.texts, [tag]: event.currentTarget.value } })}
          />
        ))}
      </fieldset>
    </>
  );
}

export function InvitationsPage() {
  return <RecordsPage kind={kind} read={useLibraryRead("invitation rules", readRules)} />;
}

async function readRules(): Promise<InvitationRule[]> {
  return byName(await http.invitationRules(), (one) => one.name);
}
