import type { Actor } from "../actor.ts";
import type { GitHubState } from "../apps/github-state.ts";
import { authenticate } from "../auth/authenticate.ts";
import { authorize } from "../auth/authorize.ts";
import { PERMISSION_NEEDS } from "../auth/permission-needs.ts";
import type { UsedPermissions } from "../auth/used-permissions.ts";
import { checkReply } from "../contract/check-reply.ts";
import { checkBody, checkParameters } from "../contract/check-request.ts";
import { type Match, matchOperation } from "../contract/match-operation.ts";
import type { Handlers, Reply } from "../handler.ts";
import type { RateLimits } from "../limits/rate-limits.ts";
import { notFound, Refusal } from "../refusal.ts";

/** What answering needs. */
export interface Desk {
  readonly state: GitHubState;
  readonly handlers: Handlers;
  readonly limits: RateLimits;
  readonly used: UsedPermissions;
}

/** A request whose body was read. */
export interface Question {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly body: Buffer;
}

/** Answers a request as GitHub does: who, which operation, whether they may, how often, whether it is well formed; then does it. Returns refusals, too. */
export async function answer(
  question: Question,
  desk: Desk,
  onActor: (actor: Actor) => void,
): Promise<Reply> {
  const { state, limits } = desk;
  let actor: Actor = { kind: "anonymous" };
  let accepted: Record<string, string> = {};
  try {
    actor = authenticate(question.authorization, { ...state, app: state.world.app, now: state.world.now() });
    onActor(actor);
    const match = matchOperation(question.method, question.url.pathname);
    if (match === undefined) throw notFound();
    accepted = acceptedPermissions(match.operation.id);
    // Asking how much is left costs nothing.
    if (match.operation.id !== "rate-limit/get") limits.count(actor, match.operation);
    const reply = await perform(match, actor, question, desk);
    return { ...reply, headers: { ...limits.headers(actor), ...accepted, ...reply.headers } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...error.reply, headers: { ...limits.headers(actor), ...accepted, ...error.reply.headers } };
  }
}

/** Which permission would do; alternatives are separated by semicolons. https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api */
function acceptedPermissions(operation: string): Record<string, string> {
  const needs = PERMISSION_NEEDS[operation] ?? [];
  if (needs.length === 0) return {};
  const text = needs.map(({ permission, access }) => `${permission}=${access}`).join("; ");
  return { "x-accepted-github-permissions": text };
}

async function perform(match: Match, actor: Actor, question: Question, desk: Desk): Promise<Reply> {
  const { operation, params } = match;
  const { world, installations, violations } = desk.state;
  const { owner, repo } = params;
  const repository =
    owner === undefined || repo === undefined ? undefined : (world.findRepository(owner, repo) ?? "absent");
  if (actor.kind === "installation" && installations.find(actor.installation)?.suspended) {
    throw new Refusal(403, "This installation has been suspended");
  }
  const used = authorize({
    operation,
    actor,
    repository,
    reaches: (token, wanted) => installations.reaches(token, wanted),
  });
  if (used) desk.used.record(used);
  const { searchParams: query, pathname: path } = question.url;
  checkParameters(match, query);
  const body = checkBody(operation, question.body);
  const handler = desk.handlers[operation.id];
  if (handler === undefined) throw new Error(`${operation.id} is not served yet`);
  const credential = question.authorization?.split(" ")[1];
  const reply = await handler({ world, actor, credential, params, path, query, body });
  const broken = checkReply(operation, reply);
  if (broken.length === 0) return reply;
  violations.push(...broken.map((text) => `${operation.id} ${reply.status}: ${text}`));
  throw new Refusal(500, `The sandbox broke the contract of ${operation.id}: ${broken.join("; ")}`);
}
