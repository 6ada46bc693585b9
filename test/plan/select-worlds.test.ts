import { describe, expect, it } from "vitest";
import { selectTags } from "../../src/plan/select-tags.ts";
import { entriesOf, tableOf } from "./entry.ts";

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** As their registries list them, cut short. */
const WORLDS = {
  vault: `latest 1.18 1.18.3 1.18.2 1.18.1 1.18.0 1.18.0-rc1 1.17 1.17.6 1.17.5 1.16 1.16.3 1.15.6
    1.18.3-ent 1.18-ent 1.18.0-rc1-ent 1.18.3-ent.hsm 1.18.3-ubi 1.18.0-rc1-ubi sha256-0a.sig`,
  redis: `latest alpine bookworm 7 7-alpine 7.4 7.4-alpine 7.4.1 7.4.1-alpine 7.4.1-alpine3.20 7.4.0 7.2 7.2.6 7.2.6-alpine
    8.0-rc 8.0-rc1 8.0-rc1-alpine 8.0-M01 8.0-M01-alpine 32bit 6.2.16`,
  python: `latest slim 3 3.13 3.13.0 3.13.0-slim 3.13-rc 3.13.0rc3 3.13.0b4-slim 3.14-rc 3.14.0a1 3.14.0a1-slim 3.12 3.12.7
    3.12.7-slim 3.12.7-slim-bookworm 3.12-slim 3.12.7-windowsservercore-ltsc2022 3.12.7-windowsservercore-1809`,
  servercore:
    "ltsc2022 ltsc2019 1809 1809-amd64 10.0.20348.2762 10.0.20348.2700 10.0.17763.6414 10.0.17763.6414-amd64",
  node: `latest lts current 22 22.11 22.11.0 22.11.0-alpine 22.11.0-alpine3.20 22.10.0 22.10.0-alpine 22-alpine 22.11-alpine 20.18.0
    20.18.0-alpine 20-alpine jod-alpine`,
  dates:
    "2024.05.1 2024.05 2024.4.6 2024.12.0 2024.12 20240501 20241201 latest stable 2024.6.0b1 2025.1.0.dev202412010000",
  postgres: `latest alpine 17 17.2 17.1 17-alpine 17.2-alpine 17.2-alpine3.20 17.2-bookworm 16 16.6 16.6-alpine 9.6 9.6.24 9.6.24-alpine
    18beta1 18beta1-alpine 17rc1 17beta3`,
  traefik: `latest v3 v3.2 v3.2.1 v3.2.0 v3.2.0-rc2 3.2.1 3.2 3 v2.11 v2.11.14 2.11.14 v2.11.14-windowsservercore-ltsc2022 munster
    experimental-v3.2 v1.7.34-alpine 1.7`,
  bitnami:
    "latest 17 17.2.0 17.2.0-debian-12-r0 17.2.0-debian-12-r9 17.2.0-debian-12-r10 17-debian-12 17.1.0 17.1.0-debian-12-r5 16.6.0",
  grafana:
    "latest main nightly 11 11.4 11.4.0 11.4.0-ubuntu 11.4.0-security-01 11.4.0-pre 11.3.1 12.0.0-15036152345 9.0.0-beta1-ubuntu",
  builds: "1.2.3.4 1.2.3.10 1.2.3 1.2 1.3.0.1 1.3.0.2-rc1 v1.3.0.1",
} as const;

describe("selectTags in the world of", () => {
  it.each<[world: keyof typeof WORLDS, keys: string, expected: string]>([
    ["vault", "tags: [{ semver: '>=1.17 <2', latest: 2 }]", "1.18 1.18.3 1.18.2"],
    ["vault", "tags: [{ semver: '>=1.17 <2' }]", "1.18 1.18.3 1.18.2 1.18.1 1.18.0 1.17 1.17.6 1.17.5"],
    [
      "vault",
      "tags: [{ semver: '1.18.x', prerelease: true, latest: 9 }]",
      "1.18 1.18.3 1.18.2 1.18.1 1.18.0 1.18.0-rc1",
    ],
    ["vault", "tags: [{ semver: '1.18.x', suffix: '-ent' }]", "1.18.3-ent 1.18-ent"],
    [
      "vault",
      "tags: [{ semver: '1.18.x', suffix: '-ent', prerelease: true }]",
      "1.18.3-ent 1.18-ent 1.18.0-rc1-ent",
    ],
    ["vault", "tags: [{ semver: '1.18.x', suffix: '-ubi', prerelease: true }]", "1.18.3-ubi 1.18.0-rc1-ubi"],
    ["vault", "tags: [{ semver: '*', suffix: '-ent*', latest: 1 }]", "1.18.3-ent 1.18-ent 1.18.3-ent.hsm"],
    [
      "vault",
      "tags: ['1.1?.*', { regex: '^\\d+\\.\\d+$' }], exclude: ['*-rc*', '*-ent*', '*-ubi', '1.16*', '1.15*']",
      "1.18.3 1.18.2 1.18.1 1.18.0 1.17.6 1.17.5 1.18 1.17",
    ],
    ["redis", "tags: [{ semver: '^7', latest: 2 }]", "7 7.4 7.4.1 7.4.0"],
    ["redis", "tags: [{ semver: '>=7', suffix: '-alpine', latest: 1 }]", "7-alpine 7.4-alpine 7.4.1-alpine"],
    ["redis", "tags: [{ semver: '>=8', prerelease: true }]", "8.0-rc 8.0-rc1 8.0-M01"],
    ["redis", "tags: [{ semver: '>=8' }]", ""],
    ["python", "tags: [{ semver: '^3.12', latest: 1 }]", "3 3.13 3.13.0"],
    ["python", "tags: [{ semver: '3.12.x' }]", "3.12 3.12.7"],
    ["python", "tags: [{ semver: '^3.12', suffix: '-slim' }]", "3.13.0-slim 3.12.7-slim 3.12-slim"],
    [
      "python",
      "tags: [{ semver: '>=3.13', prerelease: true, latest: 3 }]",
      "3 3.13 3.13.0 3.13-rc 3.13.0rc3 3.14-rc 3.14.0a1",
    ],
    [
      "python",
      "tags: [{ semver: '3.x', suffix: '-windowsservercore-*' }]",
      "3.12.7-windowsservercore-ltsc2022 3.12.7-windowsservercore-1809",
    ],
    ["servercore", "tags: [{ semver: '10.0.20348', latest: 1 }]", "10.0.20348.2762"],
    ["servercore", "tags: [{ semver: '10.x', latest: 2 }]", "10.0.20348.2762 10.0.20348.2700"],
    ["servercore", "tags: ['ltsc*', '1809']", "ltsc2022 ltsc2019 1809"],
    [
      "node",
      "tags: [{ semver: '>=20', suffix: '-alpine', latest: 2 }]",
      "22.11.0-alpine 22.10.0-alpine 22-alpine 22.11-alpine",
    ],
    ["node", "tags: [{ semver: '22.11.x', suffix: '-alpine?*' }]", "22.11.0-alpine3.20"],
    ["dates", "tags: [{ semver: '2024.x', latest: 2 }]", "2024.05.1 2024.05 2024.12.0 2024.12"],
    ["dates", "tags: [{ semver: '>=2025 <3000', prerelease: true }]", "2025.1.0.dev202412010000"],
    ["dates", "tags: [{ regex: '\\d{8}', latest: 1 }]", "20241201"],
    ["postgres", "tags: [{ semver: '*', latest: 2 }]", "17 17.2 17.1"],
    [
      "postgres",
      "tags: [{ semver: '>=9', suffix: '-alpine', latest: 2 }]",
      "17-alpine 17.2-alpine 16.6-alpine",
    ],
    ["postgres", "tags: [{ semver: '>=17', prerelease: true, latest: 1 }]", "18beta1"],
    ["traefik", "tags: [{ semver: '^3', latest: 1 }]", "v3 v3.2 v3.2.1 3.2.1 3.2 3"],
    [
      "traefik",
      "tags: [{ semver: '*', suffix: '-windowsservercore-*' }]",
      "v2.11.14-windowsservercore-ltsc2022",
    ],
    ["bitnami", "tags: [{ semver: '*', latest: 2 }]", "17 17.2.0 17.1.0"],
    // A revision is no version: all of the newest version come.
    [
      "bitnami",
      "tags: [{ semver: '*', suffix: '-debian-12-r*', latest: 1 }]",
      "17.2.0-debian-12-r0 17.2.0-debian-12-r9 17.2.0-debian-12-r10",
    ],
    ["grafana", "tags: [{ semver: '*', latest: 2 }]", "11 11.4 11.4.0 11.3.1"],
    ["grafana", "tags: [{ semver: '*', suffix: '-security-*' }]", "11.4.0-security-01"],
    ["builds", "tags: [{ semver: '1.2.x' }]", "1.2.3.4 1.2.3.10 1.2.3 1.2"],
    ["builds", "tags: [{ semver: '*', latest: 2 }]", "1.2.3.10 1.2 1.3.0.1 v1.3.0.1"],
  ])("%s: %s", (world, keys, expected) => {
    const selected = entriesOf(`{ source: a, ${keys} }`).flatMap((entry) =>
      selectTags(entry, tableOf(...words(WORLDS[world]))).images.map(({ tag }) => tag),
    );
    expect(selected).toEqual(words(expected));
  });
});
