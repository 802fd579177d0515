// What the customer sees of being watched: the bar that says so and ends it, the agent's pointer, and what the agent highlights.

import type { CobrowseTexts, Pointing } from "../../loader/src/cobrowse";
import { css } from "./style";

const highlightMs = 20_000;
const pointerMs = 4_000;

export interface OverlayOptions {
  root: ShadowRoot;
  texts: CobrowseTexts;
  onStop: () => void;
  /** The page's node of a number. */
  live: (id: number) => Node | null;
}

export class Overlay {
  private readonly layer = make("div", "cobrowse");
  private readonly said = make("span", "said");
  private readonly stop = make("button", "stop");
  private readonly pointer = make("div", "pointer");
  private readonly name = make("span", "name");
  private readonly mark = make("div", "mark");
  private readonly sheet = new CSSStyleSheet();
  private readonly pointerStyle: CSSStyleDeclaration;
  private readonly markStyle: CSSStyleDeclaration;
  private marked: (() => DOMRect | null) | null = null;
  private drawing = 0;
  private markTimer = 0;
  private pointerTimer = 0;

  constructor(private readonly options: OverlayOptions) {
    const { root, onStop } = options;
    this.sheet.replaceSync(css);
    this.pointerStyle = this.styleOf(".pointer");
    this.markStyle = this.styleOf(".mark");
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this.sheet];
    const bar = make("div", "bar");
    bar.setAttribute("role", "status");
    bar.append(make("span", "dot"), this.said, this.stop);
    this.stop.type = "button";
    this.stop.addEventListener("click", onStop);
    this.pointer.append(arrow(), this.name);
    this.pointer.hidden = true;
    this.mark.hidden = true;
    // Who does not see the page is not shown a place on it.
    for (const part of [this.mark, this.pointer]) part.setAttribute("aria-hidden", "true");
    this.layer.append(this.mark, this.pointer, bar);
    root.append(this.layer);
    this.speak(options.texts);
  }

  speak(texts: CobrowseTexts): void {
    this.layer.lang = texts.language;
    this.layer.dir = texts.direction;
    this.said.textContent = texts.sharing;
    this.stop.textContent = texts.stop;
    this.name.textContent = texts.agent;
    this.name.hidden = texts.agent === "";
  }

  point(pointing: Pointing): void {
    switch (pointing.type) {
      case "pointer":
        this.pointer.hidden = false;
        this.pointerStyle.transform = `translate(${pointing.x}px, ${pointing.y}px)`;
        clearTimeout(this.pointerTimer);
        this.pointerTimer = setTimeout(() => this.hidePointer(), pointerMs);
        return;
      case "away":
        this.hidePointer();
        return;
      case "box": {
        const { x, y, width, height } = pointing;
        // It stays where it is on the page, also when that is scrolled.
        const [left, top] = [x + scrollX, y + scrollY];
        this.highlight(() => new DOMRect(left - scrollX, top - scrollY, width, height));
        return;
      }
      case "element": {
        const node = this.options.live(pointing.id);
        if (node instanceof Element || node?.nodeType === Node.ELEMENT_NODE)
          this.highlight(() => placeOf(node as Element));
        return;
      }
      case "clear":
        this.clear();
        return;
    }
  }

  remove(): void {
    this.clear();
    this.hidePointer();
    this.layer.remove();
    const { root } = this.options;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }

  /**
   * What moves is moved by a rule of our own sheet. As an attribute the recorder would compare it with the one before, in a document to
   * which a strict page's policy applies as well.
   */
  private styleOf(selector: string): CSSStyleDeclaration {
    const at = this.sheet.insertRule(`${selector} {}`, this.sheet.cssRules.length);
    return (this.sheet.cssRules[at] as CSSStyleRule).style;
  }

  private hidePointer(): void {
    clearTimeout(this.pointerTimer);
    this.pointer.hidden = true;
  }

  private highlight(where: () => DOMRect | null): void {
    this.clear();
    this.marked = where;
    this.markTimer = setTimeout(() => this.clear(), highlightMs);
    const draw = () => {
      const place = this.marked?.() ?? null;
      this.mark.hidden = place === null;
      if (place) {
        const style = this.markStyle;
        style.transform = `translate(${place.x - 4}px, ${place.y - 4}px)`;
        style.width = `${place.width + 8}px`;
        style.height = `${place.height + 8}px`;
      }
      this.drawing = this.marked ? requestAnimationFrame(draw) : 0;
    };
    draw();
  }

  private clear(): void {
    clearTimeout(this.markTimer);
    cancelAnimationFrame(this.drawing);
    this.marked = null;
    this.mark.hidden = true;
  }
}

/** Where an element is on the screen, also within frames of the same site; null once it is gone. */
function placeOf(element: Element): DOMRect | null {
  if (!element.isConnected) return null;
  const place = element.getBoundingClientRect();
  let frame = element.ownerDocument.defaultView?.frameElement ?? null;
  if (element.ownerDocument === document) frame = null;
  while (frame) {
    const outer = frame.getBoundingClientRect();
    place.x += outer.x;
    place.y += outer.y;
    frame = frame.ownerDocument === document ? null : (frame.ownerDocument.defaultView?.frameElement ?? null);
  }
  return place;
}

function make<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function arrow(): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, "path");
  shape.setAttribute("d", "M3 2l7.5 19 2.7-7.8L21 10.5z");
  svg.append(shape);
  return svg;
}
