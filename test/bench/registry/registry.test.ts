import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { request } from "undici";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compose } from "../../../bench/content/compose.ts";
import { dockerRegistry } from "../../../bench/registry/docker-registry.ts";
import type { Registry } from "../../../bench/registry/registry.ts";
import { sandboxRegistry } from "../../../bench/registry/sandbox-registry.ts";

const hasDocker = spawnSync("docker-registry", ["--version"]).status === 0;
const content = compose([{ name: "v1", images: [{ name: "one", layers: [{ seed: "one", size: 5000 }] }] }]);

describe.each([
  { name: "the sandbox's registry", kind: sandboxRegistry, present: true },
  { name: "docker-registry", kind: dockerRegistry, present: hasDocker },
])("$name", ({ kind, present }) => {
  describe.skipIf(!present)("in a process of its own", () => {
    let directory = "";
    let registry: Registry;
    const signal = new AbortController().signal;
    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), "bench-registry-"));
      registry = await kind.start({ directory, signal });
    });
    afterAll(async () => {
      await registry[Symbol.asyncDispose]();
      await rm(directory, { recursive: true });
    });
    const differences = () => registry.client.differences("bench/one", content);

    it("holds what it is filled with until it is emptied", async () => {
      await registry.fill("bench/one", content);
      expect(await differences()).toEqual([]);
      await registry.refresh();
      expect(await differences()).toEqual([]);
      await registry.empty();
      expect(await differences()).toEqual([expect.stringContaining("bench/one:v1 is status 404")]);
    });

    it("counts what others ask for, once", async () => {
      await registry.takeRequests();
      const { body } = await request(`http://127.0.0.1:${registry.port}/v2/bench/one/tags/list`);
      await body.dump();
      await differences();
      expect(await registry.takeRequests()).toEqual({ "tags GET": 1 });
      expect(await registry.takeRequests()).toEqual({});
    });

    it("takes pushes", async () => {
      await registry.client.push("bench/one", content);
      expect(await differences()).toEqual([]);
    });
  });
});
