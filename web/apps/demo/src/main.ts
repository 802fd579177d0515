// The page's own button opens the chat through the public snippet, as any site may.

interface HoldfastApi {
  open(): void;
}

const ask = document.getElementById("ask");
if (ask) {
  ask.hidden = false;
  ask.addEventListener("click", () => {
    (window as { Holdfast?: HoldfastApi }).Holdfast?.open();
  });
}
