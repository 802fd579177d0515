// Everything that leaves a customer's page, in plain text: requests, and frames of its sockets, with what co-browsing packs put together
// and inflated again.

import type { Page } from "@playwright/test";
import { Assembler } from "../../packages/client/src/cobrowse";

export class Wire {
  /** Of requests: address and body; of frames: all of it. */
  readonly sent: string[] = [];
  /** Pages as they were sent: each batch of events. */
  readonly shown: string[] = [];
  private readonly assembler = new Assembler(
    (batch) => this.shown.push(batch.text),
    () => undefined,
  );

  constructor(page: Page) {
    page.on("request", (request) => {
      if (!request.isNavigationRequest()) this.sent.push(`${request.url()} ${request.postData() ?? ""}`);
    });
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => {
        const text = payload.toString();
        this.sent.push(text);
        const frame = JSON.parse(text) as { type: string; data?: string };
        if (frame.type === "cobrowse") this.assembler.add(frame.data ?? "");
      });
    });
  }

  /** All of it. */
  async everything(): Promise<string> {
    await this.assembler.done();
    return [...this.sent, ...this.shown].join("\n");
  }
}
