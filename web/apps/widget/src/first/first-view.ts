// What is shown before there is a conversation: header, form, and what follows a message that was left.

import { faceOf } from "../face";
import { closePath } from "../icon-paths";
import { type Language, languageNames, type Words } from "../languages";
import type { View, WidgetModel } from "../model";
import { make, picture, setText } from "./dom";
import { makeForm, type Part } from "./form";

export interface Actions {
  /** Null when the widget has a tab of its own. */
  onClose: (() => void) | null;
  onLanguage: (language: Language) => void;
}

export class FirstView {
  private made = "";
  private update: (view: View) => void = () => {};

  constructor(
    private readonly root: HTMLElement,
    private readonly model: WidgetModel,
    private readonly actions: Actions,
  ) {}

  /** Forgets what it made: another has used the place since. */
  forget(): void {
    this.made = "";
  }

  show(view: View, words: Words): void {
    const topics = view.config?.topics.map((topic) => [topic.id, topic.name]);
    const limit = view.config?.message_chars_max;
    const wanted = JSON.stringify([
      view.stage,
      view.canReturn,
      view.topicWanted,
      words.language,
      topics,
      limit,
    ]);
    if (wanted !== this.made) this.build(view, words);
    this.made = wanted;
    this.update(view);
  }

  private build(view: View, words: Words): void {
    const before = document.activeElement;
    const name = this.root.contains(before) ? before?.getAttribute("name") : null;
    const header = this.header(words);
    const body = this.body(view, words);
    const main = make(
      "main",
      { class: "widget", "aria-label": words.texts.chat },
      header.element,
      body.element,
    );
    this.root.replaceChildren(main);
    this.update = (now) => {
      header.update(now);
      body.update(now);
    };
    this.update(view);
    // Who was in a field of the form is in it again.
    if (name) this.root.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
    else if (view.stage === "left") this.root.querySelector("h2")?.focus();
  }

  private header({ texts, language }: Words): Part {
    const { onClose, onLanguage } = this.actions;
    const face = make("span", { "aria-hidden": "true" });
    const title = make("h1", { dir: "auto" });
    const choices = Object.entries(languageNames).map(([tag, own]) =>
      make("option", { value: tag, lang: tag, selected: tag === language }, own),
    );
    const languages = make(
      "select",
      { class: "language", name: "language", "aria-label": texts.language },
      ...choices,
    );
    languages.addEventListener("change", () => onLanguage(languages.value as Language));
    const close = { type: "button", class: "round", "aria-label": texts.close, title: texts.close };
    const element = make(
      "header",
      { class: "header" },
      face,
      make("div", { class: "who" }, title, make("p", {}, texts.team)),
      languages,
      onClose && make("button", { ...close, onclick: onClose }, picture(closePath)),
    );
    return {
      element,
      update: (view) => {
        const { initials, tone } = faceOf(view.tenantName || texts.chat);
        face.className = `avatar tone-${tone}`;
        setText(face, initials);
        setText(title, view.tenantName || texts.chat);
      },
    };
  }

  private body(view: View, words: Words): Part {
    const { texts } = words;
    if (view.stage === "form" || view.stage === "closed") return makeForm(this.model, view, words);
    if (view.stage !== "left") {
      const element = make("p", { class: "restoring", role: "status" }, texts.restoring);
      return { element, update: () => {} };
    }
    const again = { type: "button", class: "secondary", onclick: () => this.model.another() };
    const element = make(
      "section",
      { class: "start" },
      make(
        "div",
        { class: "greeting", role: "status" },
        make("h2", { tabindex: -1 }, texts.closed.sentTitle),
        make("p", {}, texts.closed.sentLead(view.form.email)),
      ),
      make("button", again, texts.closed.another),
    );
    return { element, update: () => {} };
  }
}
