import { defineConfig } from "vite";

export default defineConfig({
  build: {
    outDir: "../../dist/recorder",
    emptyOutDir: true,
    target: "es2020",
    lib: { entry: "src/main.ts", name: "HoldfastCobrowse", formats: ["iife"], fileName: () => "cobrowse.js" },
  },
});
