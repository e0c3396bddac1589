import { expect, it } from "vitest";
import { kindOf, pictureType, textOf } from "./kinds";
import { folderOf, joined, nameFlaw, nameOf, stemLength, stepsTo } from "./names";

const bytes = (...codes: number[]) => new Uint8Array(codes).buffer;

it("knows kinds by their names, and takes pages and drawings as text", () => {
  const kinds = ["a.PNG", "b.csv", "c.parquet", "d.py", "page.html", "drawing.svg", "Makefile"].map((name) => kindOf({ name, kind: "file" }));
  expect(kinds).toEqual(["picture", "table", "other", "text", "text", "text", "text"]);
});

it("knows pictures by their bytes, whatever they are called", () => {
  expect(pictureType(bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0))).toBe("image/png");
  expect(pictureType(bytes(0xff, 0xd8, 0xff, 0xe0))).toBe("image/jpeg");
  expect(pictureType(new TextEncoder().encode("RIFF....WEBPVP8 ").buffer)).toBe("image/webp");
  expect(pictureType(new TextEncoder().encode("<svg onload=alert(1)>").buffer)).toBeUndefined();
  expect(pictureType(bytes())).toBeUndefined();
});

it("reads text, also with a letter cut in two at its end, and no bytes that are none", () => {
  expect(textOf(bytes(0x68, 0xc3))).toBe("h");
  expect(textOf(bytes(0xff, 0xfe, 0x68, 0))).toBe("h");
  expect(textOf(bytes(1, 0, 2))).toBeUndefined();
});

it("takes paths apart", () => {
  expect([folderOf("a/b/c.py"), folderOf("c.py"), nameOf("a/b/c.py"), nameOf("c.py")]).toEqual(["a/b", "", "c.py", "c.py"]);
  expect(stepsTo("a/b c/d")).toEqual(["a", "a/b c", "a/b c/d"]);
  expect([joined("", "a"), joined("a", "b")]).toEqual(["a", "a/b"]);
  expect([stemLength("a.tar.gz"), stemLength(".env"), stemLength("Makefile")]).toEqual([5, 4, 8]);
});

it("says what is wrong with a name before the server is asked", () => {
  const taken = new Set(["a"]);
  expect([nameFlaw(" ", taken), nameFlaw("a/b", taken), nameFlaw("a ", taken)].every(Boolean)).toBe(true);
  expect(nameFlaw("..", taken)).toBeUndefined(); // that is the server's to say
});
