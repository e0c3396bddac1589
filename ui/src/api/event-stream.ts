/** Server-sent events by fetch: unlike EventSource it can begin where one already is. */

export interface ServerEvent {
  event: string;
  id: string;
  data: string;
}

/** Puts events together from pieces of text, wherever those were cut. */
export class EventParser {
  private rest = "";
  private fields: ServerEvent = empty();

  push(text: string): ServerEvent[] {
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.take(line));
  }

  private take(line: string): ServerEvent[] {
    if (line === "") {
      const done = this.fields;
      this.fields = empty();
      return done.data === "" ? [] : [done];
    }
    const [name, ...value] = line.split(":");
    const text = value.join(":").replace(/^ /, "");
    if (name === "event" || name === "id") this.fields[name] = text;
    if (name === "data") this.fields.data += this.fields.data === "" ? text : `\n${text}`;
    return [];
  }
}

const empty = (): ServerEvent => ({ event: "message", id: "", data: "" });

/** The events of a body, as they come. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  const parser = new EventParser();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield* parser.push(piece.value);
  } finally {
    await reader.cancel();
  }
}
