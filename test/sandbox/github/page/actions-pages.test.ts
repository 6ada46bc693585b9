import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { pageHandler } from "../../../../sandbox/github/page/page-handler.ts";
import { withWorkflow } from "../actions/dispatched.ts";

/** The pages of a repository that has a workflow. */
async function openPages() {
  const begun = await withWorkflow();
  const handle = pageHandler(begun.small.world);
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = async (path: string) => (await fetch(url + path)).text();
  const press = async (path: string, action: string) => {
    const body = new URLSearchParams({ action, who: "ada" });
    const answer = await fetch(url + path, {
      method: "POST",
      body,
      headers: { origin: url },
      redirect: "manual",
    });
    return answer.status;
  };
  return {
    ...begun,
    read,
    press,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await begun.small[Symbol.asyncDispose]();
    },
  };
}

describe("the pages of workflows", () => {
  it("show runs, and of one its jobs, steps, log and artifacts", async () => {
    await using pages = await openPages();
    const { start, read, sha } = pages;
    expect(await read("/ui/acme/mirrors/actions")).toContain("No workflow was run yet.");
    const run = await start({ run: "<r1>" });
    const path = `/ui/acme/mirrors/actions/runs/${run.id}`;
    expect(await read("/ui/acme/mirrors/actions")).toContain(`<a href="${path}">mirror &#60;r1&#62;</a>`);
    const job = run.addJob("mirror");
    job.begin();
    job.beginStep("Set up job");
    job.log("<b>hello\n");
    run.addArtifact("result", Buffer.from("zip"));
    const page = await read(path);
    for (const text of ["Set up job", "&#60;b&#62;hello", "result <small>3 bytes", 'http-equiv="refresh"']) {
      expect(page).toContain(text);
    }
    job.complete("failure", ["No <space>"]);
    run.complete("failure");
    expect(await read(path)).toContain("No &#60;space&#62;");
    expect(await read(path)).not.toContain('http-equiv="refresh"');
    expect(await read(`/ui/acme/mirrors/commit/${sha}`)).toContain(`${path}/job/${job.id}`);
    expect(await read(`${path}/job/${job.id}`)).toContain("Set up job");
  });

  it("have the buttons that go with how a run stands", async () => {
    await using pages = await openPages();
    const { start, read, press, actions, repository } = pages;
    actions.of(repository).settings.needsApproval = true;
    const run = await start();
    const path = `/ui/acme/mirrors/actions/runs/${run.id}`;
    expect(await read(path)).toContain("Approve");
    expect(await press(path, "approve")).toBe(303);
    expect(run.status).toBe("queued");
    expect(await press(path, "approve")).toBe(422);
    expect(await press(path, "cancel")).toBe(303);
    expect(run.conclusion).toBe("cancelled");
    expect(await press(path, "cancel")).toBe(422);
    expect(await press(path, "rerun")).toBe(303);
    expect(run).toMatchObject({ attempt: 2, triggeredBy: { login: "ada" } });
  });

  it("open a file to be changed from a link", async () => {
    await using pages = await openPages();
    const { repository, read } = pages;
    await repository.commit({ branch: "a/b", files: { "c/d": "text" } });
    const page = await read("/ui/acme/mirrors/edit/a/b/c/d");
    expect(page).toContain('name="path" value="c/d"');
    expect(page).toContain('name="branch" value="a/b"');
    expect(page).toContain("text</textarea>");
  });

  it("take a new file from a link", async () => {
    await using pages = await openPages();
    const query = new URLSearchParams({ filename: ".github/workflows/a.yml", value: "on: <push>\n" });
    const page = await pages.read(`/ui/acme/mirrors/new/main?${query}`);
    expect(page).toContain('name="path" value=".github/workflows/a.yml"');
    expect(page).toContain('name="branch" value="main"');
    expect(page).toContain("on: &#60;push&#62;\n</textarea>");
  });
});
