// Before the chat: who asks, and what about. While nobody is there the same form leaves a message, with an address to answer to.
// Made once for a stage, a language and its topics; what changes after that is changed in place, so that nobody loses the field it types in.

import { backPath } from "../icon-paths";
import { localeOf, type Words } from "../languages";
import type { FieldName, View, WidgetModel } from "../model";
import { problemText } from "../texts/shape";
import { type Child, make, picture, setAttribute, setText } from "./dom";
import { opensText } from "./opens";

/** A greeting up to this long is a heading, a longer one a paragraph. */
const headingCharsMax = 60;
const names = ["name", "email", "topic", "question"] as const;

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export interface Part {
  element: HTMLElement;
  update: (view: View) => void;
}

export function makeForm(model: WidgetModel, view: View, { texts, language }: Words): Part {
  const closed = view.stage === "closed";
  const text = texts.form;
  const topics = view.config?.topics ?? [];
  const title = make("h2", { dir: "auto" });
  const lead = make("p", { dir: "auto" });
  const opens = make("p", { class: "opens" });
  const send = make("button", { type: "submit", class: "primary" });
  const problem = make("p", { role: "alert" });
  const fields = new Map<FieldName, { control: Field; lack: HTMLElement }>();

  const field = (name: FieldName, control: Field, label: string, note = ""): HTMLElement => {
    const lack = make("span", { class: "missing", id: `${name}-missing` });
    setAttribute(control, "name", name);
    control.addEventListener("input", () => model.fill(name, control.value));
    fields.set(name, { control, lack });
    const title = make("span", {}, `${label} `, note ? make("small", {}, `(${note})`) : null);
    return make("label", { class: name }, title, control, lack);
  };
  const topicChoice = (): Child => {
    if (topics.length === 0) return null;
    const choices = topics.map((topic) => make("option", { value: topic.id }, topic.name));
    const control = make(
      "select",
      { required: view.topicWanted },
      make("option", { value: "" }, text.topicHint),
      ...choices,
    );
    return field("topic", control, text.topic, view.topicWanted ? "" : text.optional);
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const first = await model.submit();
    if (first) fields.get(first)?.control.focus();
  };

  const element = make(
    "form",
    { class: "start", novalidate: true, onsubmit: submit },
    make("div", { class: "greeting", role: closed ? "status" : null }, title, lead, opens),
    view.canReturn
      ? make(
          "button",
          { type: "button", class: "plain return", onclick: () => model.back() },
          picture(backPath),
          text.back,
        )
      : null,
    field(
      "name",
      make("input", {
        type: "text",
        autocomplete: "name",
        maxlength: 100,
        required: true,
        "data-focus": true,
      }),
      text.name,
    ),
    field(
      "email",
      make("input", { type: "email", autocomplete: "email", maxlength: 254, dir: "ltr", required: closed }),
      text.email,
      closed ? "" : text.optional,
    ),
    topicChoice(),
    field(
      "question",
      make("textarea", {
        rows: 3,
        dir: "auto",
        maxlength: view.config?.message_chars_max ?? 10_000,
        placeholder: text.questionHint,
        required: true,
      }),
      closed ? texts.closed.message : text.question,
    ),
    problem,
    send,
  );

  const update = (now: View) => {
    const prompts = now.config?.prompts;
    const welcome = prompts?.welcome ?? "";
    const isHeading = welcome !== "" && welcome.length <= headingCharsMax;
    const when = closed ? opensText(now.opensAt, localeOf(language)) : null;
    if (closed) {
      setText(title, texts.closed.title);
      setText(lead, prompts ? (prompts.closed ?? "") : texts.closed.lead);
    } else {
      setText(title, isHeading ? welcome : texts.welcome.title);
      setText(lead, !isHeading && welcome ? welcome : texts.welcome.lead);
    }
    setText(opens, when ? texts.closed.opens(when) : "");
    for (const name of names) {
      const one = fields.get(name);
      if (!one) continue;
      if (one.control.value !== now.form[name]) one.control.value = now.form[name];
      const lack = now.missing[name];
      setText(one.lack, lack ? text[lack] : "");
      setAttribute(one.control, "aria-invalid", lack ? "true" : null);
      setAttribute(one.control, "aria-describedby", lack ? one.lack.id : null);
    }
    const trouble = now.problem === "queue_full" ? prompts?.queue_full : undefined;
    setText(problem, trouble ?? (now.problem ? problemText(texts, now.problem) : ""));
    problem.className = now.problem ? "problem" : "";
    send.disabled = now.starting;
    const ready = closed ? texts.closed.send : text.start;
    setText(send, now.starting ? (closed ? texts.closed.sending : text.starting) : ready);
  };
  return { element, update };
}
