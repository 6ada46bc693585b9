import { expect, it } from "vitest";
import type { Sighting } from "../../src/jobs/keeping-state.ts";
import { SightingsQuarantine } from "../../src/publish/sightings-quarantine.ts";
import { digest } from "../cli/reports.ts";

it("notes what is seen, and says since when it is as it is", async () => {
  const seen: Sighting[] = [];
  const quarantine = new SightingsQuarantine({
    async see(sightings) {
      seen.push(...sightings);
      return new Map([["docker.io/library/a:1", new Date(5_000)]]);
    },
  });
  const since = await quarantine.since([
    { source: "docker.io/library/a:1", digest: digest("a"), pushedAt: 5_000 },
    { source: "docker.io/library/b:1", digest: digest("b") },
  ]);
  expect([...since]).toEqual([["docker.io/library/a:1", 5_000]]);
  expect(seen).toEqual([
    { source: "docker.io/library/a:1", digest: digest("a"), pushedAt: new Date(5_000) },
    { source: "docker.io/library/b:1", digest: digest("b"), pushedAt: null },
  ]);
});
