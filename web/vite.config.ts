import { svelte } from "@sveltejs/vite-plugin-svelte";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { defineConfig, type Plugin } from "vite";
import { contractChecks } from "./checks.mjs";
import { licences } from "./licences.mjs";

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

/** What is imported later (a language) is imported and nothing else: Vite's own helper makes links, which no-frames.js refuses. */
function plainImports(): Plugin {
  return {
    name: "mirra-plain-imports",
    enforce: "pre",
    load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null),
  };
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The headers of each page, as the server sends them; `{own}` stands for the address of the client's own files. */
async function headers() {
  const { kinds, always, policies, lent, lendable } = JSON.parse(await readFile("../src/mirra/clinic/headers.json", "utf-8"));
  const of = (page: string) => ({
    ...always,
    "content-security-policy": Object.entries({ ...policies.closed, ...policies[page] })
      .map((directive) => directive.join(" "))
      .join("; "),
    "permissions-policy": lendable
      .map((name: string) => `${name}=(${lent[page].includes(name) ? "self" : ""})`)
      .join(", "),
  });
  return { kinds, mouth: of("mouth"), eyes: of("eyes") };
}

/** Writes into the service worker what it may serve: each file's SHA-256, the headers that go with it, and the version. */
function offlineList(): Plugin {
  return {
    name: "mirra-offline-list",
    apply: "build",
    enforce: "post",
    generateBundle: {
      // Last of all: the pages are in the bundle (a change to them alone is a new version too), and Vite has put into the
      // files what it holds places for until then, as in each import of a language.
      order: "post",
      async handler(_options, bundle) {
        const hashes: Record<string, string> = {};
        for (const [name, part] of Object.entries(bundle)) {
          if (name.endsWith(".map") || name === "sw.js") continue;
          hashes[name === "index.html" ? "/" : `/${name}`] = sha256(part.type === "chunk" ? part.code : part.source);
        }
        for (const file of (await readdir("public", { recursive: true, withFileTypes: true })).filter((f) => f.isFile())) {
          const path = join(file.parentPath, file.name);
          hashes[`/${relative("public", path)}`] = sha256(await readFile(path));
        }
        const files = JSON.stringify(Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1))));
        const sent = JSON.stringify(await headers());
        const worker = bundle["sw.js"];
        if (worker?.type !== "chunk") throw new Error("the service worker was not built");
        worker.code = worker.code
          .replace("__VERSION__", sha256(files + sent + worker.code).slice(0, 16))
          .replace(/["'`]__FILES__["'`]/, () => files)
          .replace(/["'`]__HEADERS__["'`]/, () => sent);
      },
    },
  };
}

const bundled = licences();

export default defineConfig({
  plugins: [svelte(), plainImports(), contractChecks(), trackerFiles(), bundled.client, offlineList()],
  base: "/",
  // The Worker's first lines take away what it must not have, before any library in it runs.
  worker: { format: "iife", plugins: () => [bundled.worker], rolldownOptions: { output: { postBanner: await readFile("public/assets/narrow.js", "utf-8") } } },
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
  // Some walk through thousands of cases, which takes its time on a busy machine.
  test: { include: ["src/**/*.test.ts"], testTimeout: 60_000 },
} as Parameters<typeof defineConfig>[0]);
