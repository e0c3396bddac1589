import { expect, it } from "vitest";
import { bytesText } from "./bytes";

const KIB = 1024;

it("says sizes in the unit that people would take", () => {
  expect([0, 1, 1023, KIB, 1536, 10 * KIB, 300 * KIB ** 2, 1.3 * KIB ** 3, 20 * KIB ** 3, 5000 * KIB ** 4].map(bytesText)).toEqual([
    "0 B",
    "1 B",
    "1023 B",
    "1 KB",
    "1.5 KB",
    "10 KB",
    "300 MB",
    "1.3 GB",
    "20 GB",
    "5000 TB",
  ]);
});

it("never says 1024 of a unit that has a larger one", () => {
  expect([KIB ** 2 - 1, KIB ** 3 - 1, KIB ** 2 - 0.6 * KIB].map(bytesText)).toEqual(["1 MB", "1 GB", "1023 KB"]);
});
