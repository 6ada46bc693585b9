import { describe, expect, it } from "vitest";
import { connectPackages } from "../../sandbox/connect-packages.ts";
import type { AppManifest } from "../../sandbox/github/app-manifest.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { openGitHub, SECRET } from "./github/client.ts";

/** An App that hears of packages, on `acme`, with the repository that `acme/app` is linked to. */
async function openPackages(manifest: AppManifest = LISTENING) {
  await using stack = new AsyncDisposableStack();
  const ghcr = stack.use(await startRegistry({ manners: ghcrManners() }));
  const { github } = await openGitHub({ app: { manifest, webhookSecret: SECRET } });
  stack.use(github);
  connectPackages(github, ghcr);
  const mirrors = await github.createRepository("acme", "mirrors");
  github.install("acme", "all");
  ghcr.packages.link("acme/app", mirrors.id);
  const told = () =>
    github.hooks.log
      .filter(({ event }) => event !== "installation")
      .map(({ event, action, body }) => ({ event, action, payload: JSON.parse(body.toString("utf8")) }));
  const parts = stack.move();
  return { ghcr, github, mirrors, told, [Symbol.asyncDispose]: () => parts.disposeAsync() };
}

const LISTENING: AppManifest = {
  name: "mirror",
  default_permissions: { packages: "write", metadata: "read" },
  default_events: ["registry_package"],
};

describe("what a GitHub tells of the packages of its registry", () => {
  it("is an event for each manifest, children without a tag", async () => {
    await using at = await openPackages();
    const image = generateImage({ seed: "event", platforms: ["linux/amd64", "linux/arm64"] });
    pushImage(at.ghcr.store, "acme/app", "v1", image);
    pushImage(at.ghcr.store, "acme/app", "v1", image);
    pushImage(at.ghcr.store, "acme/app", "v2", image);
    pushImage(at.ghcr.store, "acme/unlinked", "v1", image);
    const said = at.told().map(({ action, payload }) => {
      const { package_version: version } = payload.registry_package;
      return [action, version.container_metadata.tag.name, version.package_url];
    });
    expect(said).toEqual([
      ["published", "", "ghcr.io/acme/app:"],
      ["published", "", "ghcr.io/acme/app:"],
      ["published", "v1", "ghcr.io/acme/app:v1"],
      ["updated", "v2", "ghcr.io/acme/app:v2"],
    ]);
    expect(at.told().at(-1)).toMatchObject({
      event: "registry_package",
      payload: {
        repository: { full_name: "acme/mirrors" },
        registry_package: {
          name: "app",
          package_type: "CONTAINER",
          package_version: { version: image.root.digest },
        },
      },
    });
    expect(at.github.violations).toEqual([]);
  });

  it.each([
    ["the App does not listen", { ...LISTENING, default_events: [] }],
    ["the App may not read packages", { ...LISTENING, default_permissions: { metadata: "read" } }],
  ] as const)("is nothing where %s", async (_, manifest) => {
    await using at = await openPackages(manifest);
    pushImage(at.ghcr.store, "acme/app", "v1", generateImage({ seed: "event" }));
    expect(at.told()).toEqual([]);
  });

  it("can be bent by hand", async () => {
    await using at = await openPackages();
    const { packages } = at.github;
    const what = { digest: "sha256:1", mediaType: "x", size: 1, tag: "v1", isNew: true };
    const push = { organization: "acme", name: "app", ...what };
    expect(() => packages.payloadOf(push)).toThrow("No App hears of acme/app");
    pushImage(at.ghcr.store, "acme/app", "v1", generateImage({ seed: "event" }));
    const { repository: _, installation: __, ...rest } = packages.payloadOf(push);
    packages.tell({ ...rest, package: rest["registry_package"] }, "package");
    expect(at.told().at(-1)).toMatchObject({ event: "package", action: "published" });
    expect(at.told().at(-1)?.payload.repository).toBeUndefined();
    expect(at.github.violations).toEqual([]);
  });
});

describe("what a GitHub knows of the packages of its registry", () => {
  it("is what the registry holds, and what was set for it", async () => {
    await using ghcr = await startRegistry({ manners: ghcrManners() });
    const { github } = await openGitHub();
    await using _ = github;
    connectPackages(github, ghcr);
    const { packages } = github;
    expect(packages.source.find("acme", "app")).toBeUndefined();

    pushImage(ghcr.store, "acme/app", "v1", generateImage({ seed: "packages" }));
    const first = packages.source.find("acme", "app");
    expect(first).toMatchObject({ visibility: "private", repository: undefined, readers: new Set() });
    expect(first?.versions).toHaveLength(ghcr.store.manifests("acme/app").length);

    const mirrors = await github.createRepository("acme", "mirrors");
    ghcr.store.setVisibility("acme/app", "public");
    ghcr.packages.link("acme/app", mirrors.id);
    ghcr.packages.grant("acme/app", 1, "read");
    const { id, createdAt } = first ?? {};
    const readers = new Set([1, mirrors.id]);
    expect(packages.source.find("acme", "app")).toMatchObject({
      id,
      createdAt,
      visibility: "public",
      repository: mirrors,
      readers,
    });
  });
});
