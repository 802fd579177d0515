// The last place before anything leaves the page: each of rrweb's events is taken apart and put together again from what may be seen.
// What a field holds is asked of the field itself, so that nothing hangs on how rrweb came to know it. No address of anything is sent.

import {
  dots,
  type Field,
  isChoiceVisible,
  isField,
  isMasked,
  isMaskedText,
  isTickVisible,
  visibleValue,
} from "./fields";
import { type Attributes, type Event, kind, type Lookup, type Mutation, type Sent, source } from "./rrweb";
import type { Secrets } from "./secrets";

const address = /url\(\s*(?!["']?(?:data:|#))[^)]*\)/gi;
const imported = /@import[^;]*;/gi;
/** They name places, or hold whole pages. */
const addresses = new Set([
  "action",
  "formaction",
  "ping",
  "src",
  "srcset",
  "srcdoc",
  "poster",
  "data",
  "background",
  "cite",
  "manifest",
  "imagesrcset",
  "rr_src",
  "codebase",
  "archive",
  "longdesc",
  "usemap",
  "nonce",
  "integrity",
]);
/** Numbers that are shapes, and names that styles go by. */
const shapes = new Set([
  "d",
  "points",
  "transform",
  "viewBox",
  "values",
  "path",
  "class",
  "id",
  "for",
  "width",
  "height",
  "x",
  "y",
  "x1",
  "x2",
  "y1",
  "y2",
  "cx",
  "cy",
  "r",
  "rx",
  "ry",
  "offset",
  "stroke-dasharray",
  "gradientTransform",
]);
/** What people read of an element apart from its text. */
const readable = new Set(["alt", "title", "placeholder", "label", "summary", "content", "value"]);
/** Longer ones hold data and not states that styles go by. */
const dataCharsMax = 32;
/** A picker or a number shows no dots. */
const dotless = new Set(["number", "date", "datetime-local", "month", "week", "time"]);

export class Scrubber {
  constructor(
    private readonly live: Lookup,
    private readonly secrets: Secrets,
  ) {}

  /** The event as it may be sent; null if it may not be. */
  event(event: Event): Event | null {
    if (event.type === kind.meta) {
      const { href, width, height } = event.data;
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      return { ...event, data: { href: this.place(String(href)), width, height, dark } };
    }
    if (event.type === kind.fullSnapshot) {
      const { node, initialOffset } = event.data;
      return { ...event, data: { node: this.node(node as Sent), initialOffset } };
    }
    if (event.type !== kind.incremental) return null;
    const { data } = event;
    switch (data.source) {
      case source.mutation:
        return { ...event, data: this.mutation(data as unknown as Mutation) };
      case source.input:
        return { ...event, data: this.input(data) };
      case source.styleRule:
      case source.styleDeclaration:
      case source.adoptedStyles:
        return { ...event, data: withoutAddresses(data) };
      case source.mouseMove:
      case source.mouseInteraction:
      case source.scroll:
      case source.resize:
      case source.touchMove:
      case source.drag:
      case source.selection:
        return event;
      default:
        return null;
    }
  }

  /** Where the page is, without what addresses carry along. */
  private place(href: string): string {
    const { protocol, origin, pathname } = new URL(href);
    return protocol.startsWith("http") ? this.secrets.hide(origin + pathname) : "";
  }

  private node(sent: Sent): Sent {
    const node = this.live(sent.id);
    const seen = { ...sent };
    if (sent.attributes) {
      seen.attributes = this.attributes(sent.tagName ?? "", sent.attributes, node as Element | null);
      if (isField(node)) Object.assign(seen.attributes, this.field(node));
      if (isField(node) && !isTickVisible(node)) delete seen.attributes.checked;
      if (node?.nodeName === "OPTION" && isChoiceVisible(node as HTMLOptionElement))
        seen.attributes.selected = true;
    }
    if (sent.textContent !== undefined) seen.textContent = this.text(sent.textContent, node);
    if (sent.childNodes) seen.childNodes = sent.childNodes.map((child) => this.node(child));
    return seen;
  }

  private mutation(data: Mutation): Event["data"] {
    return {
      ...data,
      texts: data.texts.map(({ id, value }) => ({ id, value: value && this.text(value, this.live(id)) })),
      attributes: data.attributes.map(({ id, attributes }) => {
        const node = this.live(id) as Element | null;
        const seen = this.attributes(node?.localName ?? "", attributes, node);
        if (isField(node) && "value" in attributes) seen.value = visibleValue(node, this.secrets.hide);
        return { id, attributes: seen };
      }),
      adds: data.adds.map((add) => ({ ...add, node: this.node(add.node) })),
    };
  }

  private input(data: Event["data"]): Event["data"] {
    const node = this.live(data.id as number);
    if (!isField(node)) return { ...data, text: "", isChecked: false };
    this.secrets.note(node);
    const text = visibleValue(node, this.secrets.hide);
    return { ...data, text, isChecked: isTickVisible(node) && data.isChecked === true };
  }

  /** What of a field replaces what was found in its attributes. */
  private field(field: Field): Attributes {
    this.secrets.note(field);
    const seen: Attributes = { value: visibleValue(field, this.secrets.hide) };
    if (dotless.has(field.type)) seen.type = "text";
    return seen;
  }

  private text(text: string, node: Node | null): string {
    const parent = node?.parentNode ?? null;
    // Directly in a shadow root, what holds for its host holds for it.
    const isRoot = parent?.nodeType === Node.DOCUMENT_FRAGMENT_NODE && "host" in parent;
    const around = (isRoot ? parent.host : parent) as Element | null;
    if (!around?.closest) return text.trim() === "" ? text : dots(text);
    if (around.localName === "style") return withoutAddresses(text);
    if (around.localName === "script" || around.localName === "noscript") return "";
    return isMaskedText(around) ? dots(text) : this.secrets.hide(text);
  }

  private attributes(tag: string, given: Attributes, element: Element | null): Attributes {
    const masked = element ? isMasked(element) : false;
    const seen: Attributes = {};
    for (const [name, value] of Object.entries(given)) {
      const kept = this.attribute(tag, name, value, masked);
      if (kept !== undefined) seen[name] = kept;
    }
    return seen;
  }

  /** What of an attribute may be seen; undefined: nothing. */
  private attribute(tag: string, name: string, value: unknown, masked: boolean): unknown {
    if (name === "style" || name === "_cssText") return withoutAddresses(value);
    if (typeof value !== "string") return value;
    if (name.startsWith("on") || addresses.has(name)) return undefined;
    if (name.endsWith("href")) {
      // A part of the same picture; that a link is one can be seen, where it leads to cannot.
      if (value.startsWith("#")) return value;
      return tag === "a" || tag === "area" ? "#" : undefined;
    }
    if (name === "value") return tag === "li" || tag === "progress" || tag === "meter" ? value : undefined;
    if (name === "content") return undefined;
    if (shapes.has(name) || name.startsWith("rr_")) return value;
    if (name.startsWith("data-")) {
      return masked || value.length > dataCharsMax ? undefined : this.secrets.hide(value);
    }
    if (readable.has(name) || name.startsWith("aria-"))
      return masked ? dots(value) : this.secrets.hide(value);
    return this.secrets.hide(value);
  }
}

/** The same with nothing in it that would be loaded. */
function withoutAddresses<T>(value: T): T {
  if (typeof value === "string") return value.replace(imported, "").replace(address, 'url("data:,")') as T;
  if (Array.isArray(value)) return value.map(withoutAddresses) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutAddresses(one)])) as T;
}
