// The page's pictures, drawn small and sent as they are seen here: whoever watches loads nothing from the page's site. One that the
// browser does not let be read (another site's, without CORS) is left out. Done while the browser is idle, those in view first.

import { blockSelector, isMasked } from "./fields";
import { type Event, kind, source } from "./rrweb";

const sideMax = 900;
const quality = 0.6;
const charsMax = 160_000;
/** All pictures of one snapshot. */
const charsOfAllMax = 2_500_000;
/** Placeholders and pixels that count visits. */
const sideMin = 3;
const drawnAtOnce = 3;

interface Drawn {
  from: string;
  data: string;
}

export class Pictures {
  private readonly drawn = new WeakMap<HTMLImageElement, Drawn>();
  private waiting: HTMLImageElement[] = [];
  private chars = 0;
  private asked = 0;

  constructor(
    private readonly numberOf: (node: Node) => number,
    private readonly emit: (event: Event) => void,
  ) {
    document.addEventListener("load", this.onLoad, true);
  }

  /** After a snapshot: all of the page's. */
  begin(): void {
    this.chars = 0;
    const inView = (image: HTMLImageElement) => {
      const { top, bottom } = image.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const all = [...document.images];
    this.waiting = [...all.filter(inView), ...all.filter((image) => !inView(image))];
    this.later();
  }

  stop(): void {
    document.removeEventListener("load", this.onLoad, true);
    this.waiting = [];
  }

  private onLoad = (event: globalThis.Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLImageElement)) return;
    this.waiting.push(target);
    this.later();
  };

  private later(): void {
    if (this.asked || this.waiting.length === 0) return;
    const run = () => {
      this.asked = 0;
      for (const image of this.waiting.splice(0, drawnAtOnce)) this.send(image);
      this.later();
    };
    // Safari has no idle times.
    this.asked =
      "requestIdleCallback" in window ? requestIdleCallback(run, { timeout: 500 }) : setTimeout(run, 50);
  }

  private send(image: HTMLImageElement): void {
    const id = this.numberOf(image);
    if (id <= 0 || !image.isConnected || image.closest(blockSelector) || isMasked(image)) return;
    const data = this.draw(image);
    if (!data || this.chars + data.length > charsOfAllMax) return;
    this.chars += data.length;
    const attributes = [{ id, attributes: { src: data } }];
    const mutation = { source: source.mutation, texts: [], removes: [], adds: [], attributes };
    this.emit({ type: kind.incremental, data: mutation, timestamp: Date.now() });
  }

  private draw(image: HTMLImageElement): string | null {
    const { naturalWidth, naturalHeight, clientWidth, clientHeight } = image;
    if (!image.complete || naturalWidth < sideMin || naturalHeight < sideMin) return null;
    const known = this.drawn.get(image);
    const from = `${image.currentSrc} ${clientWidth}`;
    if (known?.from === from) return known.data;
    const wanted = Math.max(clientWidth / naturalWidth, clientHeight / naturalHeight) || 1;
    const scale = Math.min(1, wanted, sideMax / Math.max(naturalWidth, naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(naturalHeight * scale));
    try {
      canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
      const data = canvas.toDataURL("image/webp", quality);
      if (data.length > charsMax) return null;
      this.drawn.set(image, { from, data });
      return data;
    } catch {
      // The browser does not let it be read.
      return null;
    }
  }
}
