import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { defineConfig, type Plugin } from "vite";

const vision = "node_modules/@mediapipe/tasks-vision/wasm";
const kept = ["vision_wasm_internal.js", "vision_wasm_internal.wasm", "vision_wasm_nosimd_internal.js", "vision_wasm_nosimd_internal.wasm"];

/** The tracker's WebAssembly lies beside our own files: nothing is fetched from elsewhere. */
function trackerFiles(): Plugin {
  return {
    name: "mirra-tracker-files",
    async generateBundle() {
      for (const name of kept) {
        this.emitFile({ type: "asset", fileName: `assets/vision/${name}`, source: await readFile(join(vision, name)) });
      }
    },
  };
}

/** Writes the list of everything a session needs, and its version, into the service worker. */
function offlineList(): Plugin {
  return {
    name: "mirra-offline-list",
    apply: "build",
    enforce: "post", // after the pages themselves are in the bundle: a change to them alone is a new version too
    async generateBundle(_options, bundle) {
      // A cached page keeps the rules it was sent with, so a change to those is a new version as well.
      const hash = createHash("sha256").update(await readFile("../src/mirra/clinic/pages.py"));
      const names: string[] = [];
      for (const [name, part] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (name.endsWith(".map")) continue;
        if (name !== "sw.js") names.push(`/${name}`);
        hash.update(name).update(part.type === "chunk" ? part.code : part.source);
      }
      for (const file of (await readdir("public", { recursive: true, withFileTypes: true })).filter((f) => f.isFile())) {
        const path = join(file.parentPath, file.name);
        const name = relative("public", path);
        names.push(`/${name}`);
        hash.update(name).update(await readFile(path));
      }
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("the service worker was not built");
      worker.code = worker.code
        .replace("__VERSION__", hash.digest("hex").slice(0, 16))
        .replace(/["'`]__FILES__["'`]/, JSON.stringify(names));
    },
  };
}

export default defineConfig({
  plugins: [svelte(), trackerFiles(), offlineList()],
  base: "/",
  worker: { format: "iife" },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { index: "index.html", session: "session.html", sw: "src/sw.ts" },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
