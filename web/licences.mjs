// Writes assets/licences.txt: each package whose code is in the built client, with the text of its licence.
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";

const MODULES = `${sep}node_modules${sep}`;
/** Ajv makes code that is bundled (checks.mjs), without being bundled itself. */
const MAKES_CODE = [join("node_modules", "ajv")];
const LINE = "=".repeat(80);

/** The folder of the package that a module comes from, or null for one of our own. */
function packageOf(id) {
  const at = id.lastIndexOf(MODULES);
  if (id.startsWith("\0") || at < 0) return null;
  const names = id.slice(at + MODULES.length).split(sep);
  return join(id.slice(0, at + MODULES.length), ...names.slice(0, names[0].startsWith("@") ? 2 : 1));
}

/** Name, version and licence of a package, then the licence's text; an error where there is no text. */
async function section(folder) {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  // MediaPipe's package brings no text; mirra's own LICENSE is that of the same licence.
  const path = file ? join(folder, file) : license === "Apache-2.0" ? join("..", "LICENSE") : null;
  if (!path) throw new Error(`${name} has no licence text in ${folder}: add one to web/licences.mjs.`);
  return `${LINE}\n${name} ${version} (${license})\n${LINE}\n${(await readFile(path, "utf8")).trim()}\n`;
}

/** The libraries inside the tracker's WebAssembly, whose package names none of them: web/licences/ has their texts. */
async function insideTheTracker() {
  const files = (await readdir("licences")).sort();
  const texts = await Promise.all(files.map((file) => readFile(join("licences", file), "utf8")));
  return files.map((file, at) => `${LINE}\ninside @mediapipe/tasks-vision: ${file.replace(/\.txt$/, "")}\n${LINE}\n${texts[at].trim()}\n`);
}

/** Two plugins for Vite: `worker` for the build of a Worker, `client` for that of the pages, which writes the file. */
export function licences() {
  const folders = new Set(MAKES_CODE.filter(existsSync).map((folder) => join(process.cwd(), folder)));
  const note = (bundle) => {
    for (const part of Object.values(bundle)) {
      for (const id of part.type === "chunk" ? part.moduleIds : []) {
        const folder = packageOf(id);
        if (folder) folders.add(folder);
      }
    }
  };
  return {
    worker: { name: "mirra-licences-of-a-worker", generateBundle: (_options, bundle) => note(bundle) },
    client: {
      name: "mirra-licences",
      apply: "build",
      async generateBundle(_options, bundle) {
        note(bundle);
        const sections = await Promise.all([...folders].sort().map(section));
        const source = [...sections, ...(await insideTheTracker())].join("\n");
        this.emitFile({ type: "asset", fileName: "assets/licences.txt", source });
      },
    },
  };
}
