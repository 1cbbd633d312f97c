// Made by event.mjs from the contract while building: whether a value is an event of the log.
declare module "virtual:event" {
  import type { Event } from "./shared/contract";
  export default function isEvent(value: unknown): value is Event;
}
