// The checks "is this an event of the log?" and "is this an entry of the index page?" as plain code, made by ajv from the
// contract's JSON Schema while building: the page's policy allows no code that is made at run time.
import { readFile } from "node:fs/promises";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";

/** Each module and the union of the contract that it checks. */
const CHECKS = { "virtual:event": "Event", "virtual:entry": "Entry" };
const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;
const LENGTH = "(text) => [...text].length"; // ajv would load a file of its own to count letters as Python does

const nameOf = (ref) => ref.split("/").at(-1);

/** The definitions that these name, and those that they name in turn. */
function named(defs, parts, found = {}) {
  for (const [, ref] of JSON.stringify(parts).matchAll(/"\$ref":"([^"]+)"/g)) {
    const name = nameOf(ref);
    if (name in found) continue;
    found[name] = defs[name];
    named(defs, defs[name], found);
  }
  return found;
}

/** The source of the check of one union. */
export async function checkOf(union) {
  const text = await readFile(new URL("contract.schema.json", import.meta.url), "utf8");
  const schema = JSON.parse(text, (key, value) => (["title", "description", "default"].includes(key) ? undefined : value));
  // Events that lie on a device since before there were displays have none.
  for (const { properties, required } of Object.values(schema.$defs)) {
    const later = properties?.seq && properties.wall ? (properties.kind?.const === "opened" ? ["display", "shown"] : ["display"]) : [];
    for (const field of later) required.splice(required.indexOf(field), 1);
  }
  const ajv = new Ajv.default({ code: { source: true, esm: true, lines: true }, strict: true, strictRequired: false, messages: false, discriminator: true });
  ajv.addFormat("date-time", WALL);
  const kinds = schema.$defs[union].oneOf.map(({ $ref }) => schema.$defs[nameOf($ref)]);
  const check = ajv.compile({ $defs: named(schema.$defs, kinds), type: "object", discriminator: { propertyName: "kind" }, required: ["kind"], oneOf: kinds });
  const code = standaloneCode
    .default(ajv, check)
    .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, LENGTH)
    .replace(/validate\d+\.errors = \[\{.*\}\];/g, ""); // only yes or no is asked for; the reasons would be half of the file
  if (code.includes("require(")) throw new Error("The check would load code of ajv's: see checks.mjs.");
  return code;
}

/** For Vite: gives the modules by their names. */
export function contractChecks() {
  return {
    name: "mirra-contract-checks",
    resolveId: (id) => (id in CHECKS ? `\0${id}` : undefined),
    load: (id) => (id.startsWith("\0virtual:") && id.slice(1) in CHECKS ? checkOf(CHECKS[id.slice(1)]) : undefined),
  };
}
