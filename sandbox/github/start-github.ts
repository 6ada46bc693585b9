import { createServer } from "node:http";
import type { Actions } from "./actions/actions.ts";
import { actionsHandlers } from "./actions/handlers.ts";
import type { Actor } from "./actor.ts";
import type { AppManifest } from "./app-manifest.ts";
import { appHandlers } from "./apps/app-handlers.ts";
import { deliveryHandlers } from "./apps/delivery-handlers.ts";
import type { GitHubState } from "./apps/github-state.ts";
import { Installations } from "./apps/installations.ts";
import { ManifestCodes } from "./apps/manifest-codes.ts";
import { announce } from "./apps/send-event.ts";
import { appKey } from "./auth/app-key.ts";
import { UsedPermissions } from "./auth/used-permissions.ts";
import { createWorld } from "./create-world.ts";
import { Faults } from "./faults.ts";
import type { Handlers } from "./handler.ts";
import { Hooks } from "./hooks/hooks.ts";
import { rateLimitHandlers } from "./limits/rate-limit-handlers.ts";
import { GITHUB_LIMITS, type Limits, RateLimits } from "./limits/rate-limits.ts";
import { organizationHandlers } from "./organization-handlers.ts";
import { packageHandlers } from "./packages/package-handlers.ts";
import { Packages } from "./packages/packages.ts";
import { type People, people } from "./people.ts";
import type { RecordedRequest } from "./recorded-request.ts";
import { repositoryHandlers } from "./repositories/handlers.ts";
import { apiListener } from "./server/listener.ts";
import { pages, siteListener } from "./server/website.ts";
import type { World } from "./world.ts";

/** How a GitHub is to be. */
export interface GitHubOptions {
  /** The App that is registered there. */
  readonly app: {
    /** `app.yml`, parsed: it may do what it asks for, and no more. */
    readonly manifest: AppManifest;
    readonly webhookUrl?: string;
    readonly webhookSecret: string;
    /** Milliseconds that a webhook waits for its answer (default: 10,000). */
    readonly webhookTimeout?: number;
  };
  readonly now?: () => Date;
  /** Default: any free one. */
  readonly port?: number;
  /** Default: GitHub's own. */
  readonly limits?: Partial<Limits>;
}

/** A running GitHub. */
export interface SandboxGitHub extends People, AsyncDisposable {
  /** Of the API, without a slash at the end. */
  readonly url: string;
  /** What the App was given when it was registered. */
  readonly app: {
    readonly id: number;
    readonly slug: string;
    /** PEM */
    readonly privateKey: string;
    readonly webhookSecret: string;
  };
  readonly world: World;
  /** What the API was asked of late, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: Faults;
  /** Runs of workflows: what carries them out, what people do with them, and the settings of each repository. */
  readonly actions: Actions;
  /** What a registry tells of its packages, and events that tests make of them by hand. */
  readonly packages: Packages;
  /** Webhooks: `log`, `faults`, `redeliver`. */
  readonly hooks: Hooks;
  /** Where the sandbox itself broke GitHub's contract: a test expects it to be empty. */
  readonly violations: readonly string[];
  /** What the App made use of. */
  readonly usedPermissions: UsedPermissions;
  /** Where webhooks go from now on; undefined: nowhere. */
  setWebhookUrl(url: string | undefined): void;
  /** Whom a token belongs to. */
  findToken(token: string): Actor | undefined;
  /** Whether an installation's token extends to a repository. */
  reaches(actor: Actor & { kind: "installation" }, owner: string, name: string): boolean;
  /** Ends all tokens of installations. */
  revokeTokens(): void;
  /** Resolves when no webhook is under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a GitHub on 127.0.0.1 with an App that is registered and nowhere installed. */
export async function startGitHub(options: GitHubOptions): Promise<SandboxGitHub> {
  const { app, now = () => new Date(), port = 0 } = options;
  const server = createServer({ keepAliveTimeout: 120_000, requestTimeout: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : port}`;

  const violations: string[] = [];
  const world = createWorld({
    url,
    manifest: app.manifest,
    now,
    emit: (event) => announce(event, state),
    report: (violation) => void violations.push(violation),
  });
  const key = appKey();
  const target = {
    url: app.webhookUrl,
    secret: app.webhookSecret,
    appId: world.app.id,
    hookId: world.nextId(),
    timeout: app.webhookTimeout,
  };
  const state: GitHubState = {
    world,
    key,
    installations: new Installations(world.repositories),
    tokens: world.tokens,
    hooks: new Hooks(target, world),
    violations,
  };
  const limits = new RateLimits({ ...GITHUB_LIMITS, ...options.limits }, now);
  const used = new UsedPermissions();
  const faults = new Faults();
  const requests: RecordedRequest[] = [];
  const codes = new ManifestCodes(state);
  const packages = new Packages(state);
  const handlers: Handlers = {
    ...appHandlers(state),
    ...deliveryHandlers(state),
    ...rateLimitHandlers(limits),
    ...codes.handlers,
    ...repositoryHandlers,
    ...actionsHandlers,
    ...organizationHandlers,
    ...packageHandlers(packages),
  };
  const api = apiListener({ desk: { state, handlers, limits, used }, faults, requests });
  server.on("request", siteListener({ codes, showPage: pages(world), storage: world.actions.storage }, api));

  const close = async () => {
    await world.actions.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([closed, state.hooks.close()]);
    await Promise.all([...world.repositories.values()].map((repository) => repository.close()));
  };
  return {
    ...people(state),
    url,
    app: {
      id: world.app.id,
      slug: world.app.slug,
      privateKey: key.privateKey,
      webhookSecret: app.webhookSecret,
    },
    world,
    requests,
    faults,
    actions: world.actions,
    packages,
    hooks: state.hooks,
    violations: state.violations,
    usedPermissions: used,
    setWebhookUrl: (address) => {
      target.url = address;
    },
    findToken: (token) => state.tokens.find(token),
    reaches: (actor, owner, name) => {
      const repository = world.findRepository(owner, name);
      return repository !== undefined && state.installations.reaches(actor, repository);
    },
    revokeTokens: () => state.tokens.revokeInstallations(),
    settled: () => state.hooks.settled(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
