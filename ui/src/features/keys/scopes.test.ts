import { expect, it } from "vitest";
import { inOrder, SCOPES, SETS, setOf } from "./scopes";

it("a set is known by its scopes, in any order", () => {
  for (const [name, scopes] of Object.entries(SETS)) expect(setOf(scopes.toReversed())).toBe(name);
  expect(setOf([])).toBe("own");
  expect(setOf(SCOPES)).toBe("own");
});

it("scopes are shown in the order in which they are offered", () => {
  expect(inOrder(["new:scope", "jobs:run", "projects:read"])).toEqual(["projects:read", "jobs:run", "new:scope"]);
});
