import { setTimeout as sleep } from "node:timers/promises";
import type { CommentTimes } from "./comment-times.ts";
import { describeTimes, type Figure } from "./figure.ts";
import { Lab } from "./lab.ts";
import { startServer, stopServer, until } from "./server.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const [THREADS, COMMENTS, BURST] = [10, 100, 40];
/** Milliseconds between two comments: in less, what the first one leads to (👀, a reply, 🚀) is not written, a second between any two. */
const EVERY = 4_000;
/** Seconds for a reply in a burst, of which Octokit writes one in three. */
const PER_REPLY = 4;

/** From a comment with a command to its first reaction: comments that come one at a time, and a burst, in one installation. */
export async function measureComments(tell: (text: string) => void): Promise<readonly Figure[]> {
  await using lab = await Lab.open();
  await lab.call("createRepositories", { count: 1, installations: 1 });
  await lab.call("addImages", { names: ["app"], layers: 2, layerSize: 50_000 });
  const server = await startServer(lab, temporaryFolder());
  const commit = await lab.call("pushConfig", {
    repository: 0,
    names: ["app"],
    note: "what is talked about",
  });
  const isDone = async () => (await lab.call("outcome", { repository: 0, commit })).status === "completed";
  await until(isDone, 60, "the run ends");
  const issues = await lab.call("openIssues", { repository: 0, count: THREADS });
  // The sweep of the start is not what is measured.
  await sleep(5000);
  const ask = async (number: number) => {
    const issue = issues[number % THREADS] ?? 0;
    // No two are the same: of those only the last would be answered.
    await lab.call("comment", { repository: 0, issue, text: `Question ${number}\n\n/mirror status` });
  };
  const answered = async (count: number, seconds: number) => {
    const areAll = async () =>
      (await lab.call("commentTimes", undefined)).filter(isAnswered).length === count;
    await until(areAll, seconds, `${count} comments are answered`);
    return await lab.call("commentTimes", undefined);
  };
  const started = performance.now();
  for (let comment = 0; comment < COMMENTS; comment++) {
    const due = started + comment * EVERY;
    if (due > performance.now()) await sleep(due - performance.now());
    await ask(comment);
    if (comment % 20 === 19) tell(`${comment + 1} comments`);
  }
  const calm = await answered(COMMENTS, 60);
  await sleep(5000);
  for (let comment = COMMENTS; comment < COMMENTS + BURST; comment++) await ask(comment);
  const burst = (await answered(COMMENTS + BURST, BURST * PER_REPLY + 60)).slice(COMMENTS);
  await stopServer(server);
  const where = `on ${THREADS} threads of one installation`;
  return [
    ...figuresOf(calm, `${COMMENTS} comments \`/mirror status\`, one each ${EVERY / 1000} s, ${where}`),
    ...figuresOf(burst, `${BURST} at once, ${where}`),
  ];
}

const isAnswered = ({ done }: CommentTimes) => done !== null;

function figuresOf(times: readonly CommentTimes[], conditions: string): readonly Figure[] {
  const since = (pick: (times: CommentTimes) => number | null) =>
    describeTimes(times.map((one) => (pick(one) ?? Number.POSITIVE_INFINITY) - one.acknowledged));
  return [
    { what: `2xx of a comment → 👀 (${conditions})`, value: since(({ reacted }) => reacted) },
    { what: "2xx of a comment → 🚀, after the reply, of the same", value: since(({ done }) => done) },
  ];
}
