import { describe, expect, it } from "vitest";
import { plainManners } from "../../../sandbox/registry/plain-manners.ts";
import { startRegistry } from "../../../sandbox/registry/start-registry.ts";
import { readReferences } from "../../../src/action/remove/read-references.ts";
import { type Digest, digestOf } from "../../../src/oci/digest.ts";
import { MediaType } from "../../../src/oci/media-type.ts";
import { createRegistries } from "../../../src/reconcile/registries.ts";
import { digest } from "../../cli/reports.ts";
import { instantClock } from "../../scenarios/instant-clock.ts";

interface Body {
  readonly manifests?: readonly { readonly mediaType?: string; readonly digest: unknown }[];
  readonly subject?: unknown;
}

/** Puts manifests, and reads what those refer to that `ask` says, given their digests in order. */
async function read(
  bodies: readonly (Body | string)[],
  ask: (digests: readonly Digest[]) => readonly Digest[],
) {
  await using registry = await startRegistry({ manners: plainManners() });
  const digests = bodies.map((body) => {
    const bytes = Buffer.from(
      typeof body === "string" ? body : JSON.stringify({ schemaVersion: 2, ...body }),
    );
    const one = digestOf(bytes);
    registry.store.putManifest("acme/app", one, MediaType.ociIndex, bytes);
    return one;
  });
  await using registries = createRegistries({
    endpoints: new Map([["ghcr.io", new URL(registry.url)]]),
    keychain: { resolve: async () => undefined },
    concurrency: 8,
    clock: instantClock(),
  });
  const repository = registries.get("ghcr.io").source("acme/app");
  const references = await readReferences(repository, ask(digests), new AbortController().signal);
  return { digests, found: [...references.values()].map((one) => [...one]) };
}

describe("readReferences", () => {
  it("finds children and subjects, whatever the manifest calls itself", async () => {
    const { found } = await read(
      [
        { manifests: [{ digest: digest("a") }, { digest: digest("b") }], subject: { digest: digest("c") } },
        {},
      ],
      (digests) => digests,
    );
    expect(found).toEqual([[digest("a"), digest("b"), digest("c")], []]);
  });

  it("looks into indexes below indexes", async () => {
    const inner = { schemaVersion: 2, manifests: [{ digest: digest("a") }] };
    const below = digestOf(Buffer.from(JSON.stringify(inner)));
    const outer = { manifests: [{ mediaType: MediaType.ociIndex, digest: below }] };
    const { found } = await read([outer, inner], ([first]) => (first ? [first] : []));
    expect(found).toEqual([[below, digest("a")]]);
  });

  it("takes no notice of what is no digest", async () => {
    const odd = { manifests: [{ digest: 1 }, { digest: "sha256:abc" }], subject: "x" };
    expect((await read([odd], (digests) => digests)).found).toEqual([[]]);
  });

  it("gives up where there are too many, or one cannot be read", async () => {
    const many = Array.from({ length: 501 }, (_, seed) => digestOf(Buffer.from(`${seed}`)));
    await expect(read([], () => many)).rejects.toMatchObject({ code: "TOO_LARGE" });
    await expect(read([], () => [digest("a")])).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(read(["no JSON"], (digests) => digests)).rejects.toMatchObject({ code: "MALFORMED" });
  });
});
