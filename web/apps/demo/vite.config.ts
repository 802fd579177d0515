import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    outDir: "../../dist/demo",
    emptyOutDir: true,
    assetsDir: "demo",
    assetsInlineLimit: 0,
    target: "es2022",
  },
});
