// The page's own buttons command the chat through the public queue, as any site may; it works before the chat's script has loaded.

import { showAccount } from "./account";
import { showCalls } from "./calls";

type Call = [name: string, ...values: unknown[]];

declare global {
  interface Window {
    Holdfast?: { push(...calls: Call[]): unknown };
  }
}

window.Holdfast ??= [] as Call[];
const chat = (...call: Call) => window.Holdfast?.push(call);

const ask = document.getElementById("ask");
if (ask) {
  ask.hidden = false;
  ask.addEventListener("click", () => chat("open"));
}
for (const button of document.querySelectorAll<HTMLElement>("[data-about]")) {
  button.addEventListener("click", () => {
    chat("prefill", { question: button.dataset.about });
    chat("open");
  });
}
showCalls(chat);
showAccount(chat);
