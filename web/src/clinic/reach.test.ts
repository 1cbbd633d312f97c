import { expect, it } from "vitest";
import { reach } from "./reach";

it("tells a server that only this computer reaches from one that phones reach", () => {
  const here = ["http://127.0.0.1:8000/#/enrol/A", "http://localhost:8000/", "http://[::1]:8000/"];
  expect(here.map((link) => reach(link, true))).toEqual(["here", "here", "here"]);
  expect(reach("https://192.168.1.20:8000/#/enrol/A", true)).toBe("network");
  expect(reach("https://clinic.example/#/enrol/A", false)).toBe("any");
});
