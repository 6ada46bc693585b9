import { carriedByApp, digest, image, report } from "../../../cli/reports.ts";
import { planOf, vault } from "../../../github/report/render/plans.ts";
import { runOf } from "../../runs.ts";
import { HEAD, IMAGE, MAIN, NOW, PULL, PUSHED, Stand, thread } from "./stand.ts";

const HOUR = 3_600_000;

/** Commits as a page shows them: those of the stand are easy to tell, and look like none. */
const COMMITS = { [MAIN]: "9e30c11", [PUSHED]: "77d2f0b", ["f".repeat(40)]: "1a2b3c4" };
const redis = image({ action: "up-to-date", result: "skipped", digest: digest("77ce") });
const kms = {
  ...IMAGE,
  source: "docker.io/nsmithuk/local-kms:3.11.7",
  destination: "ghcr.io/acme/local-kms:3.11.7",
  destinationDigest: digest("ab12"),
};
const lastRun = runOf({
  state: "concluded",
  conclusion: "success",
  checkRun: 4711,
  commit: MAIN,
  published: carriedByApp(report([redis], { upToDate: 1 })),
  finishedAt: new Date(NOW - 60_000),
});

/** A reply to a comment, in a repository that stands as `arrange` has it. */
async function replyTo(text: string, arrange: (stand: Stand) => void = () => {}): Promise<string> {
  const stand = new Stand();
  stand.images = [IMAGE, kms];
  stand.runs = [lastRun];
  arrange(stand);
  await stand.comment(text);
  return saidOf(stand);
}

function saidOf({ said }: Stand): string {
  return Object.entries(COMMITS).reduce((text, [from, to]) => text.replaceAll(from.slice(0, 7), to), said);
}

/** Real replies, by what is asked: those that are shown whole. */
export async function longReplies(): Promise<Readonly<Record<string, string>>> {
  return {
    help: await replyTo("/mirror help", (stand) => {
      stand.role = "write";
    }),
    status: await replyTo("/mirror status", (stand) => {
      const asker = { login: "bob", command: "sync", thread: 12, comment: 1 } as const;
      stand.open = [runOf({ pull: 12, asker, createdAt: new Date(NOW - 1_000) })];
      stand.looks = [{ schedule: "every 6h", dueAt: new Date(NOW + 2 * HOUR) }];
      stand.waiting = [{ until: new Date(NOW + HOUR), source: "docker.io/library/redis:7" }];
      stand.accounts = [
        {
          registry: "docker.io",
          limit: 100,
          remaining: 20,
          window: 21_600,
          free: 0,
          until: new Date(NOW + HOUR),
        },
      ];
    }),
    plan: await replyTo("/mirror plan vault", (stand) => {
      stand.extra = { planner: { plan: async () => planOf([vault]) } };
    }),
    verify: await replyTo("/mirror verify", (stand) => {
      stand.views = new Map([[kms.destination, "hidden"]]);
    }),
    added: await replyTo("/mirror add vault:1.18 etcd:3.5 to=db/etcd"),
    forbidden: await replyTo("/mirror add mysql:8", (stand) => {
      stand.policy = "version: 1\nsources:\n  deny:\n    - docker.io/library/mysql\n";
    }),
    usage: await replyTo("/mirror add"),
  };
}

/** Those that are a sentence or two. */
export async function shortReplies(): Promise<readonly string[]> {
  const failed = image({ result: "failed" });
  const ofPull = (changes: Partial<typeof PULL>) => (stand: Stand) => {
    stand.pulls = [{ ...PULL, ...changes }];
  };
  return [
    await replyTo("/mirror sync", ofPull({ head: PUSHED })),
    await replyTo("/mirror sync 4f2c1aa", ofPull({ head: PUSHED })),
    await replyTo("/mirror sync", ofPull({ isFork: true })),
    await replyTo("/mirror sync", ofPull({ isOpen: false })),
    await replyTo("/mirror sync", (stand) => stand.configs.set(HEAD, stand.configs.get(MAIN) ?? "")),
    await replyTo("/mirror sync redis:7"),
    await replyTo("/mirror sync mysql"),
    await replyTo("/mirror sync", (stand) => stand.configs.set(HEAD, "version: 2\n")),
    await replyTo("/mirror sync", (stand) => {
      stand.policy = "version: 2\n";
    }),
    await onIssue("/mirror sync"),
    await onIssue("/mirror plan"),
    await replyTo("/mirror retry"),
    await replyTo("/mirror retry", (stand) => {
      const published = carriedByApp(report([failed], { failed: 1 }));
      stand.runs = [{ ...lastRun, conclusion: "failure", pull: 12, commit: HEAD, published }];
      ofPull({ head: PUSHED })(stand);
    }),
    await replyTo("/mirror cancel"),
    await replyTo("/mirror verify mysql"),
    await replyTo("/mirror status mysql"),
    await replyTo("/mirror add redis:7"),
  ];
}

/** On an issue that is not ours. */
async function onIssue(text: string): Promise<string> {
  const stand = new Stand();
  stand.issues = [thread(3, false)];
  await stand.comment(text, { thread: 3, isPull: false, head: null });
  return saidOf(stand);
}
