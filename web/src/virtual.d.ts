// Made by checks.mjs from the contract while building: whether a value is an event of the log.
declare module "virtual:event" {
  import type { Event } from "./shared/contract";
  export default function isEvent(value: unknown): value is Event;
}

// The same for entries of the index page.
declare module "virtual:entry" {
  import type { Entry } from "./shared/contract";
  export default function isEntry(value: unknown): value is Entry;
}
