import { expect, it } from "vitest";
import { fullnessOf, sharesOf } from "./space";

const of = (used: number, reserved = 0) => ({ used, reserved, quota: 1000 });

it("says how full a project is from 80 % on", () => {
  expect([0, 799, 800, 949, 950, 999, 1000, 1001].map((used) => fullnessOf(of(used)))).toEqual([
    "fine",
    "fine",
    "filling",
    "filling",
    "almost",
    "almost",
    "full",
    "over",
  ]);
});

it("counts what uploads under way hold, but never as too much", () => {
  expect([fullnessOf(of(700, 99)), fullnessOf(of(700, 100)), fullnessOf(of(700, 900))]).toEqual(["fine", "filling", "full"]);
});

it("draws never more than the whole bar", () => {
  expect([sharesOf(of(250, 100)), sharesOf(of(900, 900)), sharesOf(of(2000, 5)), sharesOf(of(0))]).toEqual([
    { used: 25, reserved: 10 },
    { used: 90, reserved: 10 },
    { used: 100, reserved: 0 },
    { used: 0, reserved: 0 },
  ]);
});
