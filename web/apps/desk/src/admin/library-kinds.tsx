// Topics, standard texts and knowledge articles.

import type { Article, StandardText, Topic } from "@holdfast/client";
import { NativeSelect, Switch, Textarea, TextInput } from "@mantine/core";
import { byName, type RecordKind } from "./kinds";

const text = (event: { currentTarget: { value: string } }) => event.currentTarget.value;

export const topics: RecordKind<Topic> = {
  title: "Topics",
  one: "topic",
  about: "What customers choose before a chat; each leads to a queue.",
  records: (desk) => byName(Object.values(desk.topics), (one) => one.name),
  name: (one) => one.name,
  columns: [
    { head: "Leads to", cell: (one, desk) => desk.queues[one.queue]?.name ?? one.queue },
    { head: "Offered", cell: (one) => (one.enabled ? "Yes" : "No") },
  ],
  blank: () => ({ id: "", name: "", queue: "general", enabled: true }),
  form: ({ record, set, desk }) => (
    <>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={100}
        value={record.name}
        onChange={(event) => set({ name: text(event) })}
      />
      <NativeSelect
        label="Leads to"
        data={Object.values(desk.queues).map((queue) => ({ value: queue.id, label: queue.name }))}
        value={record.queue}
        onChange={(event) => set({ queue: text(event) })}
      />
      <Switch
        label="Customers may choose it"
        checked={record.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  ),
  put: (topic) => ({ name: "put_topic", topic }),
  remove: (one) => ({ name: "remove_topic", topic: one.id }),
};

export const standardTexts: RecordKind<StandardText> = {
  title: "Standard texts",
  one: "standard text",
  about: "What agents insert with a slash, or send as a link.",
  records: (desk) => byName(Object.values(desk.standardTexts), (one) => one.name),
  name: (one) => one.name,
  columns: [
    { head: "Shortcut", cell: (one) => (one.shortcut ? <code>/{one.shortcut}</code> : "—") },
    { head: "Says", cell: (one) => one.text || one.url },
    { head: "Language", cell: (one) => one.language || "Any" },
  ],
  blank: () => ({ id: "", name: "", shortcut: "", text: "", url: "", language: "" }),
  form: ({ record, set }) => (
    <>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={100}
        value={record.name}
        onChange={(event) => set({ name: text(event) })}
      />
      <TextInput
        label="Shortcut"
        description="What agents type after the slash; no spaces"
        leftSection="/"
        maxLength={30}
        value={record.shortcut}
        onChange={(event) => set({ shortcut: text(event).replace(/\s/g, "") })}
      />
      <Textarea
        label="Text"
        rows={5}
        maxLength={5000}
        value={record.text}
        onChange={(event) => set({ text: text(event) })}
      />
      <TextInput
        label="Link"
        description="If it has one, the link is sent instead of the text"
        placeholder="https://"
        maxLength={2000}
        value={record.url}
        onChange={(event) => set({ url: text(event) })}
      />
      <LanguageField value={record.language} onChange={(language) => set({ language })} />
    </>
  ),
  put: (standard_text) => ({ name: "put_standard_text", standard_text }),
  remove: (one) => ({ name: "remove_standard_text", standard_text: one.id }),
  wrong: (one) => (one.text.trim() === "" && one.url.trim() === "" ? "It needs a text or a link." : null),
};

export const articles: RecordKind<Article> = {
  title: "Knowledge",
  one: "article",
  about: "Articles that agents and bots find; an outage stands on top while it lasts.",
  records: () => [],
  name: (one) => one.title,
  columns: [
    { head: "Outage", cell: (one) => (one.outage ? "Yes" : "—") },
    { head: "Language", cell: (one) => one.language || "Any" },
  ],
  blank: () => ({ id: "", title: "", body: "", language: "", outage: false }),
  form: ({ record, set }) => (
    <>
      <TextInput
        label="Title"
        data-autofocus
        maxLength={100}
        value={record.title}
        onChange={(event) => set({ title: text(event) })}
      />
      <Textarea
        label="Text"
        rows={10}
        maxLength={20000}
        value={record.body}
        onChange={(event) => set({ body: text(event) })}
      />
      <LanguageField value={record.language} onChange={(language) => set({ language })} />
      <Switch
        label="It is an outage: something does not work at the moment"
        checked={record.outage}
        onChange={(event) => set({ outage: event.currentTarget.checked })}
      />
    </>
  ),
  put: (article) => ({ name: "put_article", article }),
  remove: (one) => ({ name: "remove_article", article: one.id }),
  wrong: (one) => (one.body.trim() === "" ? "An article needs a text." : null),
};

function LanguageField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      label="Language"
      description="A tag such as en or pt-BR; empty is any language"
      maxLength={35}
      value={value}
      onChange={(event) => onChange(text(event).trim())}
    />
  );
}
