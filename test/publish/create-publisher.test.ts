import { describe, expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { dockerHubManners } from "../../sandbox/registry/docker-hub-manners.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { createPublisher } from "../../src/publish/create-publisher.ts";
import { createSharedLooks } from "../../src/publish/looks/shared-looks.ts";
import type { PublishOrder } from "../../src/publish/publisher.ts";
import { workflowText } from "../../src/workflow/workflow-file.ts";
import { decodeInputs } from "../../src/workflow/workflow-inputs.ts";
import { image, report } from "../cli/reports.ts";
import { instantClock } from "../scenarios/instant-clock.ts";
import { SmallActions } from "./actions/small-actions.ts";
import { smallDispatches } from "./actions/small-dispatches.ts";
import { publishOrder, RUN } from "./publish-order.ts";
import { smallLedger } from "./small-ledger.ts";

const ACTION = "ghcr-mirror/ghcr-mirror@v0.1.0";
const IMAGE = generateImage({ seed: "publisher" });
const MIRRORS = "- app:1\n- { source: web:1, min-age: 3d }\n- old:1";

/** A Docker Hub, a GHCR that has `old:1` and `app:1`, and the publishers over a GitHub whose workflow is current. */
async function set(mode: "auto" | "actions") {
  const clock = instantClock();
  const hub = await startRegistry({ manners: dockerHubManners() });
  const ghcr = await startRegistry({ manners: ghcrManners() });
  for (const name of ["app", "web", "old"]) pushImage(hub.store, `library/${name}`, "1", IMAGE);
  for (const name of ["app", "old"]) {
    pushImage(ghcr.store, `acme/${name}`, "1", IMAGE);
    ghcr.store.setVisibility(`acme/${name}`, "public");
  }
  const github = new SmallActions();
  github.file = workflowText(ACTION);
  const dispatches = smallDispatches(() => clock.now());
  const ledger = smallLedger();
  const asked: string[] = [];
  const publisher = createPublisher(mode, {
    github: github.app,
    state: {
      dispatches,
      images: { ...({} as Parameters<typeof createPublisher>[1]["state"]["images"]), of: async () => [] },
      verdicts: {
        async of(destinations) {
          asked.push(...destinations);
          const refusal = {
            deed: "write",
            isAccepted: false,
            reason: "no",
            checkedAt: new Date(clock.now()),
          };
          return destinations.map((destination) => ({ ...refusal, destination, deed: "write" }) as const);
        },
        put: async () => {},
        forget: async () => {},
      },
    },
    registry: "ghcr.io",
    endpoints: new Map([
      ["docker.io", new URL(hub.url)],
      ["ghcr.io", new URL(ghcr.url)],
    ]),
    allowedHosts: ["127.0.0.1"],
    concurrency: 8,
    clock,
    action: ACTION,
    look: async () => new Map(),
    ledger,
    // It was there four days ago.
    sightings: {
      see: async (seen) =>
        new Map(seen.map(({ source }) => [source, new Date(clock.now() - 4 * 24 * 3_600_000)])),
    },
    looks: createSharedLooks({ clock }),
    reserve: 7,
    heard: new Map(),
  });
  const publish = (more: Partial<PublishOrder> = {}) => publisher.publish(publishOrder(MIRRORS, more));
  const close = async () => {
    await Promise.all([hub.close(), ghcr.close()]);
  };
  return { hub, ghcr, github, dispatches, asked, publish, [Symbol.asyncDispose]: close };
}

describe.each(["auto", "actions"] as const)("the publisher of the mode %s", (mode) => {
  it("starts no workflow where nothing is due, and asks nobody whether it might", async () => {
    await using at = await set(mode);
    const published = await at.publish({ only: ["*/app:1", "*/old:1"] });
    expect(published).toMatchObject({
      kind: "carried-out",
      carrier: { kind: "app" },
      report: { summary: { upToDate: 2, copied: 0, failed: 0 } },
      seen: ["ghcr.io/acme/app:1", "ghcr.io/acme/old:1"],
    });
    expect([at.github.dispatched, at.asked]).toEqual([[], []]);
    expect(at.ghcr.count({ method: "POST" })).toBe(0);
  });

  it("has a workflow bring no more than is due, and tells of all", async () => {
    await using at = await set(mode);
    const web = image({
      source: "docker.io/library/web:1",
      destination: "ghcr.io/acme/web:1",
      sourceDigest: IMAGE.root.digest,
      digest: IMAGE.root.digest,
      line: 4,
    });
    await at.github.leave("ghcr-mirror-1-0", {
      version: 1,
      run: RUN,
      part: 0,
      parts: 1,
      report: report([web]),
    });
    at.github.onLook = ({ id }) => at.github.set(id, { status: "completed", conclusion: "success" });
    const published = await at.publish();
    expect(at.github.dispatched).toHaveLength(1);
    expect(decodeInputs(at.github.dispatched[0]?.inputs ?? {})).toMatchObject({
      only: [web.source],
      cleared: [`${web.source}@${IMAGE.root.digest}`],
      reserve: 7,
    });
    expect(at.asked).toEqual(mode === "auto" ? ["ghcr.io/acme/web"] : []);
    expect(published).toMatchObject({
      carrier: { kind: "actions", number: 1 },
      report: {
        summary: { copied: 1, upToDate: 2, failed: 0 },
        images: [web, { destination: "ghcr.io/acme/app:1" }, { destination: "ghcr.io/acme/old:1" }],
      },
    });
    expect(at.hub.pulls).toBe(0);
  });
});
