import { describe, expect, it } from "vitest";
import { connectPackages } from "../../sandbox/connect-packages.ts";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { ghcrManners } from "../../sandbox/registry/ghcr-manners.ts";
import { startRegistry } from "../../sandbox/registry/start-registry.ts";
import { openGitHub } from "./github/client.ts";

describe("what a GitHub knows of the packages of its registry", () => {
  it("is what the registry holds, and what was set for it", async () => {
    await using ghcr = await startRegistry({ manners: ghcrManners() });
    const { github } = await openGitHub();
    await using _ = github;
    connectPackages(github, ghcr);
    const { packages } = github;
    expect(packages.find("acme", "app")).toBeUndefined();

    pushImage(ghcr.store, "acme/app", "v1", generateImage({ seed: "packages" }));
    const first = packages.find("acme", "app");
    expect(first).toMatchObject({ visibility: "private", repository: undefined, readers: new Set() });
    expect(first?.versions).toBe(ghcr.store.manifests("acme/app").length);

    const mirrors = await github.createRepository("acme", "mirrors");
    ghcr.store.setVisibility("acme/app", "public");
    ghcr.packages.link("acme/app", mirrors.id);
    ghcr.packages.grant("acme/app", 1, "read");
    const { id, createdAt } = first ?? {};
    const readers = new Set([1, mirrors.id]);
    expect(packages.find("acme", "app")).toMatchObject({
      id,
      createdAt,
      visibility: "public",
      repository: mirrors,
      readers,
    });
  });
});
