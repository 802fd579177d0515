// Commands of a customer that has no socket: a message that is left, a chat that is left at logout.

import { createUuidMaker, systemClock } from "@holdfast/client";
import type { Command, Problem } from "@holdfast/client/protocol";

const newId = createUuidMaker(() => systemClock.now());

/** What is being said, under one id for every try, so that it is said once. */
let underWay: { text: string; id: string } | null = null;

/** Null when it was done, the server's refusal when not; throws when the server was not reached. */
export async function command(token: string, wanted: Command): Promise<Problem | null> {
  const text = JSON.stringify(wanted);
  if (underWay?.text !== text) underWay = { text, id: newId() };
  const response = await fetch("/api/commands", {
    method: "POST",
    credentials: "omit",
    // Said to the end even when the page goes.
    keepalive: true,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": underWay.id,
    },
    body: text,
  });
  if (response.ok) {
    underWay = null;
    return null;
  }
  const problem = (await response.json()) as Problem;
  if (!problem.retry) underWay = null;
  return problem;
}
