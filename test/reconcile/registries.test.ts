import { describe, expect, it } from "vitest";
import { anonymous } from "../../src/oci/auth/credential.ts";
import { createRegistries } from "../../src/reconcile/registries.ts";
import { instantClock } from "../scenarios/instant-clock.ts";

const open = (endpoints: readonly (readonly [string, URL])[] = []) =>
  createRegistries({
    endpoints: new Map(endpoints),
    keychain: anonymous,
    concurrency: 1,
    clock: instantClock(),
  });

describe("the registries of a run", () => {
  it.each([
    ["quay.io", "https://quay.io"],
    ["quay.io:8443", "https://quay.io:8443"],
    ["docker.io", "https://registry-1.docker.io"],
    ["localhost:5000", "http://localhost:5000"],
    ["127.0.0.1:5000", "http://127.0.0.1:5000"],
    ["[::1]:5000", "http://[::1]:5000"],
    ["localhost.example:5000", "https://localhost.example:5000"],
  ])("answer by default: %s at %s", async (name, origin) => {
    await using registries = open();
    expect(registries.get(name).endpoint.origin).toBe(origin);
  });

  it("answer where it is said that they do, under the name they have", async () => {
    await using registries = open([["docker.io", new URL("http://mirror.example:5003")]]);
    const registry = registries.get("docker.io");
    expect([registry.name, registry.endpoint.origin]).toEqual(["docker.io", "http://mirror.example:5003"]);
  });

  it("are one each, so that what is learned of one is learned once", async () => {
    await using registries = open();
    expect(registries.get("quay.io")).toBe(registries.get("quay.io"));
    expect(registries.get("quay.io")).not.toBe(registries.get("quay.io:443"));
  });
});
