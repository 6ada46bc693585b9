import { describe, expect, it } from "vitest";
import { status } from "../../sandbox/registry/fault-acts.ts";
import { parseConfig } from "../../src/config/parse-config.ts";
import { MediaType } from "../../src/oci/media-type.ts";
import { formatReference } from "../../src/oci/reference.ts";
import { directLooks } from "../../src/reconcile/direct-looks.ts";
import { type SelectOptions, select } from "../../src/reconcile/selection.ts";
import { STOPPED } from "../../src/reconcile/stopped.ts";
import { calm, type Pair, startPair } from "../copy/pair.ts";

/** A source whose `library/app` has these tags. */
async function startTagged(...tags: string[]): Promise<Pair> {
  const pair = await startPair();
  for (const tag of tags) {
    pair.from.store.putManifest("library/app", tag, MediaType.ociIndex, Buffer.from(`{"tag":"${tag}"}`));
  }
  return pair;
}

/** Selects from the lines of a config, in words. */
async function selectFrom(pair: Pair, mirrors: string, options: Partial<SelectOptions> = {}) {
  const { config, problems } = parseConfig(`version: 1\nmirrors:\n${mirrors}\n`);
  if (!config) throw new Error(problems[0]?.message);
  const { images, unlisted, unmatched } = await select(config, {
    place: { registry: "ghcr.io", owner: "Acme" },
    only: [],
    sourceOf: ({ source }) => pair.source(source.repository),
    looks: directLooks,
    brought: [],
    signal: calm,
    ...options,
  });
  return {
    images: images.map(({ source, destination, blocked }) =>
      [formatReference(source), formatReference(destination), ...(blocked ? [blocked.code] : [])].join(" → "),
    ),
    unlisted: unlisted.map(({ desired, problem }) => [formatReference(desired.source), problem]),
    unmatched: unmatched.map(({ pattern }) => pattern),
  };
}

const APP = "from.example/library/app";

describe("the selection", () => {
  it("of exact tags and digests asks nobody", async () => {
    await using pair = await startPair();
    const digest = `sha256:${"a".repeat(64)}`;
    const { images } = await selectFrom(pair, `- ${APP}:1\n- ${APP}@${digest}\n- ${APP}:2@${digest}`);
    expect(images).toEqual([
      `${APP}:1 → ghcr.io/acme/app:1`,
      `${APP}@${digest} → ghcr.io/acme/app@${digest}`,
      `${APP}:2@${digest} → ghcr.io/acme/app:2`,
    ]);
    expect(pair.from.requests).toEqual([]);
  });

  it("by globs lists the tags once an entry", async () => {
    await using pair = await startTagged("1.0", "1.1", "1.1-rc1", "2.0", "latest");
    const entry = `- { source: ${APP}, tags: ["1.*", latest, "9.*"], exclude: ["*-rc*"] }`;
    expect(await selectFrom(pair, entry)).toEqual({
      images: ["1.0", "1.1", "latest"].map((tag) => `${APP}:${tag} → ghcr.io/acme/app:${tag}`),
      unlisted: [],
      unmatched: ["9.*"],
    });
    expect(pair.from.count()).toBe(1);
  });

  it.each([
    [[], 3],
    [["from.example/library/app:1"], 1],
    [["from.example/library/app:*"], 3],
    [["*/other:*"], 0],
    [["docker.io/library/app:*", "*:1.?"], 2],
  ])("is narrowed by --only %j to %i", async (only, count) => {
    await using pair = await startTagged("1", "1.0", "1.1");
    const { images } = await selectFrom(pair, `- { source: ${APP}, tags: ["1*"] }`, { only });
    expect(images).toHaveLength(count);
  });

  it("blocks the later of two entries that meet at one destination", async () => {
    await using pair = await startTagged("1", "2");
    const { images } = await selectFrom(
      pair,
      `- { source: ${APP}, tags: ["1"] }\n- { source: ${APP}, tags: ["*"], exclude: ["x"] }`,
    );
    expect(images).toEqual([
      `${APP}:1 → ghcr.io/acme/app:1`,
      `${APP}:1 → ghcr.io/acme/app:1 → DESTINATION_COLLISION`,
      `${APP}:2 → ghcr.io/acme/app:2`,
    ]);
  });

  it("sees a collision also where --only hides the other entry", async () => {
    await using pair = await startTagged("1");
    const entries = `- { source: ${APP}, tags: ["1*"] }\n- { source: from.example/other/app, tags: ["1*"] }`;
    pair.from.store.putManifest("other/app", "1", MediaType.ociIndex, Buffer.from("{}"));
    const { images } = await selectFrom(pair, entries, { only: ["from.example/other/*"] });
    expect(images).toEqual(["from.example/other/app:1 → ghcr.io/acme/app:1 → DESTINATION_COLLISION"]);
  });

  it("lists nothing for an entry that --only leaves out, unless it could collide", async () => {
    await using pair = await startTagged("1");
    const far = `- { source: from.example/far/away, tags: ["*"] }`;
    const near = `- { source: from.example/other/near, to: app, tags: ["9*"] }`;
    const entries = [`- { source: ${APP}, tags: ["*"] }`, far, near].join("\n");
    pair.from.store.putManifest("other/near", "1", MediaType.ociIndex, Buffer.from("{}"));
    const { images, unmatched, unlisted } = await selectFrom(pair, entries, { only: [`${APP}:1`] });
    expect(images).toEqual([`${APP}:1 → ghcr.io/acme/app:1`]);
    const listed = pair.from.requests.map(({ repository }) => repository);
    expect(listed.sort()).toEqual(["library/app", "other/near"]);
    expect([unmatched, unlisted]).toEqual([[], []]);
  });

  it("does not hide behind --only that a list was refused", async () => {
    await using pair = await startTagged("1");
    pair.from.faults.add({ when: { kind: "tags" }, act: status(403) });
    const { images, unlisted } = await selectFrom(pair, `- { source: ${APP}, tags: ["1*"] }`, {
      only: [`${APP}:1.0`],
    });
    expect(images).toEqual([]);
    expect(unlisted).toMatchObject([[`${APP}:1*`, { code: "DENIED" }]]);
  });

  it("keeps what one entry means where the list of another is refused", async () => {
    await using pair = await startTagged("1");
    pair.from.faults.add({ when: { kind: "tags", repository: "library/app" }, act: status(403) });
    const { images, unlisted, unmatched } = await selectFrom(
      pair,
      `- { source: ${APP}, tags: ["1*", exact] }\n- from.example/library/other:2`,
    );
    expect(images).toEqual([
      `${APP}:exact → ghcr.io/acme/app:exact`,
      "from.example/library/other:2 → ghcr.io/acme/other:2",
    ]);
    expect(unlisted).toEqual([
      [`${APP}:1*`, expect.objectContaining({ code: "DENIED", side: "source", remedy: expect.anything() })],
    ]);
    expect(unmatched).toEqual([]);
  });

  it("says which repository is not there", async () => {
    await using pair = await startPair();
    const { unlisted } = await selectFrom(pair, `- { source: ${APP}, tags: ["1*"] }`);
    expect(unlisted).toEqual([
      [
        `${APP}:1*`,
        expect.objectContaining({
          code: "NOT_FOUND",
          side: "source",
          message: `cannot list the tags of ${APP}: there is no such repository`,
        }),
      ],
    ]);
  });

  it("that is stopped leaves undone what it could not list", async () => {
    await using pair = await startTagged("1");
    const { unlisted } = await selectFrom(pair, `- { source: ${APP}, tags: ["1*"] }`, {
      signal: AbortSignal.abort(),
    });
    expect(unlisted).toEqual([[`${APP}:1*`, STOPPED]]);
  });
});
