import type { Plugin } from "vite";

export function checkOf(union: "Event" | "Entry"): Promise<string>;
export function contractChecks(): Plugin;
