// What was typed into secret fields, for as long as the page is shared: pages repeat it (on a picture of a card, in a summary), and
// what they repeat must not be seen either. It is known here and goes nowhere.

import { digitsOf, maskDigits } from "./cards";
import { type Field, isField, isSecretField } from "./fields";

/** Shorter ones are in every text. */
const charsMin = 4;
/** Each key typed is one; the newest are kept. */
const valuesMax = 400;

export class Secrets {
  private readonly values = new Set<string>();
  private readonly digits = new Set<string>();

  /** Remembers what stands in a field, if it is a secret one. */
  note(target: unknown): void {
    if (isField(target) && isSecretField(target)) this.remember(target);
  }

  /** Remembers what stands in all fields of a page: what repeats one of them may stand before it. */
  noteAll(root: ParentNode): void {
    for (const element of root.querySelectorAll("*")) {
      this.note(element);
      if (element.shadowRoot) this.noteAll(element.shadowRoot);
      // Another site's frame has none, and is not recorded.
      const inner = element.nodeName === "IFRAME" ? (element as HTMLIFrameElement).contentDocument : null;
      if (inner) this.noteAll(inner);
    }
  }

  private remember(field: Field): void {
    const { value } = field;
    if (value.trim().length < charsMin) return;
    keep(this.values, value);
    const digits = digitsOf(value);
    if (digits.length >= charsMin) keep(this.digits, digits);
  }

  /** The text without cards and without what was typed as a secret. */
  hide = (text: string): string => {
    let hidden = text;
    for (const value of this.values) {
      if (hidden.includes(value)) hidden = hidden.split(value).join("•".repeat(value.length));
    }
    return maskDigits(hidden, (run) => this.isPartOfSecret(run));
  };

  /** Groups of a card's number often stand in elements of their own. */
  private isPartOfSecret(run: string): boolean {
    if (run.length < charsMin) return false;
    for (const secret of this.digits) if (secret.includes(run) || run.includes(secret)) return true;
    return false;
  }
}

function keep(set: Set<string>, value: string): void {
  set.delete(value);
  set.add(value);
  if (set.size <= valuesMax) return;
  const [oldest] = set;
  if (oldest !== undefined) set.delete(oldest);
}
