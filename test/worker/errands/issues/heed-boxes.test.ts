import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { marked } from "../../../../src/github/report/marker.ts";
import { renderBoxes, tickedBoxes } from "../../../../src/github/report/render/dashboard-boxes.ts";
import { BOXES, type Box } from "../../../../src/jobs/errand.ts";
import { heedBoxes } from "../../../../src/worker/errands/issues/heed-boxes.ts";
import { APP, CONTEXT, House, PLACE, UPKEEP } from "./house.ts";

/** A dashboard with these ticks, all of them anna's, and what comes of them. */
function ticked(boxes: readonly Box[], { marker = "dashboard", app = APP, isOwn = true } = {}) {
  const house = new House();
  const issue = house.write({ body: marked(app, marker, renderBoxes(new Set(boxes))), isOwn });
  const done: Box[] = [];
  const errand = { kind: "tick", ...PLACE, issue: issue.number, author: "anna", boxes } as const;
  const heed = (obey = async (asked: ReadonlySet<Box>) => void done.push(...asked)) =>
    heedBoxes(house.parts, errand, obey, CONTEXT.signal);
  return { house, issue, done, heed };
}

describe("heedBoxes", () => {
  it.each(BOXES)("has done what is ticked, and unticks it: %s", async (box) => {
    const { issue, done, heed, house } = ticked([box]);
    await heed();
    expect(done).toEqual([box]);
    expect(issue.body).toBe(marked(APP, "dashboard", renderBoxes(new Set())));
    expect(house.errands).toEqual([UPKEEP]);
  });

  it("keeps a tick that is made meanwhile", async () => {
    const { issue, heed, house } = ticked(["plan"]);
    let reads = 0;
    house.onRead = () => {
      reads += 1;
      if (reads === 2)
        issue.body = `${issue.body.replace("[ ] <!-- box:retry", "[x] <!-- box:retry")}\r\nmore`;
    };
    await heed();
    expect([...tickedBoxes(issue.body)]).toEqual(["retry"]);
    expect(issue.body.endsWith("more")).toBe(true);
  });

  it("does nothing of what others have ticked", async () => {
    const { house, issue, done, heed } = ticked(["plan"]);
    issue.body = marked(APP, "dashboard", renderBoxes(new Set(["plan", "sync"])));
    await heed();
    expect(done).toEqual(["plan"]);
    expect([...tickedBoxes(issue.body)]).toEqual(["sync"]);
    expect(house.errands).toEqual([UPKEEP]);
  });

  it("does it also where the tick was written over meanwhile", async () => {
    const { issue, done, heed, house } = ticked(["sync"]);
    issue.body = marked(APP, "dashboard", renderBoxes(new Set()));
    await heed();
    expect([done, house.writes]).toEqual([["sync"], []]);
  });

  it("leaves a box ticked whose deed must be tried again", async () => {
    const { issue, heed } = ticked(["sync"]);
    await expect(heed(() => Promise.reject(new Error("the database is away")))).rejects.toThrow("away");
    expect([...tickedBoxes(issue.body)]).toEqual(["sync"]);
  });

  it("does it also where it cannot untick", async () => {
    const { done, heed, house } = ticked(["sync"]);
    house.refusal = new GitHubError("REFUSED", "edit an issue", "locked", 403);
    await heed();
    expect(done).toEqual(["sync"]);
  });

  it.each([
    ["somebody else's issue with our marker", { isOwn: false }, []],
    ["another deployment's", { app: APP + 1 }, [UPKEEP]],
    ["the issue about a failure", { marker: "trouble" }, [UPKEEP]],
    ["a dashboard that is turned off", { marker: "dashboard:off" }, [UPKEEP]],
  ] as const)("does nothing of what is ticked on %s", async (_, options, errands) => {
    const { done, heed, house } = ticked(["sync"], options);
    await heed();
    expect([done, house.writes, house.errands]).toEqual([[], [], errands]);
  });

  it("has an emptied one written anew", async () => {
    const { issue, done, heed, house } = ticked(["sync"]);
    issue.body = "";
    await heed();
    expect([done, house.writes, house.errands]).toEqual([[], [], [UPKEEP]]);
  });
});
