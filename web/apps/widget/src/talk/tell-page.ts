// Which frames are news for the page around. What a page finds when it is loaded is no news.

import type { ServerFrame } from "@holdfast/client";
import { leadOf, type WidgetState } from "@holdfast/client/widget";
import type { PageEvent } from "../page-event";

export function tellPage(
  before: WidgetState,
  after: WidgetState,
  frame: ServerFrame,
  tell: PageEvent["tell"],
): void {
  if (frame.type === "place") {
    tell("position", { position: frame.place, estimate_ms: frame.estimate_ms ?? null });
    return;
  }
  if (frame.type !== "event" || frame.event.seq <= before.position) return;
  const { kind } = frame.event;
  if (kind === "end_user_post") tell("message", { from: "customer" });
  if (kind === "agent_post" || kind === "agent_pushed_url" || kind === "agent_file_sent")
    tell("message", { from: "agent" });
  if (kind === "bot_post") tell("message", { from: "bot" });
  const over = (state: WidgetState) => state.phase === null || state.phase === "closed";
  if (over(before) && !over(after)) tell("started", {});
  const lead = leadOf(after)?.name ?? null;
  if (lead !== (leadOf(before)?.name ?? null)) tell("agent", { name: lead });
  if (!over(before) && over(after)) tell("ended", { reason: after.disconnectReason ?? "" });
}
