import { createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { AppManifest } from "../../../sandbox/github/app-manifest.ts";
import { type GitHubOptions, type SandboxGitHub, startGitHub } from "../../../sandbox/github/start-github.ts";

/** What webhooks are signed with. */
export const SECRET = "It's a Secret to Everybody";

/** `app.yml` as it is. */
export const manifest = parse(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8"));

/** The same for an App that reads files, writes checks and packages, and may do little else. */
export const modestManifest: AppManifest = {
  ...manifest,
  default_permissions: {
    contents: "read",
    checks: "write",
    packages: "write",
    actions: "write",
    metadata: "read",
  },
};

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly body: any;
}

/** How something is asked. */
export interface RequestOptions {
  readonly method?: string;
  /** Without it nobody in particular asks. */
  readonly token?: string;
  /** Sent as JSON, or as it is where it is text. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** A GitHub with the organization `acme` and the App of `app.yml`, and ways to ask it. */
export async function openGitHub(options: Partial<GitHubOptions> = {}) {
  const github = await startGitHub({ app: { manifest, webhookSecret: SECRET }, ...options });
  github.createOrganization("acme");
  return { github, ...clientOf(github) };
}

function clientOf(github: SandboxGitHub) {
  const ask = async (path: string, options: RequestOptions = {}): Promise<Answer> => {
    const { method, token, body } = options;
    const answer = await fetch(path.startsWith("http") ? path : `${github.url}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...options.headers },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === "" ? undefined : JSON.parse(text),
    };
  };
  const jwt = (claims: Record<string, unknown> = {}) => signJwt(github, claims);
  const createToken = (installation: number, body?: unknown) =>
    ask(`/app/installations/${installation}/access_tokens`, {
      method: "POST",
      token: jwt(),
      ...(body !== undefined && { body }),
    });
  const tokenOf = async (installation: number, body?: unknown): Promise<string> =>
    (await createToken(installation, body)).body.token;
  return { ask, jwt, createToken, tokenOf };
}

/** A token as an App signs it, with these claims changed. */
export function signJwt({ app, world }: SandboxGitHub, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(world.now().getTime() / 1000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const { alg = "RS256", ...rest } = claims;
  const signed = `${part({ alg, typ: "JWT" })}.${part({ iss: app.id, iat: now - 30, exp: now + 570, ...rest })}`;
  return `${signed}.${createSign("RSA-SHA256").update(signed).sign(app.privateKey, "base64url")}`;
}
