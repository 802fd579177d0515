// Whose page I see now.

import type { Conversation } from "@holdfast/client";
import type { Desk } from "@holdfast/client/desk";

/** The active chat if its customer shows its page to me. */
export function watchedPage(desk: Desk, active: string | null): Conversation | undefined {
  const conversation = active ? desk.conversations[active] : undefined;
  const { cobrowse } = conversation ?? {};
  const mine = cobrowse?.agent === desk.me.id && cobrowse.stage !== "invited";
  return mine && conversation?.phase === "engaged" ? conversation : undefined;
}
