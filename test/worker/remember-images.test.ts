import { expect, it } from "vitest";
import { parseConfig } from "../../src/config/parse-config.ts";
import type { Backup } from "../../src/jobs/keeping-state.ts";
import type { WorkerParts } from "../../src/worker/parts.ts";
import { rememberImages } from "../../src/worker/remember-images.ts";
import { digest, image } from "../cli/reports.ts";

const OLD = digest("01d");
const { config } = parseConfig("version: 1\nmirrors: [docker.io/library/redis:7]\n");

it.each([
  ["ghcr.io/acme/redis:7-01d01d01d01d", "ghcr.io/acme/redis:7", true],
  ["ghcr.io/acme/redis:6", "ghcr.io/acme/redis:7", false],
  ["ghcr.io/other/redis:7-01d01d01d01d", "ghcr.io/acme/redis:7", false],
  ["ghcr.io/acme/vault:7-01d01d01d01d", "ghcr.io/acme/vault:7", false],
])("of what a job says, %s as the backup of %s is one: %s", async (backup, destination, isOne) => {
  const put: Omit<Backup, "madeAt">[] = [];
  const state = {
    images: { of: async () => [], put: async () => {} },
    drifts: { settle: async () => {} },
    backups: { put: async (backups: typeof put) => void put.push(...backups) },
  };
  const parts = { state, registry: "ghcr.io" } as unknown as WorkerParts;
  const told = image({ action: "update", destination, backup, previousDigest: OLD });
  await rememberImages(parts, { id: 7, owner: "acme", name: "mirrors" }, [told], config);
  expect(put.map((one) => one.backup)).toEqual(isOne ? [backup] : []);
});
