import { describe, expect, it } from "vitest";
import { generateImage } from "../../../sandbox/images/generate-image.ts";
import { pushImage } from "../../../sandbox/images/push-image.ts";
import type { PackagesToken } from "../../../sandbox/registry/auth-mode.ts";
import { ghcrManners } from "../../../sandbox/registry/ghcr-manners.ts";
import { type SandboxRegistry, startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { ask, askManifest, locationOf } from "./wire.ts";

const IMAGE = generateImage({ seed: "job" });
const [MIRRORS, SITE, ABROAD] = [17, 18, 19];

/** A GHCR that takes no tokens of Apps, with a package of each kind, and the tokens of jobs. */
async function set() {
  const job = (account: string, repository: number, packages?: "read" | "write") =>
    ({ account, repository, packages }) as PackagesToken;
  const known = new Map([
    ["writer", job("Acme", MIRRORS, "write")],
    ["reader", job("Acme", MIRRORS, "read")],
    ["checker", job("Acme", MIRRORS)],
    ["site", job("Acme", SITE, "write")],
    ["abroad", job("other", ABROAD, "write")],
  ]);
  const manners = ghcrManners({ refuseInstallationTokens: true });
  const verify = (token: string) => known.get(token);
  const ghcr = await startRegistry({ manners, auth: { kind: "token", verify } });
  for (const name of ["by-hand", "open", "linked", "unhinged", "readable", "granted"]) {
    pushImage(ghcr.store, `acme/${name}`, "v1", IMAGE);
  }
  const { packages, store } = ghcr;
  store.setVisibility("acme/open", "public");
  for (const name of ["linked", "unhinged"]) packages.link(`acme/${name}`, MIRRORS);
  packages.setInherited("acme/unhinged", false);
  packages.grant("acme/readable", MIRRORS, "read");
  packages.grant("acme/granted", MIRRORS, "write");
  return { ghcr, ...asking(ghcr), [Symbol.asyncDispose]: () => ghcr.close() };
}

function asking(ghcr: SandboxRegistry) {
  const headers = async (name: string, password: string, from = name) => {
    const authorization = `Basic ${Buffer.from(`x-access-token:${password}`).toString("base64")}`;
    const url = `${ghcr.url}/token?service=ghcr.io&scope=repository:acme/${name}:pull,push,delete&scope=repository:acme/${from}:pull`;
    const { token } = JSON.parse((await ask(url, { headers: { authorization } })).text) as { token: string };
    return { authorization: `Bearer ${token}` };
  };
  const begin = async (name: string, password: string) =>
    ask(`${ghcr.url}/v2/acme/${name}/blobs/uploads/`, {
      method: "POST",
      headers: await headers(name, password),
    });
  /** Uploads one blob. */
  const push = async (name: string, password: string) => {
    const begun = await begin(name, password);
    if (begun.status !== 202) return begun;
    const [blob] = IMAGE.blobs;
    if (!blob) throw new Error("the image has no blob");
    const { digest } = blob.descriptor;
    return ask(`${locationOf(ghcr.url, begun.headers)}&digest=${digest}`, {
      method: "PUT",
      headers: await headers(name, password),
      body: Uint8Array.from(blob.bytes),
    });
  };
  const pull = async (name: string, password: string) =>
    askManifest(ghcr.url, `acme/${name}`, "v1", { headers: await headers(name, password) });
  return { headers, begin, push, pull };
}

const said = ({ status, text }: { readonly status: number; readonly text: string }) =>
  status === 403 ? (JSON.parse(text) as { errors: { message: string }[] }).errors[0]?.message : status;

const ABSENT_INSTALLATION = "permission_denied: The requested installation does not exist";
const notAllowed = (deed: string) => `installation not allowed to ${deed} organization package`;

describe("GHCR and the GITHUB_TOKEN of a job", () => {
  it.each([
    ["writer", "absent", 202],
    ["writer", "linked", 202],
    ["writer", "granted", 202],
    ["writer", "by-hand", "permission_denied: write_package"],
    ["writer", "open", "permission_denied: write_package"],
    ["writer", "unhinged", "permission_denied: write_package"],
    ["writer", "readable", "permission_denied: write_package"],
    ["site", "linked", "permission_denied: write_package"],
    ["reader", "absent", notAllowed("Create")],
    ["reader", "linked", notAllowed("Write")],
    ["checker", "absent", notAllowed("Create")],
    ["checker", "granted", notAllowed("Write")],
    ["abroad", "absent", ABSENT_INSTALLATION],
    ["abroad", "linked", ABSENT_INSTALLATION],
  ])("to push: %s to %s gets %s", async (token, name, answer) => {
    await using at = await set();
    expect(said(await at.begin(name, token))).toBe(answer);
  });

  it.each([
    ["writer", "linked", 200],
    ["reader", "linked", 200],
    ["reader", "readable", 200],
    ["reader", "open", 200],
    ["checker", "open", 200],
    ["abroad", "open", 200],
    ["writer", "by-hand", notAllowed("Read")],
    ["writer", "unhinged", notAllowed("Read")],
    ["checker", "linked", notAllowed("Read")],
    ["abroad", "linked", notAllowed("Read")],
    ["reader", "absent", 404],
  ])("to pull: %s from %s gets %s", async (token, name, answer) => {
    await using at = await set();
    expect(said(await at.pull(name, token))).toBe(answer);
  });

  it("gives what it first pushes to its repository, private, and to no other", async () => {
    await using at = await set();
    expect(said(await at.push("fresh", "writer"))).toBe(201);
    expect(at.ghcr.packages.linkOf("acme/fresh")).toBe(MIRRORS);
    expect(at.ghcr.packages.roleOf("acme/fresh", MIRRORS)).toBe("admin");
    expect(said(await at.push("fresh", "writer"))).toBe(201);
    expect(said(await at.push("fresh", "site"))).toBe("permission_denied: write_package");
    const url = `${at.ghcr.url}/token?service=ghcr.io&scope=repository:acme/fresh:pull`;
    expect((await ask(url)).status).toBe(403);
  });

  it("gives nothing for an upload that is begun and cancelled", async () => {
    await using at = await set();
    const begun = await at.begin("fresh", "writer");
    const cancelled = await ask(locationOf(at.ghcr.url, begun.headers), {
      method: "DELETE",
      headers: await at.headers("fresh", "writer"),
    });
    expect(cancelled.status).toBe(204);
    expect(at.ghcr.packages.linkOf("acme/fresh")).toBeUndefined();
    expect(said(await at.begin("fresh", "site"))).toBe(202);
  });

  it("lets nobody create where the organization forbids it", async () => {
    await using at = await set();
    at.ghcr.packages.creation = "disabled";
    expect(said(await at.begin("absent", "writer"))).toBe("permission_denied: create_package");
    expect(said(await at.begin("linked", "writer"))).toBe(202);
  });

  it("obeys the settings as they change", async () => {
    await using at = await set();
    const { packages } = at.ghcr;
    packages.grant("acme/by-hand", MIRRORS, "write");
    expect(said(await at.begin("by-hand", "writer"))).toBe(202);
    packages.grant("acme/by-hand", MIRRORS, undefined);
    expect(said(await at.begin("by-hand", "writer"))).toBe("permission_denied: write_package");
    packages.link("acme/linked", undefined);
    expect(said(await at.begin("linked", "writer"))).toBe("permission_denied: write_package");
    expect([...packages.readers("acme/readable")]).toEqual([MIRRORS]);
  });

  it("mounts only what it may read", async () => {
    await using at = await set();
    const digest = IMAGE.blobs[0]?.descriptor.digest;
    const mount = async (from: string) => {
      const url = `${at.ghcr.url}/v2/acme/absent/blobs/uploads/?mount=${digest}&from=acme/${from}`;
      return ask(url, { method: "POST", headers: await at.headers("absent", "writer", from) });
    };
    expect((await mount("by-hand")).status).toBe(202);
    expect((await mount("readable")).status).toBe(201);
    expect((await mount("open")).status).toBe(201);
  });
});
