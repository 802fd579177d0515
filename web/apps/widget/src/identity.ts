// Who the visitor is, proved: the page is asked for a proof, the server for what it is worth. Loaded when a page can prove something.
// A proof that has had its time is fetched anew, once at once and then again and again, and nobody loses the chat meanwhile.

import { type KeyValueStorage, systemClock } from "@holdfast/client";
import type { Identified, IdentityProof, Problem } from "@holdfast/client/protocol";
import { storageKeys, type WidgetModel } from "./model";
import type { PageEvent } from "./page-event";

/** How long a page may take to answer. */
const answerWithinMs = 20_000;
const againFirstMs = 2_000;
const againMostMs = 60_000;
/** A proof is renewed when a fifth of its time is left. */
const renewAfter = 0.8;
const renewLeastMs = 5_000;
/** A timer for longer than this runs at once. */
const timerMostMs = 12 * 3_600_000;

type Outcome =
  | { name: "done"; done: Identified }
  /** Nobody is signed in at the page. */
  | { name: "nobody" }
  /** The proof does not hold, or could not be had or brought. */
  | { name: "failed"; problem: { code: string; detail?: string }; again: boolean };

let renewal: ReturnType<typeof setTimeout> | undefined;
let attempts = 0;

export async function prove(
  model: WidgetModel,
  storage: KeyValueStorage,
  ask: () => Promise<unknown>,
  tell: PageEvent["tell"],
): Promise<void> {
  clearTimeout(renewal);
  const later = (ms: number) => {
    renewal = setTimeout(() => model.prove(), ms);
  };
  let outcome = await tryOnce(storage, ask);
  if (outcome.name === "failed" && outcome.problem.code === "identity_expired")
    outcome = await tryOnce(storage, ask);
  switch (outcome.name) {
    case "done": {
      attempts = 0;
      const { done } = outcome;
      if (done.switched) model.forget();
      model.take(done.token ?? null, {
        ...(done.name ? { name: done.name } : {}),
        ...(done.email ? { email: done.email } : {}),
      });
      const left = Date.parse(done.until) - systemClock.now();
      later(Math.min(timerMostMs, Math.max(renewLeastMs, left * renewAfter)));
      return;
    }
    case "nobody":
      // The conversation of who was signed in is nobody else's to see.
      if (storage.getItem(storageKeys.proved)) model.logout();
      return;
    case "failed":
      tell("error", outcome.problem);
      // What somebody proved is shown to nobody who does not: but who is in it already stays until the server says no.
      if (storage.getItem(storageKeys.proved) && !model.talk) model.hide();
      if (outcome.again) later(Math.min(againMostMs, againFirstMs * 2 ** attempts++));
      return;
  }
}

async function tryOnce(storage: KeyValueStorage, ask: () => Promise<unknown>): Promise<Outcome> {
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), answerWithinMs));
  const given = await Promise.race([ask(), late]);
  if (given === null || (given as { token?: unknown } | undefined)?.token === "") return { name: "nobody" };
  const proof = readProof(given);
  if (!proof)
    return {
      name: "failed",
      problem: { code: "identity_unavailable", detail: "the page gave no proof of who its visitor is" },
      again: true,
    };
  const token = storage.getItem(storageKeys.token);
  try {
    const answer = await fetch("/api/customer/identity", {
      method: "POST",
      credentials: "omit",
      headers: {
        "content-type": "application/json",
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(proof),
    });
    if (answer.ok) return { name: "done", done: (await answer.json()) as Identified };
    const { code, detail, retry } = (await answer.json()) as Problem;
    return { name: "failed", problem: { code, detail }, again: retry || code === "identity_expired" };
  } catch {
    return { name: "failed", problem: { code: "unreachable" }, again: true };
  }
}

/** The fields of a proof that are texts. */
export function readProof(given: unknown): IdentityProof | null {
  const proof: Record<string, string> = {};
  for (const name of ["token", "external_id", "hmac", "key", "name", "email"] as const) {
    const value = (Object(given) as Record<string, unknown>)[name];
    if (typeof value === "string" || typeof value === "number") proof[name] = String(value);
  }
  return proof.token || (proof.external_id && proof.hmac) ? proof : null;
}
