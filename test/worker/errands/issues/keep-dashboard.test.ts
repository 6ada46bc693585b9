import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../../src/github/github-error.ts";
import { marked, marker } from "../../../../src/github/report/marker.ts";
import { tendIssues } from "../../../../src/worker/errands/issues/tend-issues.ts";
import { digest } from "../../../cli/reports.ts";
import { APP, badVault, CONTEXT, HOUR, House, NOW, redis, UPKEEP, vault } from "./house.ts";

const CONFIG = "version: 1\nmirrors: [docker.io/library/redis:7, docker.io/library/vault:1]\n";

const upkeep = (house: House) => tendIssues(house.parts, UPKEEP, "e1", CONTEXT);

/** A house that wants a dashboard, and has mirrored redis. */
function open(): House {
  const house = new House();
  house.config = `${CONFIG}report: { issue: dashboard }\n`;
  house.images = [mirrored("redis:7")];
  house.end([redis, badVault]);
  return house;
}

function mirrored(name: string) {
  return {
    repository: 7,
    source: `docker.io/library/${name}`,
    destination: `ghcr.io/acme/${name}`,
    sourceDigest: digest("77ce"),
    destinationDigest: digest("77ce"),
    platforms: "all",
    firstSeen: new Date(NOW),
    lastVerified: new Date(NOW),
  };
}

describe("the dashboard", () => {
  it("is opened where the config asks for it, once", async () => {
    const house = open();
    await upkeep(house);
    await upkeep(house);
    expect(house.writes).toEqual(["open Mirror dashboard"]);
    expect(house.issue(1).body).toContain("**1 image fails, 1 as wanted**");
  });

  it("is not opened where it does not", async () => {
    const house = open();
    house.config = CONFIG;
    await upkeep(house);
    expect(house.issues).toEqual([]);
  });

  it("is edited in place, and nobody gets a mail", async () => {
    const house = open();
    await upkeep(house);
    house.end([redis, vault]);
    await upkeep(house);
    expect(house.issue(1).body).toContain("**1 as wanted**");
    expect(house.notifications).toEqual(["opened #1"]);
  });

  it("keeps ticks that nobody has heeded yet, also one made while it is written", async () => {
    const house = open();
    await upkeep(house);
    const issue = house.issue(1);
    issue.body = issue.body.replace("[ ] <!-- box:plan -->", "[x] <!-- box:plan -->");
    house.onRead = () => {
      issue.body = issue.body.replace("[ ] <!-- box:sync -->", "[X] <!-- box:sync -->");
      house.onRead = () => {};
    };
    house.end([redis, vault]);
    await upkeep(house);
    expect(issue.body).toContain("- [x] <!-- box:sync -->");
    expect(issue.body).toContain("- [x] <!-- box:plan -->");
    expect(issue.body).toContain("- [ ] <!-- box:retry -->");
    expect(issue.body).toContain("**1 as wanted**");
  });

  it("is written anew where somebody emptied it", async () => {
    const house = open();
    await upkeep(house);
    const { body } = house.issue(1);
    house.issue(1).body = "";
    await upkeep(house);
    expect(house.issue(1).body).toBe(body);
    expect(house.issues).toHaveLength(1);
  });

  it("is opened anew where somebody deleted it", async () => {
    const house = open();
    await upkeep(house);
    house.delete(1);
    await upkeep(house);
    expect(house.issues).toHaveLength(1);
  });

  it("stays closed where somebody closed it, and up to date", async () => {
    const house = open();
    await upkeep(house);
    house.issue(1).isOpen = false;
    house.end([redis, vault]);
    await upkeep(house);
    expect(house.issue(1)).toMatchObject({ isOpen: false, body: expect.stringContaining("**1 as wanted**") });
    expect(house.notifications).toEqual(["opened #1"]);
  });

  it("is closed with a word when the config asks for it no longer, and reopened when it does again", async () => {
    const house = open();
    const wanted = house.config;
    await upkeep(house);
    house.config = CONFIG;
    await upkeep(house);
    await upkeep(house);
    expect(house.issue(1)).toMatchObject({
      isOpen: false,
      body: `${marker(APP, "dashboard:off")}\nClosed because \`.github/mirror.yml\` does not say \`report.issue: dashboard\` any longer. If it does so again, this issue is reopened.`,
    });
    expect(house.writes).toEqual(["open Mirror dashboard", "edit #1"]);
    house.config = wanted;
    await upkeep(house);
    expect(house.issue(1)).toMatchObject({ isOpen: true, body: expect.stringContaining("How it stands") });
    expect(house.notifications).toEqual(["opened #1", "closed #1", "reopened #1"]);
  });

  it("is closed when the config is gone", async () => {
    const house = open();
    await upkeep(house);
    house.config = undefined;
    await upkeep(house);
    expect(house.issue(1)).toMatchObject({ isOpen: false, body: expect.stringContaining("there is no") });
  });

  it("stays while the config is wrong, and says so", async () => {
    const house = open();
    await upkeep(house);
    house.config = "nonsense";
    house.end(undefined);
    await upkeep(house);
    expect(house.issue(1)).toMatchObject({ isOpen: true, body: expect.stringContaining("is wrong since") });
  });

  it("is not the one of somebody who forges our marker, nor that of another deployment", async () => {
    const house = open();
    const forged = house.write({
      title: "Mirror dashboard",
      body: marked(APP, "dashboard", ""),
      isOwn: false,
    });
    const other = house.write({ body: marked(APP + 1, "dashboard", "- [x] <!-- box:sync -->") });
    await upkeep(house);
    expect(house.writes).toEqual(["open Mirror dashboard"]);
    expect([forged.body, other.body]).toEqual([
      marked(APP, "dashboard", ""),
      marked(APP + 1, "dashboard", "- [x] <!-- box:sync -->"),
    ]);
  });

  it("tells of drifts that the config still has to do with, and leaves out what it does not mean any longer", async () => {
    const house = open();
    house.images = [mirrored("redis:7"), mirrored("old:1")];
    const drift = { repository: 7, expected: digest("77ce"), found: digest("dead"), seenAt: new Date(NOW) };
    house.drifts = ["redis:7", "old:1"].map((name) => ({ ...drift, destination: `ghcr.io/acme/${name}` }));
    await upkeep(house);
    expect(house.issue(1).body).toContain("1 changed by somebody else, 0 as wanted");
    expect(house.issue(1).body).not.toContain("old:1");
  });

  it("is kept although the issue about a failure is refused", async () => {
    const house = open();
    house.end([redis, badVault]);
    house.end([redis, badVault]);
    const { open: openIssue } = house.threads;
    house.threads.open = async (repository, issue, signal) => {
      if (issue.title !== "Mirror dashboard") throw new GitHubError("REFUSED", "open an issue", "no", 403);
      return await openIssue(repository, issue, signal);
    };
    await upkeep(house);
    expect(house.issues.map(({ title }) => title)).toEqual(["Mirror dashboard"]);
    house.clock.advance(HOUR);
  });
});
