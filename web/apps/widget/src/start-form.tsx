// Before the chat: who asks, and what about.

import { useRef, useState } from "preact/hooks";
import type { PartProps } from "./app";
import { Icon } from "./icons";
import type { StartForm as Form } from "./model";

type Missing = Partial<Record<keyof Form, string>>;

export function StartForm({ model, view, texts }: PartProps) {
  const [form, setForm] = useState(view.form);
  const [missing, setMissing] = useState<Missing>({});
  const fields = useRef<HTMLFormElement>(null);
  const text = texts.form;

  const change = (name: keyof Form) => (event: { currentTarget: { value: string } }) => {
    const changed = { ...form, [name]: event.currentTarget.value };
    setForm(changed);
    model.keepForm(changed);
    if (missing[name]) setMissing({ ...missing, [name]: undefined });
  };

  const submit = (event: Event) => {
    event.preventDefault();
    const found: Missing = {};
    if (!form.name.trim()) found.name = text.nameMissing;
    if (form.email.trim() && !/^\S+@\S+$/.test(form.email.trim())) found.email = text.emailWrong;
    if (!form.question.trim()) found.question = text.questionMissing;
    setMissing(found);
    const first = (["name", "email", "question"] as const).find((name) => found[name]);
    if (first) fields.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    else void model.startChat(form);
  };

  const describe = (name: keyof Form) =>
    missing[name] ? { "aria-invalid": true, "aria-describedby": `${name}-missing` } : {};
  const complaint = (name: keyof Form) =>
    missing[name] && (
      <span class="missing" id={`${name}-missing`}>
        {missing[name]}
      </span>
    );

  return (
    <form class="start" ref={fields} onSubmit={submit} noValidate>
      <div class="greeting">
        <h2>{view.open ? texts.welcome.title : texts.welcome.closedTitle}</h2>
        <p>{view.open ? texts.welcome.lead : texts.welcome.closedLead}</p>
      </div>
      {view.canReturn && (
        <button type="button" class="plain return" onClick={() => model.back()}>
          <Icon name="back" />
          {text.back}
        </button>
      )}
      {view.open && (
        <div class="fields">
          <label>
            <span>{text.name}</span>
            <input
              name="name"
              type="text"
              autocomplete="name"
              maxLength={100}
              value={form.name}
              onInput={change("name")}
              required
              data-focus
              {...describe("name")}
            />
            {complaint("name")}
          </label>
          <label>
            <span>
              {text.email} <small>({text.optional})</small>
            </span>
            <input
              name="email"
              type="email"
              autocomplete="email"
              maxLength={254}
              value={form.email}
              onInput={change("email")}
              {...describe("email")}
            />
            {complaint("email")}
          </label>
          <label class="grow">
            <span>{text.question}</span>
            <textarea
              name="question"
              rows={4}
              maxLength={view.state.messageCharsMax}
              placeholder={text.questionHint}
              value={form.question}
              onInput={change("question")}
              required
              {...describe("question")}
            />
            {complaint("question")}
          </label>
          {view.startProblem && (
            <p class="problem" role="alert">
              {view.startProblem === "unreachable"
                ? text.offline
                : texts.problem(view.startProblem.code, view.startProblem.detail)}
            </p>
          )}
          <button type="submit" class="primary" disabled={view.starting}>
            {view.starting ? text.starting : text.start}
          </button>
        </div>
      )}
    </form>
  );
}
