// Settings: each with what it does, its default and its value, effective at once.

import { parseDuration } from "@holdfast/client/desk";
import { Button, NativeSelect, Switch, TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useClient, useDesk } from "../desk/context";
import classes from "./admin.module.css";
import { type SettingGroup, type SettingWords, settingGroups } from "./settings-catalogue";

export function SettingsPage() {
  const { settings } = useDesk();
  const known = new Set(settingGroups.flatMap((group) => group.settings.map((one) => one.name)));
  const others = Object.keys(settings).filter((name) => !known.has(name));
  const groups: SettingGroup[] = [...settingGroups];
  if (others.length > 0) {
    groups.push({
      title: "Others",
      settings: others.map((name) => ({
        name,
        label: name.replaceAll("_", " "),
        what: "",
        initial: "",
        form: "duration",
      })),
    });
  }
  return (
    <>
      <header className={classes.head}>
        <div>
          <h2>Settings</h2>
          <p>
            A change takes effect at once, for everybody. Durations are written such as 500ms, 20s, 10min,
            24h.
          </p>
        </div>
      </header>
      {groups.map((group) => (
        <section key={group.title} className={classes.panel} aria-label={group.title}>
          <h3>{group.title}</h3>
          {group.settings
            .filter((one) => one.name in settings)
            .map((one) => (
              <SettingRow key={one.name} words={one} value={settings[one.name] ?? ""} />
            ))}
        </section>
      ))}
    </>
  );
}

function SettingRow({ words, value }: { words: SettingWords; value: string }) {
  const client = useClient();
  const id = useId();
  const [text, setText] = useState(value);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(false);
  const type = (typed: string) => {
    setText(typed);
    setWrong(false);
  };
  useEffect(() => {
    setText(value);
    setWrong(false);
  }, [value]);
  const save = async (next: string) => {
    if (next === value) return;
    setBusy(true);
    const outcome = await client.command({ name: "set_setting", setting: words.name, value: next });
    setBusy(false);
    // What was typed stays, to be put right.
    setWrong(!outcome.done);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter") void save(text.trim());
    if (event.key === "Escape") type(value);
  };
  const changed = words.initial !== "" && !isSame(words, value, words.initial);
  return (
    <div className={classes.setting}>
      <div>
        <label htmlFor={id} className={classes.settingName}>
          {words.label}
        </label>
        <p>{words.what}</p>
      </div>
      <div className={classes.settingInput}>
        {words.form === "flag" ? (
          <Switch
            id={id}
            checked={value === "true"}
            disabled={busy}
            onChange={(event) => void save(String(event.currentTarget.checked))}
          />
        ) : words.form === "choice" ? (
          <NativeSelect
            id={id}
            size="xs"
            data={[...(words.choices ?? [])]}
            value={value}
            disabled={busy}
            onChange={(event) => void save(event.currentTarget.value)}
          />
        ) : (
          <>
            <TextInput
              id={id}
              size="xs"
              w={110}
              value={text}
              disabled={busy}
              error={wrong}
              onChange={(event) => type(event.currentTarget.value)}
              onKeyDown={keys}
            />
            {text.trim() !== value && (
              <Button size="compact-xs" loading={busy} onClick={() => void save(text.trim())}>
                Save
              </Button>
            )}
          </>
        )}
      </div>
      <div className={classes.settingInitial}>
        {words.initial && `Default ${shown(words, words.initial)}`}
        {changed && (
          <Button size="compact-xs" variant="subtle" onClick={() => void save(words.initial)}>
            Reset
          </Button>
        )}
      </div>
    </div>
  );
}

/** Durations may be written in several ways: 60s is 1min. */
function isSame(words: SettingWords, a: string, b: string): boolean {
  return words.form === "duration" ? parseDuration(a) === parseDuration(b) : a === b;
}

function shown(words: SettingWords, value: string): string {
  if (words.form === "flag") return value === "true" ? "on" : "off";
  return words.choices?.find((one) => one.value === value)?.label.toLowerCase() ?? value;
}
