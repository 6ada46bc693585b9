import { compareConfigs } from "../../../config/compare-configs.ts";
import type { Config } from "../../../config/config.ts";
import type { Command } from "../../../github/commands/command.ts";
import type { PullRequest } from "../../../github/pulls.ts";
import { code } from "../../../github/report/render/markdown.ts";
import { compileOnly } from "../../../reconcile/compile-only.ts";
import { type Asked, type AskedPull, askerOf } from "./asked.ts";
import { configBefore, type FoundConfig, findConfig } from "./find-config.ts";
import { namesOf } from "./matching.ts";
import { done, type Outcome, unclear } from "./outcome.ts";
import { scopeWithin } from "./scope-within.ts";

type SyncCommand = Pick<Extract<Command, { name: "sync" }>, "images" | "sha">;

/**
 * Has images mirrored now: on a pull request what it adds or changes, at the very commit that was its head when it was asked; on an issue of
 * ours the config of the default branch.
 */
export async function syncImages(asked: Asked, command: SyncCommand): Promise<Outcome> {
  return asked.pull ? await syncPull(asked, asked.pull, command) : await syncDefaultBranch(asked, command);
}

async function syncDefaultBranch(asked: Asked, { images, sha }: SyncCommand): Promise<Outcome> {
  const { place, github, thread, signal } = asked;
  const { repository } = place;
  const issue = await github.threads.thread(repository, thread, signal);
  if (!issue?.isOwn) return unclear(ELSEWHERE);
  const head = await github.defaultHead(repository, signal);
  if (sha !== undefined && !head?.startsWith(sha))
    return unclear(
      `${code(sha)} is not the head of the default branch, whose config is the one that is carried out here.`,
    );
  const found = head === undefined ? NONE : await findConfig(github, repository, head, signal);
  if (found.kind !== "right") return unclear(whyNot(found, "The default branch"));
  const strange = strangeTo(found.config, images);
  if (strange.length > 0) return unclear(noSuchImage(strange));
  return begin(asked, { commit: null, scope: images, pull: null });
}

const NONE: FoundConfig = { kind: "none" };
const ELSEWHERE =
  "`/mirror sync` is for pull requests, of which it mirrors what they change, and for the mirror's dashboard. Comment there.";

async function syncPull(asked: Asked, pull: AskedPull, { images, sha }: SyncCommand): Promise<Outcome> {
  const { place, github, signal } = asked;
  const now = await pull.now();
  const objection = objectionTo(now, pull.head, sha);
  if (!now || objection) return unclear(objection ?? CLOSED);
  const after = await findConfig(github, place.repository, now.head, signal);
  if (after.kind !== "right") return unclear(whyNot(after, "This pull request"));
  const strange = strangeTo(after.config, images);
  if (strange.length > 0) return unclear(noSuchImage(strange));
  const before = await configBefore(github, place.repository, now, signal);
  const { added, changed } = compareConfigs(before, after.config);
  const scope = scopeWithin([...added, ...changed], images);
  if (scope.length === 0) return nothingOf(images);
  return begin(asked, { commit: now.head, scope, pull: pull.number });
}

function nothingOf(images: readonly string[]): Outcome {
  const said = "This pull request neither adds nor changes an image";
  if (images.length > 0) return unclear(`${said} that matches ${namesOf(images)}.`);
  return done(`${said}, so that there is nothing to mirror for it.`);
}

const CLOSED = "This pull request is closed. What is merged is mirrored by itself.";

/** Why this commit must not be carried out. */
function objectionTo(
  now: PullRequest | undefined,
  head: string | null,
  sha: string | undefined,
): string | undefined {
  if (!now?.isOpen) return CLOSED;
  const newest = now.head.slice(0, 7);
  if (sha !== undefined && !now.head.startsWith(sha))
    return `${code(sha)} is not the head of this pull request, which is ${code(newest)} by now. Look at it, and name that one.`;
  // Whoever may push anything makes another commit of the same first digits within minutes.
  if (now.isFork && sha !== now.head)
    return `This pull request comes from a fork: look at its config, and name the commit that you have looked at in full, as in ${code(`/mirror sync ${now.head}`)}.`;
  if (head === null && sha === undefined)
    return `I do not know which commit was the head when you commented, as this pull request was there before me. Look at it, and name the commit: ${code(`/mirror sync ${newest}`)}.`;
  if (head !== null && head !== now.head)
    return `Somebody pushed in between: the head was ${code(head.slice(0, 7))} when you commented, and is ${code(newest)} by now. Look at it, and comment again.`;
  return undefined;
}

function whyNot(found: Exclude<FoundConfig, { kind: "right" }>, whose: string): string {
  if (found.kind === "none") return `${whose} has no \`.github/mirror.yml\`.`;
  return `${code(found.path)} is wrong, and nothing of it can be carried out: the check run \`mirror / plan\` or \`mirror / sync\` says where.`;
}

/** Those of the globs that mean nothing of a config. */
function strangeTo({ entries }: Config, images: readonly string[]): readonly string[] {
  return images.filter((image) => {
    const { mayMean } = compileOnly([image]);
    return !entries.some(({ source }) => mayMean(source));
  });
}

function noSuchImage(images: readonly string[]): string {
  return `The config has no image that matches ${namesOf(images)}.`;
}

function begin(
  asked: Asked,
  work: { readonly commit: string | null; readonly scope: readonly string[]; readonly pull: number | null },
): Outcome {
  const asker = askerOf(asked, "sync");
  return { kind: "begun", requests: [{ ...asked.place, reason: "command", ...work, asker }] };
}
