// What of a field may be seen: nothing that was typed, unless the page marks the field as shown; of passwords and cards never anything.

import { looksLikeCard } from "./cards";

export const maskSelector = "[data-holdfast-mask]";
export const blockSelector = "[data-holdfast-block], holdfast-widget";
const showSelector = "[data-holdfast-show]";
/** Where people type outside of fields. */
const editableSelector = '[contenteditable]:not([contenteditable="false"]), [role="textbox"], textarea';
/** Longer ones look the same; how long a text is need not be known exactly. */
const dotsMax = 60;
const secretDots = "••••••••";

const secretAutocomplete =
  /\b(cc-(?!name|type|given|additional|family)[a-z-]+|(current|new)-password|one-time-code)\b/;
const secretName =
  /passw|passphrase|passcode|\bpin\b|card.?(num|no)|credit.?card|cc.?num|\bcvc|\bcvv|\bcsc\b|security.?code|iban|account.?num/i;
const spacedName = /([a-z])([A-Z])/g;

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function isField(node: unknown): node is Field {
  const name = (node as Element | null)?.nodeName;
  return name === "INPUT" || name === "TEXTAREA" || name === "SELECT";
}

/** Whether a field was ever one for a password: a page may show it as a text on demand. */
const passwords = new WeakSet<Field>();

/** Whether a field holds a password, a card's number or the like, whatever the page marks it as. */
export function isSecretField(field: Field): boolean {
  if (passwords.has(field)) return true;
  if (field.type === "password") {
    passwords.add(field);
    return true;
  }
  const said = field.getAttribute("autocomplete")?.toLowerCase() ?? "";
  if (secretAutocomplete.test(said)) return true;
  const names = ["name", "id", "aria-label", "placeholder"].map((name) => field.getAttribute(name) ?? "");
  const label = "labels" in field ? (field.labels?.[0]?.textContent ?? "") : "";
  const words = [...names, label].join(" ").slice(0, 400).replace(spacedName, "$1 $2");
  return secretName.test(words.replace(/[_-]+/g, " ")) || looksLikeCard(field.value);
}

/** The element or one around it that matches, also outside of its shadow root and of its frame. */
function around(element: Element, selector: string): Element | null {
  let inner: Element | null = element;
  while (inner) {
    const found: Element | null = inner.closest(selector);
    if (found) return found;
    const root = inner.getRootNode();
    if ("host" in root) inner = root.host as Element;
    else inner = inner.ownerDocument.defaultView?.frameElement ?? null;
  }
  return null;
}

export function isMasked(element: Element): boolean {
  return around(element, maskSelector) !== null;
}

/** Whether what stands in an element is typed there, or marked as not to be seen. */
export function isMaskedText(element: Element): boolean {
  return isMasked(element) || around(element, editableSelector) !== null;
}

export function dots(text: string): string {
  return text.slice(0, dotsMax).replace(/\S/g, "•");
}

/** What may be seen of a field's value; `seen` takes cards and secrets out of what is shown. */
export function visibleValue(field: Field, seen: (text: string) => string): string {
  const { value, type } = field;
  if (type === "hidden" || type === "file" || type === "image" || value === "") return "";
  if (type === "checkbox" || type === "radio") return "on";
  if (type === "submit" || type === "button" || type === "reset")
    return isMasked(field) ? dots(value) : seen(value);
  if (isSecretField(field)) return secretDots;
  if (!isShown(field)) return dots(value);
  // By its text, as people read it: the values of options are not sent.
  return seen("selectedOptions" in field ? (field.selectedOptions[0]?.text ?? "") : value);
}

function isShown(field: Field): boolean {
  return !isMasked(field) && around(field, showSelector) !== null;
}

/** Whether it may be seen that an option is the chosen one. */
export function isChoiceVisible(option: HTMLOptionElement): boolean {
  const select = option.closest("select");
  return select !== null && option.selected && isShown(select) && !isSecretField(select);
}

/** Whether it may be seen if a box is ticked. */
export function isTickVisible(field: Field): boolean {
  return !isMasked(field);
}
