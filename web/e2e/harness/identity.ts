// The server of a site that proves who its visitors are: it has a key that an admin made, and signs a token for whoever is signed in.

import { createHmac } from "node:crypto";
import { type HostSite, listening, serveSite } from "./page-calls";
import type { HoldfastServer } from "./server";

export interface IdentityKey {
  kid: string;
  secret: string;
}

/** Has an admin make a key for a site. */
export async function makeIdentityKey(server: HoldfastServer, name = "The shop"): Promise<IdentityKey> {
  const admin = await server.api.signedIn("admin");
  const answer = await admin.post("/api/identity-keys", { data: { name, algorithm: "HS256" } });
  if (!answer.ok()) throw new Error(await answer.text());
  const made = (await answer.json()) as { key: { id: string }; secret: string };
  await admin.dispose();
  return { kid: made.key.id, secret: made.secret };
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs claims as docs/identity.md tells sites to. */
export function signToken({ kid, secret }: IdentityKey, claims: Record<string, unknown>): string {
  const signed = `${part({ alg: "HS256", typ: "JWT", kid })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

export interface ProvingSite extends HostSite {
  /** The tokens that pages have fetched. */
  tokens: string[];
  /** How long the next tokens are good, in seconds from now. */
  goodForSeconds: number;
  /** Whether the site's server answers at all. */
  answers: boolean;
  /** What its answers wait for. */
  held: Promise<unknown> | null;
}

/** A site whose visitors are customers 4711 and 4712; `signIn(id)` and `signOut()` of its page are what its own buttons would do. */
export async function serveProvingSite(home: string, key: IdentityKey): Promise<ProvingSite> {
  const names: Record<string, string> = { "4711": "Eleanor Vance", "4712": "Liu Wei" };
  const state: Omit<ProvingSite, keyof HostSite> = {
    tokens: [],
    goodForSeconds: 300,
    answers: true,
    held: null,
  };
  const site = await serveSite({
    policy: `default-src 'none'; script-src 'self' ${home}; frame-src ${home}; connect-src 'self'; base-uri 'none'`,
    body: `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1><script src="/site.js"></script>
      <script async src="${home}/widget.js" data-queue="general" data-locale="en"></script></html>`,
    script: `${listening}
      window.signIn = (id) => Holdfast.push(["identify", { token: () =>
        fetch("/chat-token", { method: "POST", headers: { who: id } }).then((answer) => {
          if (!answer.ok) throw new Error("the shop does not answer");
          return answer.text();
        }) }]);
      window.signOut = () => Holdfast.push(["logout"]);`,
    answer: async (request) => {
      await state.held;
      const id = String(request.headers.who);
      if (!state.answers) return { status: 503, text: "" };
      const now = Math.floor(Date.now() / 1000);
      const token = signToken(key, {
        external_id: id,
        name: names[id],
        email: `${id}@example.com`,
        exp: now + state.goodForSeconds,
      });
      state.tokens.push(token);
      return { status: 200, text: token };
    },
  });
  return Object.assign(state, site);
}
