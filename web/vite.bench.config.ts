import { defineConfig } from "vite";

// The page of the latency benchmark: the session's own drawing code, not shipped with the client.
export default defineConfig({
  root: "bench",
  worker: { format: "iife" },
  build: { target: "es2022", modulePreload: false, rollupOptions: { input: "bench/latency.html" } },
});
