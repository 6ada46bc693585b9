import { describe, expect, it } from "vitest";
import { tagApiOf } from "../../../../src/oci/registry/tables/tag-api-of.ts";
import { openClient } from "../../open-client.ts";

const HUB = "https://hub.docker.com";

describe("the API that lists tags", () => {
  it.each([
    ["docker.io", "https://registry-1.docker.io", HUB, "hub.docker.com"],
    ["docker.io", "http://127.0.0.1:5000", "http://127.0.0.1:5001", "hub.docker.com"],
    // Docker Hub does not know what a stand-in has.
    ["docker.io", "http://127.0.0.1:5000", HUB, undefined],
    ["quay.io", "https://quay.io", HUB, "quay.io"],
    ["ghcr.io", "https://ghcr.io", HUB, undefined],
    ["docker.io.example", "https://docker.io.example", HUB, undefined],
  ])("of %s at %s, with Docker Hub at %s, is answered by %s", async (name, url, hub, expected) => {
    await using registry = openClient(url, { name });
    await using other = openClient(hub, { name: "hub.docker.com" });
    expect(tagApiOf(registry, () => other)?.registry.name).toBe(expected);
  });
});
