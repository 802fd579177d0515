// Prompts: what customers are told at each turn, in each language, for all queues or one; reworded, switched off, or put back.

import type { Prompt, PromptList } from "@holdfast/client";
import { Button, Group, NativeSelect, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { useClient, useDesk } from "../desk/context";
import { http } from "../desk/http";
import { ReadProblem } from "../desk/read-problem";
import { StillReading } from "../desk/still-reading";
import { languageText } from "../format";
import classes from "./admin.module.css";
import { useLibraryRead } from "./use-library-read";

const when: Record<string, string> = {
  welcome: "Before the first message",
  in_queue: "While waiting; {position} and {estimate} stand for the customer's",
  agent_joined: "{agent} has entered",
  agent_interrupted: "{agent} is not heard at the moment",
  agent_lost: "{agent} was given up as lost; the conversation goes on",
  agent_back: "{agent} is heard again",
  transferred: "Passed to another agent or queue",
  released: "Put back into its queue",
  idle_warning: "Nobody did anything for a while",
  ended: "The chat is over",
  queue_full: "The queue takes no more",
  closed: "Outside the queue's hours",
  restored: "The customer's own connection is back",
};

export function PromptsPage() {
  const desk = useDesk();
  const [language, setLanguage] = useState("en");
  const [queue, setQueue] = useState("");
  const { data, error, again } = useLibraryRead("prompts", http.prompts);
  const languages = [...new Set((data?.shipped ?? []).map((one) => one.language))];
  const names = [...new Set((data?.shipped ?? []).map((one) => one.prompt))];
  return (
    <>
      <header className={classes.head}>
        <div>
          <h2>Prompts</h2>
          <p>
            What customers are told at each turn. A queue without a wording of its own says that of all
            queues.
          </p>
        </div>
        <Group gap="xs" wrap="nowrap">
          <NativeSelect
            className={classes.choice}
            aria-label="Language"
            data={(languages.length > 0 ? languages : ["en"]).map((one) => ({
              value: one,
              label: languageText(one),
            }))}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          />
          <NativeSelect
            className={classes.choice}
            aria-label="Queue"
            data={[
              { value: "", label: "All queues" },
              ...Object.values(desk.queues).map((one) => ({ value: one.id, label: one.name })),
            ]}
            value={queue}
            onChange={(event) => setQueue(event.currentTarget.value)}
          />
        </Group>
      </header>
      <div className={classes.panel}>
        {error && <ReadProblem error={error} onRetry={again} />}
        {!data
          ? !error && (
              <div className={classes.readingPanel}>
                <StillReading what="prompts" />
              </div>
            )
          : names.map((name) => (
              <PromptRow
                key={`${name} ${language} ${queue}`}
                name={name}
                language={language}
                queue={queue || null}
                list={data}
              />
            ))}
      </div>
    </>
  );
}

interface PromptRowProps {
  name: string;
  language: string;
  queue: string | null;
  list: PromptList;
}

function PromptRow({ name, language, queue, list }: PromptRowProps) {
  const client = useClient();
  const find = (prompts: readonly Prompt[], of: string | null) =>
    prompts.find((one) => one.prompt === name && one.language === language && (one.queue ?? null) === of);
  const own = find(list.own, queue);
  const inherited = (queue === null ? undefined : find(list.own, null)) ?? find(list.shipped, null);
  const known = own?.text ?? inherited?.text ?? "";
  const [text, setText] = useState(known);
  const [busy, setBusy] = useState(false);
  useEffect(() => setText(known), [known]);
  const set = async (wording: string | null) => {
    setBusy(true);
    await client.command({ name: "set_prompt", prompt: { prompt: name, language, queue, text: wording } });
    setBusy(false);
  };
  const off = own?.text === "";
  const unknown = strangePlaces(text, find(list.shipped, null)?.text ?? "");
  const changed = text !== known;
  return (
    <section className={classes.prompt} aria-label={name.replaceAll("_", " ")}>
      <div>
        <strong>{capital(name.replaceAll("_", " "))}</strong>
        <p>{when[name] ?? ""}</p>
        <span className={classes.tag} data-tone={off ? "off" : own ? "own" : undefined}>
          {off
            ? "Switched off"
            : own
              ? "Changed"
              : queue && inherited && find(list.own, null)
                ? "As for all queues"
                : "As shipped"}
        </span>
      </div>
      <div>
        <Textarea
          aria-label={`Wording of ${name.replaceAll("_", " ")}`}
          autosize
          minRows={2}
          maxLength={5000}
          dir="auto"
          placeholder={off ? "Nothing is said" : ""}
          error={unknown.length > 0 && `${unknown.join(", ")} stands for nothing here.`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group gap={6} mt={6} justify="flex-end">
          {own && (
            <Button size="compact-xs" variant="subtle" loading={busy} onClick={() => void set(null)}>
              Put back
            </Button>
          )}
          {!off && !changed && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              loading={busy}
              onClick={() => void set("")}
            >
              Switch off
            </Button>
          )}
          {changed && (
            <>
              <Button size="compact-xs" variant="default" onClick={() => setText(known)}>
                Cancel
              </Button>
              <Button size="compact-xs" loading={busy} onClick={() => void set(text.trim())}>
                Save
              </Button>
            </>
          )}
        </Group>
      </div>
    </section>
  );
}

/** Places such as `{agent}` in a wording that the shipped one does not have: nothing fills them. */
function strangePlaces(text: string, shipped: string): string[] {
  const places = (of: string) => of.match(/\{[a-z_]+\}/gi) ?? [];
  const known = new Set<string>(places(shipped));
  return [...new Set<string>(places(text))].filter((one) => !known.has(one));
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
