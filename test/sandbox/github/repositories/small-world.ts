import { accountJson } from "../../../../sandbox/github/account.ts";
import { actionsHandlers } from "../../../../sandbox/github/actions/handlers.ts";
import type { Actor } from "../../../../sandbox/github/actor.ts";
import { checkReply } from "../../../../sandbox/github/contract/check-reply.ts";
import { hookViolations, operations } from "../../../../sandbox/github/contract/contract.ts";
import { createWorld } from "../../../../sandbox/github/create-world.ts";
import type { Handlers, Reply } from "../../../../sandbox/github/handler.ts";
import { Refusal } from "../../../../sandbox/github/refusal.ts";
import { repositoryHandlers } from "../../../../sandbox/github/repositories/handlers.ts";
import {
  pushedRepositoryJson,
  repositoryJson,
} from "../../../../sandbox/github/repositories/json/repository-json.ts";
import { Repository } from "../../../../sandbox/github/repositories/repository.ts";
import type { Account, Happening, World } from "../../../../sandbox/github/world.ts";

/** What a request says besides its operation. */
export interface Asked {
  /** Values in the path besides owner and repository. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Default: the installation, with all that it may do. */
  readonly actor?: Actor;
}

/** A world with one organization, one person and one repository; without a server. Hold it with `await using`. */
export interface SmallWorld extends AsyncDisposable {
  readonly world: World;
  readonly acme: Account;
  readonly ada: Account;
  readonly repository: Repository;
  /** What happened since, each of it checked against the contract of its webhook. */
  readonly happenings: readonly Happening[];
  /** What the sandbox itself did wrong, besides. */
  readonly violations: readonly string[];
  /** Payloads of one event, as in `check_run.created`. */
  heard(event: string): readonly Happening["payload"][];
  forget(): void;
  /** Lets time pass, in milliseconds: it stands still otherwise. */
  pass(time: number): void;
  /** Runs the handler of an operation; refusals are replies. Throws where the reply breaks the contract. */
  ask(operation: string, asked?: Asked): Promise<Reply>;
  /** The same, for the body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  get(operation: string, asked?: Asked): Promise<any>;
}

const handlers: Handlers = { ...repositoryHandlers, ...actionsHandlers };

/** Makes one: the organization `acme`, the person `ada`, and an empty repository that she administers. */
export async function smallWorld(): Promise<SmallWorld> {
  const happenings: Happening[] = [];
  let time = Date.parse("2026-11-20T10:00:00Z");
  const violations: string[] = [];
  const world = createWorld({
    url: "http://127.0.0.1:1",
    report: (violation) => void violations.push(violation),
    manifest: { name: "mirror", default_permissions: { checks: "write", contents: "write" } },
    now: () => new Date(time),
    emit: (happening) => {
      happenings.push(happening);
      checkHook(happening, world);
    },
  });
  const addAccount = (login: string, type: Account["type"]): Account => {
    const account = { id: world.nextId(), login, type };
    world.accounts.set(login, account);
    return account;
  };
  const [acme, ada] = [addAccount("acme", "Organization"), addAccount("ada", "User")];
  const repository = await Repository.create(world, { owner: acme, name: "mirrors", creator: ada });
  happenings.length = 0;

  const installation: Actor = {
    kind: "installation",
    appId: world.app.id,
    installation: 1,
    repositories: "all",
    permissions: world.app.permissions,
  };
  const ask = async (operation: string, asked: Asked = {}): Promise<Reply> => {
    const { params, query, body, actor = installation } = asked;
    const known = operations.find(({ id }) => id === operation);
    const handler = handlers[operation];
    if (!known || !handler) throw new Error(`there is no ${operation}`);
    const call = {
      world,
      actor,
      credential: undefined,
      path: `/repos/acme/mirrors/${operation}`,
      params: { owner: "acme", repo: "mirrors", ...params },
      query: new URLSearchParams(query),
      body,
    };
    const reply = await Promise.resolve()
      .then(() => handler(call))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return error.reply;
        throw error;
      });
    const broken = checkReply(known, reply);
    if (broken.length > 0) throw new Error(`${operation} ${reply.status}: ${broken.join("; ")}`);
    return reply;
  };
  return {
    world,
    acme,
    ada,
    repository,
    happenings,
    violations,
    heard: (event) =>
      happenings.filter((happening) => nameOf(happening) === event).map(({ payload }) => payload),
    forget: () => void happenings.splice(0),
    pass: (span) => {
      time += span;
    },
    ask,
    get: async (operation, asked) => (await ask(operation, asked)).body,
    [Symbol.asyncDispose]: async () => {
      const all = new Set([repository, ...world.repositories.values()]);
      await Promise.all([...all].map((each) => each.close()));
    },
  };
}

const nameOf = ({ event, payload }: Happening) =>
  typeof payload["action"] === "string" ? `${event}.${payload["action"]}` : event;

/** Events that nobody subscribes to are not in the contract. */
const UNHEARD = new Set(["create", "delete"]);

function checkHook(happening: Happening, world: World): void {
  const { event, payload, repository, sender } = happening;
  if (UNHEARD.has(event) || !repository) return;
  const body = {
    ...payload,
    repository: event === "push" ? pushedRepositoryJson(repository) : repositoryJson(repository),
    sender: accountJson(sender, world),
    installation: { id: 1, node_id: "1" },
  };
  const broken = hookViolations(body, nameOf(happening).replaceAll(/[_.]/g, "-"));
  if (broken.length > 0) throw new Error(`${nameOf(happening)}: ${broken.join("; ")}`);
}
