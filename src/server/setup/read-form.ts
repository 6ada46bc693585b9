import type { IncomingMessage } from "node:http";

const LARGEST = 64 * 1024;

/** The texts and numbers of a small JSON object; undefined where the body is something else. */
export async function readForm(request: IncomingMessage): Promise<Record<string, string> | undefined> {
  const length = Number(request.headers["content-length"] ?? Number.NaN);
  if (!(length <= LARGEST)) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const form: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const fields = Object.entries(form as object).filter(([, value]) =>
      /^(?:string|number)$/.test(typeof value),
    );
    return Object.fromEntries(fields.map(([name, value]) => [name, String(value)]));
  } catch {
    return undefined;
  }
}
