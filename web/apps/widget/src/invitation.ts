// A page that is never seen: the loader opens it when a rule has come true, to learn whether somebody is there. Here and not on the host's
// page, because only this origin knows whether the visitor has a chat already, and the host's policy may allow no calls to it.

/** The same as the widget's. By itself, so that nothing of the first view moves into a shared piece. */
const tokenKey = "holdfast.token";
const charsMax = 200;

async function ask(question: Record<string, unknown>): Promise<unknown> {
  const query = new URLSearchParams();
  for (const name of ["rule", "queue", "language"])
    if (typeof question[name] === "string") query.set(name, question[name].slice(0, charsMax));
  const token = tokenOf();
  try {
    const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    const response = await fetch(`/api/widget/invitation?${query}`, { credentials: "omit", headers });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

function tokenOf(): string | null {
  try {
    return localStorage.getItem(tokenKey);
  } catch {
    return null;
  }
}

addEventListener("message", (event) => {
  const question = event.data as Record<string, unknown> | null;
  if (event.source !== window.parent || window.parent === window || event.origin === "null") return;
  if (question?.holdfast !== 1 || question.type !== "ask") return;
  void ask(question).then((invitation) => {
    window.parent.postMessage({ holdfast: 1, type: "invitation", invitation }, event.origin);
  });
});
