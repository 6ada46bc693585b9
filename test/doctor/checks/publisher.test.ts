import { describe, expect, it } from "vitest";
import { judgeReception } from "../../../src/doctor/checks/publisher.ts";
import { examine } from "../../../src/doctor/examine.ts";
import { formatReference } from "../../../src/oci/reference.ts";
import type { PublisherMode } from "../../../src/publish/publisher-mode.ts";
import { type Ailments, fakeInstruments, PATIENT } from "../fake-instruments.ts";

const REDIS = "ghcr.io/acme/redis";
const refusedWith = (reason: string) => ({ isAccepted: false, destination: REDIS, reason }) as const;
const NOT_FOR_APPS = refusedWith("DENIED: installation not allowed to Create organization package");

/** What is found, and what the registry was asked for. */
async function look(ailments: Ailments) {
  const asked: string[] = [];
  const instruments = fakeInstruments({
    probe: async (destinations) => {
      asked.push(...destinations.map(formatReference));
      return { isAccepted: true };
    },
    ...ailments,
  });
  const findings = await examine(PATIENT, instruments, new AbortController().signal);
  return { finding: findings.find(({ name }) => name === "Publisher"), asked };
}

const configOf = (...mirrors: readonly string[]) => ({
  files: { ".github/mirror.yml": `version: 1\nmirrors:\n${mirrors.map((line) => `  - ${line}\n`).join("")}` },
});

describe("judgeReception", () => {
  it.each<[PublisherMode, RegExp]>([
    ["auto", /: the App writes the images itself\.$/],
    ["app", /: the App writes the images itself\.$/],
    ["actions", /: with `PUBLISHER=auto` the App would write/],
  ])("says with `%s` who writes where the App's token is taken", (publisher, words) => {
    const finding = judgeReception({ isAccepted: true }, publisher, [REDIS, "ghcr.io/acme/vault"]);
    expect(finding).toEqual({ state: "good", words: expect.stringMatching(words) });
    expect(finding.words).toMatch("may write `ghcr.io/acme/redis`, `ghcr.io/acme/vault`:");
  });

  it.each<PublisherMode>(["auto", "actions"])("finds nothing wrong with a refusal with `%s`", (publisher) => {
    expect(judgeReception(NOT_FOR_APPS, publisher, [REDIS])).toEqual({
      state: "good",
      words:
        "`ghcr.io/acme/redis` refuses the App's own token, so that a workflow writes the images. In its words: DENIED: installation not allowed to Create organization package",
    });
  });

  it.each([
    [NOT_FOR_APPS.reason, /`PUBLISHER=auto`.*packages: write/],
    ["DENIED: permission_denied: create_package", /organization's settings/],
    ["DENIED: the moon is full", /^Let a workflow write them, with `PUBLISHER=auto`\.$/],
    ["403, without a word", /`PUBLISHER=auto`/],
  ])("knows what to do with `app` about %j", (reason, remedy) => {
    expect(judgeReception(refusedWith(reason), "app", [REDIS])).toEqual({
      state: "bad",
      words: `\`${REDIS}\` refuses the App's own token, and with \`PUBLISHER=app\` nobody else writes the images. In its words: ${reason}`,
      remedy: expect.stringMatching(remedy),
    });
  });
});

describe("the publisher", () => {
  it("is asked for once for each package of the registry", async () => {
    const { asked } = await look(
      configOf(
        "docker.io/library/redis:7",
        "docker.io/library/redis:8",
        "{ source: docker.io/library/vault:1, to: registry.example/acme/vault }",
        "docker.io/library/caddy:2",
      ),
    );
    expect(asked).toEqual(["ghcr.io/acme/redis", "ghcr.io/acme/caddy"]);
  });

  it("is asked for a few only", async () => {
    const { asked, finding } = await look(
      configOf(...Array.from({ length: 9 }, (_, at) => `docker.io/library/image${at}:1`)),
    );
    expect(asked).toEqual([0, 1, 2, 3, 4].map((at) => `ghcr.io/acme/image${at}`));
    expect(finding?.words).not.toMatch("image5");
  });

  it.each(["version: 1\nmirrors: 7\n", undefined])("is not asked for with the config %j", async (text) => {
    const { asked, finding } = await look({ files: { ".github/mirror.yml": text } });
    expect(asked).toEqual([]);
    expect(finding?.state).toBe("unknown");
  });
});
