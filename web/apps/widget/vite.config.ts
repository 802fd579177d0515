import { defineConfig } from "vite";

const server = process.env.HOLDFAST_URL ?? "http://127.0.0.1:7070";

export default defineConfig({
  base: "/widget/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../dist/widget",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
    modulePreload: false,
    rolldownOptions: { input: ["index.html", "invitation.html"] },
  },
  server: { proxy: { "/api": { target: server, ws: true } } },
});
