import { expect, it } from "vitest";
import { EventParser } from "./event-stream";

const TEXT = ': nothing new\nid: 0:12\nevent: lines\ndata: {"a":": b"}\n\ndata: one\ndata: two\n\n';
const EVENTS = [
  { event: "lines", id: "0:12", data: '{"a":": b"}' },
  { event: "message", id: "", data: "one\ntwo" },
];

it.each([1, 2, 5, 1000])("puts events together from pieces of %i characters", (size) => {
  const parser = new EventParser();
  const found = [];
  for (let at = 0; at < TEXT.length; at += size) found.push(...parser.push(TEXT.slice(at, at + size)));
  expect(found).toEqual(EVENTS);
});
