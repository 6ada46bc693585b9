import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import type { PackagesToken } from "../../../sandbox/registry/auth-mode.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import type { Manners } from "../../../sandbox/registry/manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask, askManifest } from "./wire.ts";

const IMAGE = generateImage({ seed: "installation" });

/** A GHCR with a private `acme/app` and a public `acme/open`, and the tokens that a GitHub knows. */
async function set(manners: Partial<Manners> = {}) {
  const known = new Map<string, PackagesToken>([
    ["writer", { account: "Acme", packages: "write" }],
    ["reader", { account: "Acme", packages: "read" }],
    ["checker", { account: "Acme", packages: undefined }],
    ["stranger", { account: "other", packages: "write" }],
  ]);
  const verify = (token: string) => known.get(token);
  const ghcr = await startRegistry({ manners: ghcrManners(manners), auth: { kind: "token", verify } });
  for (const name of ["app", "open"]) pushImage(ghcr.store, `acme/${name}`, "v1", IMAGE);
  ghcr.store.setVisibility("acme/open", "public");

  const logIn = (name: string, password: string) => {
    const authorization = `Basic ${Buffer.from(`x-access-token:${password}`).toString("base64")}`;
    const url = `${ghcr.url}/token?service=ghcr.io&scope=repository:acme/${name}:pull,push`;
    return ask(url, { headers: { authorization } });
  };
  const bearer = async (name: string, password: string) => {
    const { token } = JSON.parse((await logIn(name, password)).text) as { token: string };
    return { headers: { authorization: `Bearer ${token}` } };
  };
  const push = async (name: string, password: string) => {
    const options = { method: "POST", ...(await bearer(name, password)) };
    return await ask(`${ghcr.url}/v2/acme/${name}/blobs/uploads/`, options);
  };
  const pull = async (name: string, password: string) =>
    await askManifest(ghcr.url, `acme/${name}`, "v1", await bearer(name, password));
  return { ghcr, known, logIn, bearer, push, pull, [Symbol.asyncDispose]: () => ghcr.close() };
}

const messageOf = ({ text }: { readonly text: string }) =>
  text.startsWith('{"errors"')
    ? (JSON.parse(text) as { errors: { code: string; message: string }[] }).errors[0]
    : undefined;

const denied = (message: string) => ({ code: "DENIED", message });

describe("GHCR and installation tokens that it takes", () => {
  it.each([
    ["writer", "app", 202, undefined],
    ["writer", "absent", 202, undefined],
    ["reader", "app", 403, denied("permission_denied: write_package")],
    ["reader", "absent", 403, denied("permission_denied: write_package")],
    ["checker", "app", 403, denied("permission_denied: write_package")],
    ["stranger", "app", 403, denied("permission_denied: The requested installation does not exist")],
    ["stranger", "absent", 403, denied("permission_denied: The requested installation does not exist")],
  ])("to push: %s to %s gets %i", async (token, name, status, error) => {
    await using at = await set();
    const answer = await at.push(name, token);
    expect([answer.status, messageOf(answer)]).toEqual([status, error]);
  });

  it.each([
    ["writer", "app", 200],
    ["reader", "app", 200],
    ["checker", "app", 403],
    ["stranger", "app", 403],
    ["checker", "open", 200],
    ["stranger", "open", 200],
  ])("to pull: %s from %s gets %i", async (token, name, status) => {
    await using at = await set();
    const answer = await at.pull(name, token);
    expect(answer.status).toBe(status);
    if (status === 403)
      expect(messageOf(answer)).toEqual(denied("installation not allowed to Read organization package"));
  });

  it("says `denied: denied` to one that it does not know, or no longer", async () => {
    await using at = await set();
    at.known.delete("reader");
    for (const token of ["nobody", "reader"]) {
      const answer = await at.logIn("app", token);
      expect([answer.status, messageOf(answer)]).toEqual([403, denied("denied")]);
    }
  });

  it("lets the access tokens die with it", async () => {
    await using at = await set();
    const options = await at.bearer("app", "writer");
    expect((await askManifest(at.ghcr.url, "acme/app", "v1", options)).status).toBe(200);
    at.known.delete("writer");
    expect((await askManifest(at.ghcr.url, "acme/app", "v1", options)).status).toBe(401);
  });
});

describe("GHCR that takes no installation tokens", () => {
  const refuse = { refuseInstallationTokens: true };

  it.each([
    ["absent", "Create"],
    ["app", "Write"],
    ["open", "Write"],
  ])("lets one log in, and refuses the push to %s", async (name, deed) => {
    await using at = await set(refuse);
    expect((await at.logIn(name, "writer")).status).toBe(200);
    const answer = await at.push(name, "writer");
    const error = denied(`installation not allowed to ${deed} organization package`);
    expect([answer.status, messageOf(answer)]).toEqual([403, error]);
  });

  it("refuses the pull of what is private, and only of that", async () => {
    await using at = await set(refuse);
    const answer = await at.pull("app", "writer");
    const error = denied("installation not allowed to Read organization package");
    expect([answer.status, messageOf(answer)]).toEqual([403, error]);
    expect((await at.pull("open", "writer")).status).toBe(200);
  });
});
