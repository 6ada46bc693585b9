import { expect, it } from "vitest";
import { openGitHub } from "./client.ts";

it("owns up to a reply that GitHub would not give", async () => {
  const { github, ask, tokenOf } = await openGitHub();
  const repository = await github.createRepository("acme", "mirrors");
  const token = await tokenOf(github.install("acme", "all"));
  Object.assign(repository, { defaultBranch: 5 });
  const answer = await ask("/repos/acme/mirrors", { token });
  expect(answer.status).toBe(500);
  expect(answer.body.message).toContain("/default_branch must be string");
  expect(github.violations).toEqual(["repos/get 200: /default_branch must be string"]);
  await github.close();
});

it("owns up to a webhook that GitHub would not send", async () => {
  const { github } = await openGitHub();
  const repository = await github.createRepository("acme", "mirrors");
  github.install("acme", "all");
  repository.tell("push", { ref: 5 }, github.world.app.owner);
  repository.tell("check_run", { action: "rerequested" }, github.world.app.owner);
  expect(github.violations.join("\n")).toContain("webhook push: /");
  expect(github.violations.join("\n")).toContain("webhook check-run-rerequested: /");
  await github.close();
});
