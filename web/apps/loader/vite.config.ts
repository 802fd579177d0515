import { defineConfig } from "vite";

// Two scripts of one source: the plain one, and one that can invite visitors, served while there are rules for that.
export default defineConfig(({ mode }) => {
  const inviting = mode === "inviting";
  return {
    define: { __INVITING__: String(inviting) },
    build: {
      outDir: "../../dist/loader",
      emptyOutDir: !inviting,
      target: "es2020",
      lib: {
        entry: "src/main.ts",
        name: "Holdfast",
        formats: ["iife"],
        fileName: () => (inviting ? "widget-inviting.js" : "widget.js"),
      },
    },
  };
});
