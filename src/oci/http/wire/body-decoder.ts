import { type Framing, FramingError } from "./response-head.ts";

/** Finds the content in the bytes of a connection. */
export interface BodyDecoder {
  /** The pieces of content in `bytes`, as views on it. */
  decode(bytes: Buffer): Iterable<Buffer>;
  /** The content is complete. */
  readonly isDone: boolean;
  /** Whether the connection's end is the content's end. */
  readonly endsWithConnection: boolean;
}

/** The decoder for a framing. Content after the end, or a malformed chunk, throws `FramingError`. */
export function decoderFor(framing: Framing): BodyDecoder {
  switch (framing.kind) {
    case "length":
      return new LengthDecoder(framing.bytes);
    case "chunked":
      return new ChunkedDecoder();
    case "until-close":
      return { decode: (bytes) => [bytes], isDone: false, endsWithConnection: true };
  }
}

class LengthDecoder implements BodyDecoder {
  readonly endsWithConnection = false;
  #left: number;

  constructor(bytes: number) {
    this.#left = bytes;
  }

  get isDone(): boolean {
    return this.#left === 0;
  }

  decode(bytes: Buffer): Iterable<Buffer> {
    if (bytes.length > this.#left) throw new FramingError("more bytes came than the answer's length");
    this.#left -= bytes.length;
    return [bytes];
  }
}

const LONGEST_LINE = 1024;

/** RFC 9112, section 7.1. Extensions and trailers are read and forgotten. */
class ChunkedDecoder implements BodyDecoder {
  readonly endsWithConnection = false;
  isDone = false;
  #left = 0;
  #line = "";
  #state: "size" | "data" | "data-end" | "trailer" = "size";

  *decode(bytes: Buffer): Iterable<Buffer> {
    let at = 0;
    while (at < bytes.length) {
      if (this.isDone) throw new FramingError("more bytes came after the last chunk");
      if (this.#state === "data") {
        const piece = bytes.subarray(at, at + this.#left);
        at += piece.length;
        this.#left -= piece.length;
        if (this.#left === 0) this.#state = "data-end";
        yield piece;
        continue;
      }
      const newline = bytes.indexOf(10, at);
      const end = newline === -1 ? bytes.length : newline + 1;
      this.#line += bytes.toString("latin1", at, end);
      at = end;
      if (this.#line.length > LONGEST_LINE) throw new FramingError("a chunk's size line is too long");
      if (newline !== -1) this.#endLine();
    }
  }

  #endLine(): void {
    const line = this.#line.replace(/\r?\n$/, "");
    this.#line = "";
    if (this.#state === "size") this.#startChunk(line);
    else if (this.#state === "data-end") {
      if (line !== "") throw new FramingError("a chunk is longer than its size");
      this.#state = "size";
    } else if (line === "") this.isDone = true;
  }

  #startChunk(line: string): void {
    const [, size] = /^([0-9a-f]{1,13})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
    if (size === undefined) throw new FramingError("a chunk has no usable size");
    this.#left = Number.parseInt(size, 16);
    this.#state = this.#left === 0 ? "trailer" : "data";
  }
}
