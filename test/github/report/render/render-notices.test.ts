import { describe, expect, it } from "vitest";
import { fitParts } from "../../../../src/github/report/render/fit-parts.ts";
import { renderNotices } from "../../../../src/github/report/render/render-notices.ts";
import type { Notice } from "../../../../src/publish/obstacle.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";
import { OLD, path, place, TEXT } from "./samples.ts";

const outdated: Notice = { kind: "workflow-outdated", place, path, found: OLD, text: TEXT };
const visibility = (changes: object = {}): Notice => ({
  kind: "visibility",
  package: "ghcr.io/acme/tools/redis",
  wanted: undefined,
  found: "private",
  ...changes,
});
const show = (...notices: Notice[]) => fitParts(renderNotices(notices));
const SETTINGS =
  "[the package's settings](<https://github.com/orgs/acme/packages/container/tools%2Fredis/settings>) → Change visibility.";

describe("renderNotices", () => {
  it("is nothing where there is nothing to say", () => {
    expect(show()).toBe("");
  });

  it.each([
    [
      "a new package is private",
      visibility(),
      `- \`ghcr.io/acme/tools/redis\` is new and private. If that is not what you want, change it in ${SETTINGS}`,
    ],
    [
      "a package is not as visible as wanted",
      visibility({ wanted: "public" }),
      `- \`ghcr.io/acme/tools/redis\` is private, and the config wants it public. Change it in ${SETTINGS}`,
    ],
    [
      "a package is more visible than wanted",
      visibility({ wanted: "private", found: "public" }),
      `- \`ghcr.io/acme/tools/redis\` is public, and the config wants it private. Change it in ${SETTINGS}`,
    ],
    [
      "a package is elsewhere",
      visibility({ package: "registry.example/redis" }),
      "- `registry.example/redis` is new and private. If that is not what you want, change it in the package's settings → Change visibility.",
    ],
  ])("says that %s, in a line", (_what, notice, line) => {
    expect(show(notice).replaceAll("&#39;", "'")).toBe(`### Good to know\n\n${line}`);
  });

  it("shows what to change in an old workflow, and where", () => {
    expect(`${show(visibility(), outdated)}\n`).toContain(`
- There is a newer version of \`${path}\`; the old one still works. To update it, [edit it on GitHub](<https://github.com/acme/mirrors/edit/main/${path}>).

<details><summary>What to change in the workflow</summary>

\`\`\`diff
@@ -1,4 +1,4 @@
-# version 1
+# version 2
 name: ghcr-mirror
 on: workflow_dispatch
 jobs:
\`\`\`

</details>
`);
  });

  it.each([
    ["visibilities", () => visibility()],
    ["workflows", () => outdated],
  ])("keeps 300 %s short", (_what, make) => {
    const text = show(...Array.from({ length: 300 }, make));
    expect(Buffer.byteLength(text)).toBeLessThan(21_000);
    expect(text).toMatch(/\n- … and 2\d\d more/);
  });

  it.each(HOSTILE)("is not led astray by %j", (value) => {
    const hostilePlace = { repository: { owner: value, name: value }, url: value, defaultBranch: value };
    const markdown = show(
      visibility({ package: value }),
      visibility({ package: `ghcr.io/${value}/${value}` }),
      { kind: "workflow-outdated", place: hostilePlace, path: value, found: `${OLD}${value}`, text: TEXT },
    );
    const structure = tagsOf(markdown).filter((tag) => !["code", "a"].includes(tag));
    expect(structure).toEqual(["h3", "ul", "li", "li", "li", "details", "summary", "pre"]);
    expect(markdown).not.toContain("<!--");
    expect(livelyTextOf(markdown)).not.toMatch(/@\w|#\d|GH-\d/);
  });
});
