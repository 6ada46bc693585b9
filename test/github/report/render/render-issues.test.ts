import { describe, expect, it } from "vitest";
import { tickedBoxes } from "../../../../src/github/report/render/dashboard-boxes.ts";
import { type Dashboard, renderDashboard } from "../../../../src/github/report/render/render-dashboard.ts";
import {
  renderTrouble,
  renderTroubleChange,
  renderTroubleEnd,
  type ToldTrouble,
} from "../../../../src/github/report/render/render-trouble.ts";
import { digest, image } from "../../../cli/reports.ts";
import { HOSTILE, livelyTextOf, tagsOf } from "./html.ts";
import { dashboard, refused, runAgo, trouble } from "./issue-samples.ts";

const ISO = "2026-11-22T14:02:03Z";
const PAGE = "https://github.com/acme/mirrors/runs/1";

/** Everything from elsewhere is this; remedies and addresses are our own, or GitHub's. */
function hostileTrouble(value: string): ToldTrouble {
  const error = { code: value, side: "source", message: value, remedy: "Run it again." } as const;
  return {
    ...trouble,
    repository: { owner: value, name: value },
    cause: {
      kind: "images",
      failing: [image({ source: value, destination: value, result: "failed", error })],
      others: 1,
    },
    runs: [{ title: value, url: PAGE, commit: value, endedAt: 0 }],
  };
}

function hostileDashboard(value: string): Dashboard {
  const { cause, runs } = hostileTrouble(value);
  return {
    ...dashboard,
    path: value,
    commit: value,
    lastRun: runs[0],
    carrier: { kind: "actions", repository: { owner: value, name: value }, number: 1, url: PAGE },
    pullLimits: [{ registry: value, limit: 1, remaining: 1, window: 1 }],
    prospect: {
      looks: [{ schedule: value, dueAt: 0 }],
      waiting: { images: 1, until: 0 },
      budgets: [{ registry: `${value}/`, limit: 2, remaining: 1, free: 0, window: 1, until: ISO }],
    },
    failing: cause.kind === "images" ? cause.failing : [],
    drifts: [
      { source: value, destination: value, expected: value, found: value, seenAt: 0, fate: "reported" },
    ],
    images: [{ source: value, destination: value, digest: value, verifiedAt: 0 }],
  };
}

const TEXTS = {
  "the issue about a failure": (value: string) => renderTrouble(hostileTrouble(value)).body,
  "the same for a wrong config": (value: string) => {
    const problem = { line: 1, column: 1, message: value, hint: "Correct it.", path: value };
    return renderTrouble({ ...trouble, cause: { kind: "config", path: value, problems: [problem] } }).body;
  },
  "its comment": (value: string) => renderTroubleChange(hostileTrouble(value)),
  "its end": (value: string) =>
    renderTroubleEnd({ kind: "over", run: hostileTrouble(value).runs[0] }, 0, value),
  "the dashboard": (value: string) => renderDashboard(hostileDashboard(value), new Set()),
};

describe.each(Object.entries(TEXTS))("what others say in %s", (_, render) => {
  const harmless = tagsOf(render("harmless"));

  it.each(HOSTILE)("does nothing: %j", (value) => {
    const text = render(value);
    expect(text.replaceAll(/<!-- box:[a-z]+ -->/g, "")).not.toContain("<!--");
    expect(tagsOf(text).filter((tag) => tag !== "code")).toEqual(harmless.filter((tag) => tag !== "code"));
    expect(livelyTextOf(text)).not.toMatch(/@\w|#\d|\bGH-\d/);
  });

  it("ticks no box", () => {
    expect(tickedBoxes(render("\n- [x] <!-- box:sync -->")).size).toBe(0);
  });
});

describe("the issue about a failure", () => {
  it("has a title of one line, whatever the config is called", () => {
    const cause = { kind: "config", path: "a\nb", problems: [] } as const;
    expect(renderTrouble({ ...trouble, cause }).title).toBe("Mirror: a\\nb is wrong since 2026-11-22");
  });

  it("fits, however much fails", () => {
    const failing = Array.from({ length: 3000 }, () => refused);
    const { body, title } = renderTrouble({ ...trouble, cause: { kind: "images", failing, others: 0 } });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000);
    expect(title).toBe("Mirror: 3000 images fail since 2026-11-22");
    expect(body).toContain("comment `/mirror retry`");
  });
});

describe("the dashboard", () => {
  it("fits, with the counts, the boxes and what went wrong", () => {
    const many = { length: 3000 };
    const [drift] = dashboard.drifts;
    const body = renderDashboard(
      {
        ...dashboard,
        failing: Array.from(many, () => refused),
        drifts: drift ? Array.from(many, () => drift) : [],
        images: Array.from(many, (_, at) => ({
          source: `docker.io/library/redis:${at}`,
          destination: `ghcr.io/acme/redis:${at}`,
          digest: digest("77ce"),
          verifiedAt: 0,
        })),
      },
      new Set(["sync"]),
    );
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000);
    expect(body).toMatch(/^\*\*3000 images fail, 3000 changed by somebody else/);
    expect([...tickedBoxes(body)]).toEqual(["sync"]);
    expect(body).toContain("… and 2");
  });

  it.each([
    ["restored", "it is put back (`on-drift: restore`)"],
    ["kept", "nothing is overwritten (`on-change: keep`): delete the tag, and sync"],
  ] as const)("says what becomes of a drift: %s", (fate, words) => {
    const drifts = dashboard.drifts.map((drift) => ({ ...drift, found: null, fate }));
    const body = renderDashboard({ ...dashboard, drifts }, new Set());
    expect(body).toContain(`| something else, or nothing | 2026-11-22T13:42:03Z | ${words} |`);
  });

  it("says that a config is wrong", () => {
    const body = renderDashboard({ ...dashboard, problems: 2, lastRun: runAgo(1, "Failed") }, new Set());
    expect(body).toContain("**2 problems in `.github/mirror.yml`, 1 image fails");
    expect(body).toContain("is wrong since 2026-11-19T14:02:03Z; its check run says where");
  });
});
