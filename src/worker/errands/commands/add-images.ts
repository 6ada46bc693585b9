import { compareConfigs } from "../../../config/compare-configs.ts";
import { addEntries } from "../../../config/edit/add-entries.ts";
import { LIMITS } from "../../../config/limits.ts";
import { parseConfig } from "../../../config/parse-config.ts";
import { type Forbidden, judge } from "../../../config/policy/judge.ts";
import type { AddedImage } from "../../../github/commands/command.ts";
import { GitHubError } from "../../../github/github-error.ts";
import { code } from "../../../github/report/render/markdown.ts";
import { forbiddenList } from "../../../github/report/render/plans/forbidden-list.ts";
import { policyName } from "../../../github/report/render/plans/refusal-words.ts";
import { problemList } from "../../../github/report/render/problem-list.ts";
import {
  extendAddition,
  renderAdded,
  renderAddition,
  titleOfAddition,
} from "../../../github/report/render/render-added.ts";
import { locateConfig } from "../../locate-config.ts";
import { readGround } from "../../read-ground.ts";
import { readText } from "../../read-text.ts";
import type { Asked } from "./asked.ts";
import { type AdditionBranch, findBranch } from "./find-branch.ts";
import { type Answer, done, type Outcome, unclear } from "./outcome.ts";

const NEW_PATH = ".github/mirror.yml";

/**
 * Opens a pull request that adds images to the config of the default branch, or extends the one of ours that is open. What a policy forbids
 * is refused before.
 */
export async function addImages(asked: Asked, images: readonly AddedImage[]): Promise<Outcome> {
  const { place, github, signal } = asked;
  const facts = await github.repository(place.repository, signal);
  const head = await github.defaultHead(place.repository, signal);
  if (!facts || facts.isArchived || head === undefined)
    return unclear("This repository is archived or empty, so that nothing can be added here.");
  const branch = await findBranch(asked, facts.defaultBranch, head);
  if (!branch)
    return unclear(
      "Too many branches `ghcr-mirror/add…` are there already: delete those that are not needed.",
    );
  const file = await readConfigAt(asked, branch.commit);
  if ("answer" in file) return unclear(...file.answer);
  const result = addEntries(file.text, images);
  if (result.problems) {
    return unclear(`${code(file.path)} cannot be added to.`, problemList(result.problems));
  }
  const { text, added, already } = result;
  if (added.length === 0) return done(...renderAdded({ added, already, pull: branch.pull, isNew: false }));
  const objection = await objectionTo(asked, file.text, text);
  if (objection) return unclear(...objection);
  const title = titleOfAddition(added);
  const pull = await propose(asked, branch, { ...file, text, title, base: facts.defaultBranch, added });
  return done(...renderAdded({ added, already, pull, isNew: branch.pull === undefined }));
}

/** A config, as it is in a commit. */
interface ConfigFile {
  readonly path: string;
  /** Undefined: it is not there yet. */
  readonly text: string | undefined;
  readonly sha: string | undefined;
}

async function readConfigAt(
  { place, github, signal }: Asked,
  commit: string,
): Promise<ConfigFile | { readonly answer: Answer }> {
  const located = await locateConfig(github, place.repository, commit, signal);
  if (!located) return { path: NEW_PATH, text: undefined, sha: undefined };
  const { path, sha, problem } = located;
  const limits = { limit: LIMITS.bytes, what: "config" };
  const text = problem ?? (await readText(github, place.repository, sha, limits, signal));
  if (typeof text === "string") return { path, text, sha };
  return { answer: [`${code(path)} cannot be added to.`, problemList([text])] };
}

/** What policies say to the entries that are new, or other than before. */
async function objectionTo(
  { parts, place, signal }: Asked,
  before: string | undefined,
  after: string,
): Promise<Answer | undefined> {
  const { config } = parseConfig(after);
  if (!config) return ["The result would be no config that is right, so that nothing was changed."];
  const found = await readGround(parts, place, config, signal);
  if (found.broken) return [`${policyName(found.broken.file)} cannot be read, so that nothing is allowed.`];
  const earlier = before === undefined ? undefined : parseConfig(before).config;
  const { added, changed } = compareConfigs(earlier, config);
  const lines = new Set([...added, ...changed].map(({ position }) => position.line));
  const isNew = ({ entry }: Forbidden) => lines.has(entry.position.line);
  const forbidden = judge(config, found.ground).forbidden.filter(isNew);
  return forbidden.length === 0 ? undefined : ["Nothing was changed.", forbiddenList(forbidden, lines)];
}

/** What is to be committed. */
interface Addition extends ConfigFile {
  readonly text: string;
  readonly title: string;
  readonly base: string;
  readonly added: readonly AddedLike[];
}

type AddedLike = Parameters<typeof titleOfAddition>[0][number];

async function propose(
  { place: { repository }, github: { pulls, threads }, login, thread, signal }: Asked,
  branch: AdditionBranch,
  { path, text, sha, title, base, added }: Addition,
) {
  const { name, commit, pull, isThere } = branch;
  if (!isThere) await pulls.createBranch(repository, name, commit, signal);
  try {
    const file = { path, branch: name, text, message: title, replaces: sha };
    await pulls.writeFile(repository, file, signal);
  } catch (error) {
    if (!(error instanceof GitHubError && error.status === 409)) throw error;
    throw new GitHubError("UNAVAILABLE", error.operation, "another commit came first", error.status);
  }
  if (pull) {
    const known = await threads.thread(repository, pull.number, signal);
    const said = known?.isOwn && extendAddition(known, { added, login, thread });
    if (said) await threads.edit(repository, pull.number, said, signal);
    return pull;
  }
  const body = renderAddition({ added, path, login, thread });
  return await pulls.open(repository, { title, body, head: name, base }, signal);
}
