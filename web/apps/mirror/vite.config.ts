import { defineConfig } from "vite";

export default defineConfig({
  base: "/mirror/",
  build: {
    outDir: "../../dist/mirror",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: "es2022",
    modulePreload: false,
  },
});
