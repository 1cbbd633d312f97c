// TypeScript types from the contract's JSON Schema: --write makes them, --check fails when they are out of date.
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

const at = (name) => new URL(name, import.meta.url);
const schema = JSON.parse(await readFile(at("contract.schema.json"), "utf8"));
const made = await compile(schema, "Contract", {
  additionalProperties: false,
  unreachableDefinitions: true,
  ignoreMinAndMaxItems: true,
  bannerComment: "// Generated from contract.schema.json by contract.mjs; change the Python models instead.",
});
const target = at("src/shared/contract.ts");
if (process.argv.includes("--write")) {
  await writeFile(target, made);
} else if ((await readFile(target, "utf8").catch(() => "")) !== made) {
  console.error("src/shared/contract.ts differs from the Python models: run `npm run contract` in web/.");
  process.exit(1);
}
