import type { App } from "./apps/app.ts";
import type { GitHubState } from "./apps/github-state.ts";
import { install, select, suspend, uninstall, unsuspend } from "./apps/installing.ts";
import { registerApp } from "./apps/register-app.ts";
import type { Files } from "./repositories/git/file-content.ts";
import { Repository } from "./repositories/repository.ts";
import type { Account } from "./world.ts";

/** What people do on the website: accounts, repositories, and where the App is installed. */
export interface People {
  createOrganization(login: string): Account;
  createUser(login: string): Account;
  /** An App of somebody else, or of another deployment. It does nothing by itself: its `bot` writes where a test says so. */
  registerApp(name: string): App;
  /** A classic personal access token. */
  createUserToken(login: string): string;
  /** A repository; with files, their first commit is on its default branch. */
  createRepository(owner: string, name: string, options?: RepositoryOptions): Promise<Repository>;
  /** Installs the App and returns the installation's id. */
  install(owner: string, repositories: "all" | readonly Repository[]): number;
  /** The ids of all installations. */
  installations(): number[];
  uninstall(installation: number): void;
  suspend(installation: number): void;
  unsuspend(installation: number): void;
  addRepositories(installation: number, repositories: readonly Repository[]): void;
  removeRepositories(installation: number, repositories: readonly Repository[]): void;
}

/** How a repository is made. */
export interface RepositoryOptions {
  readonly private?: boolean;
  readonly files?: Files;
  /** Default: `main`. */
  readonly defaultBranch?: string;
  /** The person who makes and administers it (default: `octocat`). */
  readonly creator?: string;
}

/** People at work. Names of accounts that were not made are errors. */
export function people(state: GitHubState): People {
  const { world, installations } = state;
  const find = (login: string): Account => {
    const account = world.accounts.get(login.toLowerCase());
    if (account === undefined) throw new Error(`There is no account ${login}`);
    return account;
  };
  const create = (login: string, type: Account["type"]): Account => {
    if (world.accounts.has(login.toLowerCase())) throw new Error(`There is an account ${login} already`);
    const account: Account = { id: world.nextId(), login, type };
    world.accounts.set(login.toLowerCase(), account);
    return account;
  };
  const somebody = world.app.owner;
  return {
    createOrganization: (login) => create(login, "Organization"),
    createUser: (login) => create(login, "User"),
    registerApp: (name) => {
      const app = registerApp({ name }, { ...world, owner: somebody });
      if (world.accounts.has(app.bot.login)) throw new Error(`There is an App ${app.slug} already`);
      world.otherApps.push(app);
      world.accounts.set(app.bot.login, app.bot);
      return app;
    },
    createUserToken: (login) => state.tokens.issueForUser(find(login)),
    createRepository: async (owner, name, options = {}) => {
      const { files, defaultBranch, creator = somebody.login } = options;
      const repository = await Repository.create(world, {
        owner: find(owner),
        name,
        creator: find(creator),
        isPrivate: options.private ?? false,
        ...(defaultBranch !== undefined && { defaultBranch }),
      });
      if (files !== undefined) await repository.commit({ files, message: "First commit" });
      return repository;
    },
    install: (owner, repositories) => install(find(owner), repositories, somebody, state).id,
    installations: () => installations.all.map(({ id }) => id),
    uninstall: (id) => uninstall(installations.get(id), somebody, state),
    suspend: (id) => suspend(installations.get(id), somebody, state),
    unsuspend: (id) => unsuspend(installations.get(id), somebody, state),
    addRepositories: (id, added) => select(installations.get(id), { added }, somebody, state),
    removeRepositories: (id, removed) => select(installations.get(id), { removed }, somebody, state),
  };
}
