/** https://docs.github.com/en/rest/repos/contents#custom-media-types-for-repository-contents */
const RAW = /application\/vnd\.github(?:\.v3)?\.raw(?:\+json)?\b/;

/** The bytes of a file in the place of what tells about it, where a client accepts them so; undefined for all else. */
export function rawView(accept: string | undefined, body: unknown): Buffer | undefined {
  if (!RAW.test(accept ?? "") || typeof body !== "object" || body === null) return undefined;
  const isFile = "type" in body && body.type === "file" && "encoding" in body && body.encoding === "base64";
  if (!isFile || !("content" in body) || typeof body.content !== "string") return undefined;
  return Buffer.from(body.content, "base64");
}
