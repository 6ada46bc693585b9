import { createPrivateKey } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openGitHub, SECRET } from "./client.ts";

let now = new Date("2026-11-21T12:00:00Z");
let hub: Awaited<ReturnType<typeof openGitHub>>;
beforeAll(async () => {
  hub = await openGitHub({ now: () => now });
});
afterAll(async () => {
  expect(hub.github.violations).toEqual([]);
  await hub.github.close();
});

const submit = (manifest: unknown) =>
  fetch(`${hub.github.url}/settings/apps/new?state=abc`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ manifest: JSON.stringify(manifest) }),
  });
const codeOf = (answer: Response) => new URL(answer.headers.get("location") ?? "").searchParams.get("code");
const convert = (code: string | null) => hub.ask(`/app-manifests/${code}/conversions`, { method: "POST" });
const MANIFEST = {
  redirect_url: "http://localhost:3000/setup?x=1",
  hook_attributes: { url: "http://localhost:3000/hooks" },
};

describe("the website", () => {
  it.each(["/", "/ui", "/ui/"])("is shown at %s", async (path) => {
    const answer = await fetch(`${hub.github.url}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("text/html");
  });
});

describe("the registration of an App", () => {
  it("leads back with a code that is exchanged for credentials, once", async () => {
    const answer = await submit(MANIFEST);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toMatch(
      /^http:\/\/localhost:3000\/setup\?x=1&code=[\da-f]{40}&state=abc$/,
    );
    const { status, body } = await convert(codeOf(answer));
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: hub.github.app.id, slug: "ghcr-mirror", webhook_secret: SECRET });
    expect(createPrivateKey(body.pem).asymmetricKeyType).toBe("rsa");
    expect(hub.github.hooks.target.url).toBe("http://localhost:3000/hooks");
    expect((await convert(codeOf(answer))).status).toBe(404);
  });

  it("waits an hour for it", async () => {
    const code = codeOf(await submit(MANIFEST));
    now = new Date(now.getTime() + 3_600_000);
    expect((await convert(code)).status).toBe(404);
  });

  it.each([[{}], [{ redirect_url: "nowhere" }], [null]])("refuses the manifest %j", async (manifest) => {
    expect((await submit(manifest)).status).toBe(422);
  });
});
