import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../../dist/loader",
    emptyOutDir: true,
    target: "es2020",
    lib: { entry: "src/main.ts", name: "Holdfast", formats: ["iife"], fileName: () => "widget.js" },
  },
});
