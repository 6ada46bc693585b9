/** The head of a response: RFC 9112, section 2. */
export interface ResponseHead {
  readonly status: number;
  /** By lower-case name; a field that came several times is an array. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Framing;
  /** Whether the connection can serve another request after this response. */
  readonly keepsAlive: boolean;
}

/** Where the body of a response ends: after so many bytes, after the last chunk, or with the connection. */
export type Framing =
  | { readonly kind: "length"; readonly bytes: number }
  | { readonly kind: "chunked" }
  | { readonly kind: "until-close" };

/** An answer that is not HTTP/1.1. */
export class FramingError extends Error {
  override readonly name = "FramingError";
  readonly code = "ERR_FRAMING";
}

/** Reads a head, given without the empty line that ends it. Throws {@link FramingError}. */
export function parseResponseHead(text: string): ResponseHead {
  const [statusLine = "", ...lines] = text.split("\r\n");
  const [, minor, code] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(statusLine) ?? [];
  if (code === undefined) throw new FramingError("the answer does not begin with an HTTP/1.1 status line");
  const headers = parseFields(lines);
  const status = Number(code);
  const body = framingOf(status, headers);
  const closes = /(^|,)\s*close\s*(,|$)/i.test(String(headers["connection"] ?? ""));
  return { status, headers, body, keepsAlive: minor === "1" && !closes && body.kind !== "until-close" };
}

function parseFields(lines: readonly string[]): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const line of lines) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new FramingError("the answer has a malformed header field");
    const key = name.toLowerCase();
    const before = fields[key];
    fields[key] = before === undefined ? value : [before, value].flat();
  }
  return fields;
}

/** RFC 9112, section 6.3. Contradictions are refused: two readers could take the end for two places. */
function framingOf(status: number, headers: Readonly<Record<string, string | string[]>>): Framing {
  if (status < 200 || status === 204 || status === 304) return { kind: "length", bytes: 0 };
  const coding = headers["transfer-encoding"];
  const lengths = new Set([headers["content-length"] ?? []].flat());
  if (coding !== undefined) {
    if (String(coding).toLowerCase() !== "chunked")
      throw new FramingError(`unknown transfer coding "${coding}"`);
    if (lengths.size > 0) throw new FramingError("the answer has a length and is chunked");
    return { kind: "chunked" };
  }
  const [length] = lengths;
  if (length === undefined) return { kind: "until-close" };
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length))
    throw new FramingError("the answer has no usable length");
  return { kind: "length", bytes: Number(length) };
}
