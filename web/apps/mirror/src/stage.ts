// The place where the page is shown, as large as fits, whatever the size of the customer's window.

import type { Replayer } from "@rrweb/replay";

export interface Size {
  width: number;
  height: number;
}

export class Stage {
  private size: Size = { width: 0, height: 0 };
  scale = 1;

  constructor(readonly element: HTMLElement) {
    new ResizeObserver(() => this.fit()).observe(element);
  }

  /** Takes away what is shown, and makes a new place. */
  clear(): HTMLElement {
    const place = document.createElement("div");
    place.className = "page";
    this.element.replaceChildren(place);
    return place;
  }

  /** Shows the page in the customer's colours and not in the agent's: a frame takes the scheme of where it stands. */
  dye(isDark: boolean): void {
    const page = this.element.querySelector<HTMLElement>(".page");
    if (page) page.style.colorScheme = isDark ? "dark" : "light";
  }

  follow(replayer: Replayer): void {
    replayer.on("resize", (size) => {
      this.size = size as Size;
      this.fit();
    });
  }

  private fit(): void {
    const page = this.element.querySelector<HTMLElement>(".page");
    const { width, height } = this.size;
    if (!page || !width || !height) return;
    const room = this.element.getBoundingClientRect();
    this.scale = Math.min(1, room.width / width, room.height / height) || 1;
    page.style.width = `${width}px`;
    page.style.height = `${height}px`;
    const left = Math.max(0, (room.width - width * this.scale) / 2);
    const top = Math.max(0, (room.height - height * this.scale) / 2);
    page.style.transform = `translate(${left}px, ${top}px) scale(${this.scale})`;
    page.dataset.shown = "";
  }
}
