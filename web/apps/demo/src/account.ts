// The shop's own sign-in, made up: two customers without passwords. Whoever is signed in here is proved to the chat by a token, which
// the shop's server signs and which is fetched anew whenever the chat asks for one.

type Chat = (...call: [name: string, ...values: unknown[]]) => unknown;

const key = "northwind.customer";

/** Who is signed in at the shop; null: nobody, or the browser keeps nothing. */
function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(name: string | null): void {
  try {
    if (name) localStorage.setItem(key, name);
    else localStorage.removeItem(key);
  } catch {
    // Then the sign-in lasts as long as the page.
  }
}

/** What the shop's server says of who is signed in. */
async function fetchToken(name: string): Promise<string> {
  const answer = await fetch("/api/demo/identity", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  if (answer.status === 404) return "";
  if (!answer.ok) throw new Error(`the shop's server answered ${answer.status}`);
  const { token } = (await answer.json()) as { token: string };
  return token;
}

export function showAccount(chat: Chat): void {
  const account = document.getElementById("account");
  const who = document.getElementById("who");
  const signOut = document.getElementById("sign-out");
  if (!account || !who || !signOut) return;
  const signIns = [...account.querySelectorAll<HTMLElement>("[data-customer]")];

  const show = (name: string | null) => {
    who.textContent = name ? `Signed in as ${name}` : "Not signed in";
    for (const button of signIns) button.hidden = name !== null;
    signOut.hidden = name === null;
  };
  const identify = (name: string) => chat("identify", { token: () => fetchToken(name) });

  for (const button of signIns) {
    button.addEventListener("click", () => {
      const name = button.dataset.customer ?? "";
      remember(name);
      show(name);
      identify(name);
      signOut.focus();
    });
  }
  signOut.addEventListener("click", () => {
    remember(null);
    show(null);
    chat("logout");
    signIns[0]?.focus();
  });

  // A page that the customer comes back to proves it once more.
  const name = remembered();
  show(name);
  if (name) identify(name);
  account.hidden = false;
}
