import { expect, it } from "vitest";
import { download } from "../../../src/github/client/download.ts";

it("explains a connection that broke for no reason", async () => {
  const broken = AbortSignal.abort(new Error("it is over"));
  await expect(download("http://127.0.0.1:1/", 1, "download an artifact", broken)).rejects.toMatchObject({
    name: "GitHubError",
    code: "UNAVAILABLE",
  });
});
