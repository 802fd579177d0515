import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = process.env.HOLDFAST_URL ?? "http://127.0.0.1:7070";

export default defineConfig({
  base: "/desk/",
  plugins: [react()],
  build: { outDir: "../../dist/desk", emptyOutDir: true, assetsInlineLimit: 0, target: "es2022" },
  server: { proxy: { "/api": { target: server, ws: true } } },
});
