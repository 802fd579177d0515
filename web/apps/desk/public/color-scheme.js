// Sets the colour scheme before the first paint, so that a dark desk does not flash white. A file of its own: inline scripts are not allowed.
(() => {
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("holdfast.color-scheme") ?? "auto";
  } catch {
    // Storage is blocked: the system's scheme.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
