// The agent's pointer over the page: where it is, what is clicked (that element) or drawn around (that place). Shown here as the customer
// sees it.

import type { FromAgent } from "@holdfast/client/cobrowse";
import type { Replayer } from "@rrweb/replay";
import type { Stage } from "./stage";

/** The server takes 30 a second. */
const pointerEveryMs = 60;
const dragMin = 6;
/** An element that fills the window tells nothing; the place that was clicked does. */
const largestPart = 0.5;
const spot = 72;
const markMs = 20_000;

interface Place {
  x: number;
  y: number;
}

export class Pointing {
  private readonly glass = document.createElement("div");
  private readonly mark = document.createElement("div");
  private from: Place | null = null;
  private last = 0;
  private timer = 0;

  constructor(
    private readonly stage: Stage,
    private readonly replayer: () => Replayer | null,
    private readonly say: (said: FromAgent) => void,
  ) {
    this.glass.className = "glass";
    this.mark.className = "mark";
    this.mark.hidden = true;
    this.glass.addEventListener("pointermove", (event) => this.move(event));
    this.glass.addEventListener("pointerleave", () => this.say({ type: "away" }));
    this.glass.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.glass.setPointerCapture(event.pointerId);
      this.from = this.place(event);
    });
    this.glass.addEventListener("pointerup", (event) => this.up(event));
    this.glass.addEventListener("pointercancel", () => {
      this.from = null;
    });
  }

  /** Puts the glass over the page that is shown now. */
  cover(on: boolean): void {
    const page = this.stage.element.querySelector(".page");
    if (on) page?.append(this.glass, this.mark);
    else this.glass.remove();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.mark.hidden = true;
    this.say({ type: "clear" });
  }

  /** In pixels of the customer's window. */
  private place(event: PointerEvent): Place {
    const { left, top } = this.glass.getBoundingClientRect();
    const { scale } = this.stage;
    return { x: Math.round((event.clientX - left) / scale), y: Math.round((event.clientY - top) / scale) };
  }

  private move(event: PointerEvent): void {
    const place = this.place(event);
    if (this.from) this.show(boxOf(this.from, place));
    const now = performance.now();
    if (now - this.last < pointerEveryMs) return;
    this.last = now;
    this.say({ type: "pointer", ...place });
  }

  private up(event: PointerEvent): void {
    const { from } = this;
    this.from = null;
    if (!from) return;
    const to = this.place(event);
    const box = boxOf(from, to);
    if (box.width >= dragMin || box.height >= dragMin) {
      this.show(box);
      this.say({ type: "box", ...box });
      return;
    }
    this.click(to);
  }

  private click({ x, y }: Place): void {
    const replayer = this.replayer();
    const inner = replayer?.iframe.contentDocument;
    const element = inner?.elementFromPoint(x, y) ?? null;
    const id = element ? (replayer?.getMirror().getId(element) ?? -1) : -1;
    const found = element?.getBoundingClientRect();
    const view = replayer?.iframe;
    const whole = (view?.clientWidth ?? 0) * (view?.clientHeight ?? 0);
    if (!found || id <= 0 || found.width * found.height > whole * largestPart) {
      const box = { x: x - spot / 2, y: y - spot / 2, width: spot, height: spot };
      this.show(box);
      this.say({ type: "box", ...box });
      return;
    }
    this.show(found);
    this.say({ type: "element", id });
  }

  private show({ x, y, width, height }: { x: number; y: number; width: number; height: number }): void {
    const { style } = this.mark;
    style.transform = `translate(${x - 4}px, ${y - 4}px)`;
    style.width = `${width + 8}px`;
    style.height = `${height + 8}px`;
    this.mark.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.mark.hidden = true;
    }, markMs);
  }
}

function boxOf(one: Place, other: Place) {
  return {
    x: Math.min(one.x, other.x),
    y: Math.min(one.y, other.y),
    width: Math.abs(one.x - other.x),
    height: Math.abs(one.y - other.y),
  };
}
