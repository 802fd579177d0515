// A site of another origin with a checkout to be shown to an agent: a strict policy, fields of all sorts, and a script that repeats what
// is typed, as such pages do.

import { createServer } from "node:http";

export interface ShopSite {
  url: string;
  stop: () => void;
}

/** One red pixel, large. */
const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120"><rect width="240" height="120" fill="#b3261e"/><circle cx="120" cy="60" r="44" fill="#ffd54f"/></svg>`;

const styles = `
  body { font: 16px/1.5 Georgia, serif; margin: 0; background: #faf7f2; color: #2b2118; }
  header { background: #2f4a3a; color: #fff; padding: 18px 40px; font-size: 22px; }
  @media (prefers-color-scheme: dark) { header { border-bottom: 3px solid #c8a15a; } }
  main { display: grid; grid-template-columns: 420px 1fr; gap: 48px; padding: 32px 40px; }
  form { display: grid; gap: 14px; } label { display: grid; gap: 4px; font-size: 14px; }
  input, textarea, select { font: inherit; padding: 8px 10px; border: 1px solid #b9a98f; border-radius: 6px; }
  button { font: inherit; padding: 10px 18px; border: 0; border-radius: 6px; background: #2f4a3a; color: #fff; }
  .card { background: linear-gradient(120deg, #31506b, #16222e); color: #fff; border-radius: 14px; padding: 26px; font: 22px monospace; width: 320px; }
  #total { font-size: 28px; } [hidden] { display: none; }`;

const script = `
  window.Holdfast = window.Holdfast || [];
  addEventListener("DOMContentLoaded", () => {
    const card = document.querySelector("#card");
    if (!card) return;
    // On a picture of a card, group by group, and once more after a while: what pages do.
    const shown = document.querySelector("#shown");
    card.addEventListener("input", () => {
      shown.textContent = card.value;
      const groups = card.value.replace(/ /g, "").match(/.{1,4}/g) || [];
      document.querySelectorAll(".group").forEach((one, at) => { one.textContent = groups[at] || ""; });
      card.setAttribute("data-number", card.value);
      const now = card.value;
      setTimeout(() => { document.querySelector("#late").title = "Card " + now; }, 250);
    });
    document.querySelector("#spare").value = "6011 0009 9013 9424";
    const secret = document.querySelector("#secret");
    document.querySelector("#reveal").addEventListener("click", () => { secret.type = "text"; });
    secret.addEventListener("input", () => { document.querySelector("#strength").dataset.of = secret.value; });
    document.querySelector("#add").addEventListener("click", () => {
      document.querySelector("#total").textContent = "Total: 269 EUR";
      const line = document.createElement("p");
      line.textContent = "Oak shelf added";
      document.querySelector("#basket").append(line);
    });
  });`;

const checkout = `
  <header>Northwind Home</header>
  <main>
    <p hidden>Spare card: starts with <b>6011</b></p>
    <form action="/pay?session=SECRET-SESSION">
      <h1>Checkout</h1>
      <input type="hidden" name="csrf" value="HIDDEN-CSRF-1234">
      <label>Full name <input id="name" name="name"></label>
      <label>Delivery notes <textarea id="notes" name="notes"></textarea></label>
      <label data-holdfast-show>Discount code <input id="code" name="code"></label>
      <label data-holdfast-show>Card number <input id="card" name="cardnumber" autocomplete="cc-number" inputmode="numeric"></label>
      <label>Password <input id="secret" name="secret" type="password"></label>
      <label>Spare card number <input id="spare" name="spare-card-number"></label>
      <button id="reveal" type="button">Show password</button>
      <div id="strength">Strength</div>
    </form>
    <section>
      <img src="/lamp.svg" width="240" height="120" alt="Brass lamp">
      <p id="basket">Brass lamp, 249 EUR</p>
      <p id="total">Total: 249 EUR</p>
      <button id="add" type="button">Add the oak shelf</button>
      <p class="card"><span id="shown"></span></p>
      <p class="card"><span class="group"></span> <span class="group"></span> <span class="group"></span> <span class="group"></span></p>
      <p id="late">Saved card: 5555 5555 5555 4444</p>
      <p data-holdfast-mask>Your IBAN ends in PRIVATE-TEXT</p>
      <p data-holdfast-block>BLOCKED-TEXT <img src="/lamp.svg" alt="BLOCKED-ALT"></p>
      <div id="letter" contenteditable="true"></div>
      <a href="/help?token=LINK-TOKEN">Help</a>
    </section>
  </main>`;

const help = `<header>Northwind Home</header><main><h1>Delivery and returns</h1></main>`;

/** Serves it; pages may load scripts of this origin and of `home` and nothing else. */
export async function serveShop(home: string): Promise<ShopSite> {
  const policy = `default-src 'none'; script-src 'self' ${home}; frame-src ${home}; style-src 'self'; img-src 'self'; base-uri 'none'`;
  const page = (body: string) =>
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Northwind Home</title>
     <link rel="stylesheet" href="/shop.css"><script src="/shop.js"></script>
     <script async src="${home}/widget.js" data-queue="general" data-locale="en"></script>${body}</html>`;
  const files: Record<string, [type: string, text: string]> = {
    "/shop.js": ["text/javascript", script],
    "/shop.css": ["text/css", styles],
    "/lamp.svg": ["image/svg+xml", picture],
    "/": ["text/html; charset=utf-8", page(checkout)],
    "/help": ["text/html; charset=utf-8", page(help)],
  };
  const site = createServer((request, answer) => {
    const [type, text] = files[new URL(request.url ?? "/", "http://shop").pathname] ?? ["text/plain", ""];
    answer.writeHead(text ? 200 : 404, { "content-type": type, "content-security-policy": policy });
    answer.end(text);
  });
  await new Promise<void>((done) => site.listen(0, "127.0.0.1", done));
  const address = site.address();
  if (address === null || typeof address === "string") throw new Error("the site has no port");
  return { url: `http://127.0.0.1:${address.port}`, stop: () => void site.close() };
}
