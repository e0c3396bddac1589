import { expect, it } from "vitest";
import { parse, plain } from "./ansi";

const E = "\u001B";

it.each([
  [`${E}[31mred${E}[0m rest`, [["red", { fg: 1 }], [" rest", {}]]],
  [`${E}[1;92mok${E}[22m dim`, [["ok", { isBold: true, fg: 10 }], [" dim", { fg: 10 }]]],
  [`${E}[mplain`, [["plain", {}]]],
  [`${E}[38;5;196mx`, [["x", { fg: 1 }]]],
  [`${E}[38;5;7mx`, [["x", { fg: 7 }]]],
  [`${E}[48;5;232mx`, [["x", { bg: 0 }]]],
  [`${E}[38;2;255;255;255mx`, [["x", { fg: 15 }]]],
  [`${E}[38:2::13:188:121mx`, [["x", { fg: 2 }]]],
  [`${E}[38:2:13:188:121mx`, [["x", { fg: 2 }]]],
  [`${E}[4;38;2;36;114;200;1mx`, [["x", { isUnderlined: true, fg: 4, isBold: true }]]],
  [`${E}[7;9;3;2mx${E}[27;29;23;22my`, [["x", { isInverse: true, isStruck: true, isItalic: true, isDim: true }], ["y", {}]]],
  [`\u009B32mgreen`, [["green", { fg: 2 }]]],
])("reads the colours of %j", (line, spans) => {
  const found = parse(line).map(({ text, style }) => [text, JSON.parse(JSON.stringify(style))]);
  expect(found).toEqual(spans);
});

it("shows what a progress bar drew last", () => {
  expect(plain("10 %\r50 %\r100 %")).toBe("100 %");
  expect(plain("Windows\r")).toBe("Windows");
});

// Everything here must come out as text without a control character, and leave the rest of the line alone.
const HOSTILE = [
  `${E}[2J`, `${E}[H`, `${E}[1000A`, `${E}[?1049h`, `${E}[?25l`, `${E}c`, `${E}7`, `${E}8`, `${E}M`, `${E}(B`, `${E})0`, `${E}#8`,
  `${E}%G`, `${E}=`, `${E}>`, `${E}]0;title\u0007`, `${E}]0;title${E}\\`, `${E}]8;;javascript:alert(1)${E}\\`,
  `${E}]8;;https://evil.example${E}\\`, `${E}]52;c;ZXZpbA==\u0007`, `${E}]1337;File=inline=1:AAAA\u0007`, `${E}]4;1;rgb:ff/00/00\u0007`,
  `${E}P1$r0m${E}\\`, `${E}P+q544e${E}\\`, `${E}Xsos${E}\\`, `${E}^pm${E}\\`, `${E}_apc${E}\\`, `${E}_Gf=24;AAAA${E}\\`,
  `${E}[31`.concat("m"), `${E}[`, `${E}[999999999999999999999m`, `${E}[38m`, `${E}[38;5m`, `${E}[38;5;999m`, `${E}[38;5;-1m`,
  `${E}[38;2m`, `${E}[38;2;1m`, `${E}[38;2;300;0;0m`, `${E}[48;2;;;m`, `${E}[38:5m`, `${E}[;;;;;m`, `${E}[${"1;".repeat(5000)}m`,
  `${E}[0;31;;4;;m`, `${E}[<0;1;1M`, `${E}[>c`, `${E}[!p`, `${E}[ q`, `${E}[6n`, `${E}[5i`, `${E}[200~`, `${E}[1;31x`, "\u009B2J",
  "\u009D0;title\u0007", "\u0090q\u009C", "\u009F_\u009C", "\u0007\u0008\u0000\u007F", "\u202Egnp.exe\u202C".replace("gnp.exe", ""),
  "\u2066\u2069", "\uFEFF", "\u200E\u200F", "\u0085", `${E}${E}${E}[31m`, `${E} F`,
];

it(`drops ${HOSTILE.length} hostile inputs and keeps what stands around them`, () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
  for (const hostile of HOSTILE) {
    const line = `before ${hostile} after`;
    const text = parse(line).map((span) => span.text).join("");
    expect(text, JSON.stringify(hostile)).toMatch(/^before/);
    // oxlint-disable-next-line no-control-regex -- none may be left
    expect(text, JSON.stringify(hostile)).not.toMatch(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
    expect(text, JSON.stringify(hostile)).toBe(plain(line));
    if (hostile !== `${E}[`) expect(text, JSON.stringify(hostile)).toMatch(/after$/);
  }
});

it("gives markup back as the text that it is", () => {
  const line = '<img src=x onerror="alert(1)"><script>alert(1)</script>&lt;';
  expect(parse(line)).toEqual([{ text: line, style: {} }]);
});

it("swallows a title that never ends, and nothing but the rest of its line", () => {
  expect(plain(`before ${E}]0;for ever and ever`)).toBe("before ");
});

it("reads a megabyte of escapes in a moment", () => {
  const line = `${E}[38;2;1;2;3m${E}]0;`.repeat(1 << 16);
  const begun = performance.now();
  parse(line);
  expect(performance.now() - begun).toBeLessThan(3000);
});
