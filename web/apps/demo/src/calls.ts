// The part of the page that shows what a site can tell the chat and what it hears of it: every call as a button, every event as a line.

type Chat = (...call: [name: string, ...values: unknown[]]) => unknown;

const calls: Record<string, [name: string, ...values: unknown[]]> = {
  open: ["open"],
  close: ["close"],
  toggle: ["toggle"],
  show: ["show"],
  hide: ["hide"],
  identify: ["identify", { name: "Eleanor Vance", email: "eleanor@example.com" }],
  prefill: ["prefill", { question: "Is the arc lamp dimmable?" }],
  attributes: ["attributes", { cart: "LX-2290, 1 piece" }],
  "locale: ar": ["locale", "ar"],
  logout: ["logout"],
};
const events = [
  "ready",
  "open",
  "close",
  "started",
  "message",
  "unread",
  "agent",
  "position",
  "ended",
  "error",
];
const linesMax = 12;

export function showCalls(chat: Chat): void {
  const buttons = document.getElementById("calls");
  const heard = document.getElementById("heard");
  if (!buttons || !heard) return;
  for (const [label, call] of Object.entries(calls)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = `Holdfast.push(${JSON.stringify(call)})`;
    button.addEventListener("click", () => chat(...call));
    buttons.append(button);
  }
  for (const name of events) {
    chat("on", name, (detail: object) => {
      const line = document.createElement("li");
      line.textContent = `${name} ${JSON.stringify(detail)}`;
      heard.prepend(line);
      while (heard.children.length > linesMax) heard.lastElementChild?.remove();
    });
  }
}
