import { expect, it } from "vitest";
import { generateImage } from "../../sandbox/images/generate-image.ts";
import { pushImage } from "../../sandbox/images/push-image.ts";
import { setPlainStage, setStage } from "./stage.ts";

const log = (name: string, r: any) =>
  console.log(
    name +
      "\n" +
      r.requests.map((q: any) => `  ${q.status} ${q.method} ${q.path.slice(0, 120)} ${q.scopes}`).join("\n"),
  );
it("explores", async () => {
  await using stage = await setStage();
  pushImage(
    stage.hub.store,
    "library/redis",
    "7",
    generateImage({ seed: "a", platforms: ["linux/amd64", "linux/arm64"] }),
  );
  pushImage(
    stage.hub.store,
    "library/redis",
    "8",
    generateImage({ seed: "b", platforms: ["linux/amd64", "linux/arm64"] }),
  );
  const report = await stage.sync("- {source: docker.io/library/redis, tags: ['7','8']}");
  console.log(JSON.stringify(report, null, 1));
  log("hub", stage.hub);
  log("ghcr", stage.ghcr);
  stage.forget();
  const again = await stage.sync("- {source: docker.io/library/redis, tags: ['7','8']}");
  log("hub", stage.hub);
  log("ghcr", stage.ghcr);
  stage.forget();
  const glob = await stage.sync("- {source: docker.io/library/redis, tags: ['*']}");
  log("hub", stage.hub);
  log("ghcr", stage.ghcr);
});
