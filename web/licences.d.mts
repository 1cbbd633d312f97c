import type { Plugin } from "vite";

/** The two plugins that write assets/licences.txt. */
export function licences(): { worker: Plugin; client: Plugin };
