import type { Plugin } from "vite";

export function eventCheck(): Promise<string>;
export function eventModule(): Plugin;
