// Makes each step of a plan shorter by the web client's own rules, and prints the steps.
// Arguments: the address of the module of kinds, a file with a plan, the share.
import { readFileSync } from "node:fs";

const [, , address, file, share] = process.argv;
const { rulesOf } = await import(address);
const { steps } = JSON.parse(readFileSync(file, "utf8"));
console.log(JSON.stringify(steps.map((step) => rulesOf(step).shorter?.(step, Number(share)) ?? step)));
