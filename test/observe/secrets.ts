import { rsaPem } from "../environment/keys.ts";

const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiI3IiwiZXhwIjoxfQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";

/** Texts with a secret in them, each with the part that nobody may see. */
export const SECRETS: readonly (readonly [kind: string, text: string, secret: string])[] = [
  ["an installation token", `token ghs_${"a1B2".repeat(10)} used`, `ghs_${"a1B2".repeat(10)}`],
  ["an installation token of 2026", `ghs_7_${jwt.repeat(4)}`, "c2lnbmF0dXJlLXNpZ25hdHVyZQ"],
  ["a personal token", `ghp_${"Zz09".repeat(9)}`, "Zz09Zz09"],
  ["a fine-grained token", `github_pat_${"11AB_".repeat(8)}`, "11AB_11AB_"],
  ["a token of Docker Hub", `dckr_pat_${"q-W1".repeat(6)}`, "q-W1q-W1"],
  ["a JWT", `app says ${jwt}`, "eyJpc3MiOiI3IiwiZXhwIjoxfQ"],
  ["a private key", `before ${rsaPem} after`, rsaPem.split("\n")[3] ?? ""],
  ["a bearer", "sent Authorization: Bearer abcdef.123456~x", "abcdef.123456~x"],
  ["a basic login", "authorization=Basic dXNlcjpodW50ZXIyMg==", "dXNlcjpodW50ZXIyMg"],
  ["an odd authorization", "Authorization: hunter22 and more", "hunter22"],
  ["a URL's password", "GET https://user:hunter22@registry.example/v2/", "hunter22"],
  ["a signed URL", "https://blobs.example/x?se=1&sig=hunter22%2Fabc&sp=r", "hunter22"],
  ["a signed URL of AWS", "https://s3.example/x?X-Amz-Signature=hunter22&X-Amz-Date=1", "hunter22"],
  ["a field", JSON.stringify({ deep: { webhook_secret: "hunter22" } }), "hunter22"],
  ["a field with quotes", JSON.stringify({ token: `it's "hunter22"` }), "hunter22"],
  ["a field with a backslash", `${JSON.stringify({ token: "hunter22\\\\" })}, "rest"`, "hunter22"],
  ["a field in JSON in JSON", JSON.stringify(JSON.stringify({ privateKey: "hunter22" })), "hunter22"],
];

/** What the server was started with, and would not be known by its looks. */
export const CONFIGURED = {
  privateKey: rsaPem,
  webhookSecret: 'quite "ordinary" words/here',
  databaseUrl: "postgres://mirror:p%40ss+w%2Ford@db.example/mirror",
};
