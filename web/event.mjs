// The check "is this an event of the log?" as plain code, made by ajv from the contract's JSON Schema while building: the
// page's policy allows no code that is made at run time.
import { readFile } from "node:fs/promises";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";

const ID = "virtual:event";
const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/;
const LENGTH = "(text) => [...text].length"; // ajv would load a file of its own to count letters as Python does

/** The module's source. */
export async function eventCheck() {
  const text = await readFile(new URL("contract.schema.json", import.meta.url), "utf8");
  const schema = JSON.parse(text, (key, value) => (["title", "description", "default"].includes(key) ? undefined : value));
  // Events that lie on a device since before there were displays have none.
  for (const { properties, required } of Object.values(schema.$defs)) {
    const later = properties?.seq && properties.wall ? (properties.kind?.const === "opened" ? ["display", "shown"] : ["display"]) : [];
    for (const field of later) required.splice(required.indexOf(field), 1);
  }
  const ajv = new Ajv.default({ code: { source: true, esm: true, lines: true }, strict: true, strictRequired: false, messages: false, discriminator: true });
  ajv.addFormat("date-time", WALL);
  const events = schema.$defs.Event.oneOf.map(({ $ref }) => schema.$defs[$ref.split("/").at(-1)]);
  const check = ajv.compile({ $defs: { Display: schema.$defs.Display }, type: "object", discriminator: { propertyName: "kind" }, required: ["kind"], oneOf: events });
  const code = standaloneCode
    .default(ajv, check)
    .replace(/require\("ajv\/dist\/runtime\/ucs2length"\)\.default/g, LENGTH)
    .replace(/validate\d+\.errors = \[\{.*\}\];/g, ""); // only yes or no is asked for; the reasons would be half of the file
  if (code.includes("require(")) throw new Error("The event check would load code of ajv's: see event.mjs.");
  return code;
}

/** For Vite: gives the module by its name. */
export function eventModule() {
  return {
    name: "mirra-event-check",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load: (id) => (id === `\0${ID}` ? eventCheck() : undefined),
  };
}
