// Which devices can open a link of this server.

/** This computer alone; devices in the same network, after a browser's warning (a demonstration's own certificate); any. */
export type Reach = "here" | "network" | "any";

export function reach(link: string, demonstration: boolean): Reach {
  if (/^(localhost|127\..*|\[::1\])$/.test(new URL(link).hostname)) return "here";
  return demonstration ? "network" : "any";
}
