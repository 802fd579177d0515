// Sends what the page shows, one batch at a time and no faster than server and line take it. The page is asked for more only when a batch
// is on its way, so that nothing piles up here; what the line lost is not sent again, a new snapshot is.

import type { Clock } from "@holdfast/client";
import { cutPieces } from "@holdfast/client/cobrowse";

/** Below the server's bounds of 20 a second and 120 at once, so that none is refused. */
const piecesPerSecond = 18;
const piecesAtOnce = 100;
/** What may stand in the socket: a message that is written meanwhile waits behind it. */
const bufferedBytesMax = 96 * 1024;
const lookAgainMs = 60;

export interface SenderLine {
  /** False: not connected. */
  send(data: string): boolean;
  /** Bytes that the socket has not sent yet. */
  buffered(): number;
}

export class PageSender {
  private pieces: string[] = [];
  private allowance = piecesAtOnce;
  private countedAtMs: number;
  /** What was begun before a reset is not gone on with. */
  private generation = 0;
  private looking = false;

  constructor(
    private readonly clock: Clock,
    private readonly line: SenderLine,
    private readonly wantsMore: () => void,
    private readonly broke: () => void,
  ) {
    this.countedAtMs = clock.now();
  }

  async take(stream: string, batch: number, text: string): Promise<void> {
    const { generation } = this;
    const pieces = await cutPieces({ stream, batch, text });
    if (generation !== this.generation) return;
    this.pieces.push(...pieces);
    this.pump();
  }

  /** Forgets what was to be sent. */
  reset(): void {
    this.generation += 1;
    this.pieces = [];
  }

  private pump(): void {
    this.count();
    while (this.pieces.length > 0 && this.allowance >= 1 && this.line.buffered() < bufferedBytesMax) {
      const [piece = ""] = this.pieces;
      if (!this.line.send(piece)) {
        this.reset();
        this.broke();
        return;
      }
      this.pieces.shift();
      this.allowance -= 1;
    }
    if (this.pieces.length === 0 && this.line.buffered() < bufferedBytesMax) this.wantsMore();
    else this.lookAgain();
  }

  private lookAgain(): void {
    if (this.looking) return;
    this.looking = true;
    const { generation } = this;
    this.clock.after(lookAgainMs, () => {
      this.looking = false;
      if (generation === this.generation || this.pieces.length > 0) this.pump();
    });
  }

  private count(): void {
    const now = this.clock.now();
    const earned = ((now - this.countedAtMs) / 1_000) * piecesPerSecond;
    this.allowance = Math.min(piecesAtOnce, this.allowance + Math.max(0, earned));
    this.countedAtMs = now;
  }
}
