import { describe, expect, it, vi } from "vitest";
import { hang, status } from "../../sandbox/registry/fault-acts.ts";
import { plainManners } from "../../sandbox/registry/plain-manners.ts";
import { Verification } from "../../src/copy/verification.ts";
import { anonymous } from "../../src/oci/auth/credential.ts";
import { createRegistries } from "../../src/reconcile/registries.ts";
import { instantClock } from "../scenarios/instant-clock.ts";
import { calm, type Pair, startPair } from "./pair.ts";

/** So large a blob waits for the verdict. */
const LARGE = 100_000_000;
const SMALL = 1_000_000;

const probe = ({ destination }: Pair) => new Verification().verifies(destination(), LARGE, calm);
const methods = ({ to }: Pair) => to.requests.map(({ method, status }) => `${method} ${status}`);

describe("whether a destination verifies", () => {
  it.each([true, false])(
    "is a yes where a wrong digest is refused (a PUT takes bytes: %s)",
    async (putBody) => {
      await using pair = await startPair({}, { manners: plainManners({ putBody }) });
      expect(await probe(pair)).toBe(true);
      await vi.waitFor(() => expect(pair.to.openUploads).toBe(0));
      expect(methods(pair)).toEqual(["POST 202", "PATCH 202", "PUT 400", "DELETE 204"]);
    },
  );

  it("is a no where it is accepted", async () => {
    await using pair = await startPair({}, { manners: plainManners({ verifiesDigest: false }) });
    expect(await probe(pair)).toBe(false);
  });

  it.each([
    ["refuses every upload", status(403)],
    ["is out of order", status(500)],
    ["is out of space", status(507)],
  ])("is a no where the registry %s", async (_, act) => {
    await using pair = await startPair();
    pair.to.faults.add({ when: { kind: "upload" }, times: Number.POSITIVE_INFINITY, act });
    expect(await probe(pair)).toBe(false);
  });

  it("is a no, not an error, where the run is stopped meanwhile", async () => {
    await using pair = await startPair();
    pair.to.faults.add({ when: { method: "PUT" }, act: hang });
    const stop = new AbortController();
    const verdict = new Verification().verifies(pair.destination(), LARGE, stop.signal);
    await vi.waitUntil(() => pair.to.count({ method: "PUT" }) > 0);
    stop.abort();
    expect(await verdict).toBe(false);
  });

  it("is asked once per registry and run, for all its repositories", async () => {
    await using pair = await startPair();
    const verification = new Verification();
    const repositories = ["acme/a", "acme/b", "acme/a"].map((name) => pair.destination(name));
    await Promise.all(repositories.map((repository) => verification.verifies(repository, LARGE, calm)));
    expect(pair.to.count({ method: "POST" })).toBe(1);
  });

  it("hashes small blobs until the verdict is there, and believes it then", async () => {
    await using pair = await startPair();
    const verification = new Verification();
    const repository = pair.destination();
    expect(await verification.verifies(repository, SMALL, calm)).toBe(false);
    expect(await verification.verifies(repository, LARGE, calm)).toBe(true);
    expect(await verification.verifies(repository, SMALL, calm)).toBe(true);
    expect(pair.to.count({ method: "POST" })).toBe(1);
  });

  const named = (name: string, endpoint: string) =>
    createRegistries({
      endpoints: new Map([[name, new URL(endpoint)]]),
      keychain: anonymous,
      concurrency: 1,
      clock: instantClock(),
    });

  it.each([
    ["ghcr.io", "https://ghcr.io"],
    ["docker.io", "https://registry-1.docker.io"],
  ])("is known of %s without asking", async (name, endpoint) => {
    await using registries = named(name, endpoint);
    const repository = registries.get(name).destination("acme/app");
    expect(await new Verification().verifies(repository, LARGE, calm)).toBe(true);
  });

  it.each(["ghcr.io", "docker.io"])("is not believed of what else answers for %s", async (name) => {
    await using pair = await startPair({}, { manners: plainManners({ verifiesDigest: false }) });
    await using registries = named(name, pair.to.url);
    const repository = registries.get(name).destination("acme/app");
    const verification = new Verification();
    expect(await verification.verifies(repository, SMALL, calm)).toBe(false);
    expect(pair.to.requests).toEqual([]);
    expect(await verification.verifies(repository, LARGE, calm)).toBe(false);
    expect(pair.to.count({ method: "POST" })).toBe(1);
  });
});
