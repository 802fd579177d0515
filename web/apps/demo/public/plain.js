// The script of the plain page: as a site's own would be, without a build. It works before the chat's script has loaded.

window.Holdfast = window.Holdfast || [];

for (const button of document.querySelectorAll("[data-call]")) {
  button.addEventListener("click", () => Holdfast.push(JSON.parse(button.dataset.call)));
}

const heard = document.getElementById("heard");
for (const name of [
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
]) {
  Holdfast.push([
    "on",
    name,
    (detail) => {
      const line = document.createElement("li");
      line.textContent = `${name} ${JSON.stringify(detail)}`;
      heard.append(line);
    },
  ]);
}

/** The site's server is asked each time anew, for a token is good for some minutes only. */
async function fetchToken(name) {
  const answer = await fetch("/api/demo/identity", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  return answer.ok ? (await answer.json()).token : "";
}

const who = document.getElementById("who");
for (const button of document.querySelectorAll("[data-sign-in]")) {
  button.addEventListener("click", () => {
    const name = button.dataset.signIn;
    who.textContent = `Signed in as ${name}.`;
    Holdfast.push(["identify", { token: () => fetchToken(name) }]);
  });
}
document.querySelector("[data-sign-out]").addEventListener("click", () => {
  who.textContent = "Not signed in.";
  Holdfast.push(["logout"]);
});
