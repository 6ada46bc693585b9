import { accountJson } from "../account.ts";
import type { App } from "../apps/app.ts";
import { Refusal } from "../refusal.ts";
import type { Account, World } from "../world.ts";
import { Checks } from "./checks/checks.ts";
import { GitStore } from "./git/git-store.ts";
import type { Comment, Issue, PullRequest } from "./issues/issue.ts";
import { Issues } from "./issues/issues.ts";
import { MergeQueue } from "./issues/merge-queue.ts";
import { type NewPull, Pulls } from "./issues/pulls.ts";
import { organizationJson } from "./json/organization-json.ts";
import { networkOf } from "./network.ts";
import { pushPayload, type RefMove, refPayload } from "./push-payload.ts";
import { type CustomRole, type Role, RoleBook } from "./role-book.ts";
import { type Change, writeChange } from "./write-change.ts";

/** How a repository begins: empty. */
export interface NewRepository {
  readonly owner: Account;
  readonly name: string;
  /** The person who makes it and administers it; pushes are theirs where nobody else is named. */
  readonly creator: Account;
  /** Default: `main`. */
  readonly defaultBranch?: string;
  readonly isPrivate?: boolean;
  readonly description?: string;
  /** What it is a fork of, with all its objects. */
  readonly parent?: Repository;
}

/** A repository, and what people do in it. Whatever they do is told to webhooks as GitHub tells it. */
export class Repository {
  readonly world: World;
  readonly id: number;
  readonly creator: Account;
  readonly createdAt: Date;
  readonly description: string | undefined;
  readonly git: GitStore;
  readonly checks = new Checks(this);
  readonly issues = new Issues(this);
  readonly pulls = new Pulls(this);
  readonly mergeQueue = new MergeQueue(this);
  readonly roles = new RoleBook();
  /** `owner/name` in lower case, as it was called before. */
  readonly formerNames = new Set<string>();
  /** What it is a fork of. */
  readonly parent: Repository | undefined;
  owner: Account;
  name: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived = false;
  hasIssues = true;
  /** Who may comment, react, and open issues and pull requests. https://docs.github.com/en/rest/interactions/repos */
  interactions: "everybody" | "collaborators_only" = "everybody";
  pushedAt: Date;
  /** Work on refs, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(world: World, git: GitStore, options: NewRepository) {
    this.world = world;
    this.git = git;
    this.id = world.nextId();
    this.owner = options.owner;
    this.name = options.name;
    this.creator = options.creator;
    this.description = options.description;
    this.parent = options.parent;
    this.defaultBranch = options.defaultBranch ?? "main";
    this.isPrivate = options.isPrivate ?? false;
    this.createdAt = world.now();
    this.pushedAt = this.createdAt;
    this.roles.set(options.creator.login, "admin");
  }

  /** Makes an empty repository that the world knows. Close it when the world ends. */
  static async create(world: World, options: NewRepository): Promise<Repository> {
    const { parent, defaultBranch = "main" } = options;
    const git = await (parent ? parent.git.fork(defaultBranch) : GitStore.init(defaultBranch));
    const repository = new Repository(world, git, options);
    world.repositories.set(repository.id, repository);
    repository.tell("repository", { action: "created" }, options.creator);
    return repository;
  }

  get fullName(): string {
    return `${this.owner.login}/${this.name}`;
  }

  get apiUrl(): string {
    return `${this.world.url}/repos/${this.fullName}`;
  }

  /** Its page for people. */
  get htmlUrl(): string {
    return `${this.world.url}/ui/${this.fullName}`;
  }

  /** Pushes one commit to a branch (default: the default branch). With a `parent` that is not its head: by force. */
  commit(change: Change & { readonly branch?: string; readonly parent?: string }): Promise<string> {
    return this.push([change], change);
  }

  /** Pushes many commits at once. Resolves to the sha of the last one. */
  push(
    changes: readonly Change[],
    { branch = this.defaultBranch, parent }: { readonly branch?: string; readonly parent?: string } = {},
  ): Promise<string> {
    const pusher = changes.at(-1)?.author ?? this.creator;
    return this.changeRef(`refs/heads/${branch}`, pusher, async (before) => {
      let head = parent ?? before ?? this.git.branch(this.defaultBranch);
      for (const change of changes) head = await writeChange(this, head, change);
      if (head === undefined) throw new Error("a push needs a commit");
      return head;
    });
  }

  /** Makes a ref point to the commit that `make` writes, given the one it points to; no ref moves in between. Resolves to its sha. */
  changeRef(
    ref: string,
    pusher: Account,
    make: (before: string | undefined) => Promise<string>,
  ): Promise<string> {
    return this.#inTurn(async () => {
      const after = await make(this.git.refs.get(ref));
      await this.#moveNow({ ref, after, pusher });
      return after;
    });
  }

  /** A copy under another owner, which shares its objects. The App is there only where that owner has installed it. */
  fork(owner: Account, who: Account = owner): Promise<Repository> {
    const { name, defaultBranch, isPrivate, world } = this;
    return Repository.create(world, { owner, name, creator: who, defaultBranch, isPrivate, parent: this });
  }

  /** Makes a branch point to any commit that is there. */
  forcePush(branch: string, sha: string, who: Account = this.creator): Promise<void> {
    return this.moveRef({ ref: `refs/heads/${branch}`, after: sha, pusher: who });
  }

  deleteBranch(branch: string, who: Account = this.creator): Promise<void> {
    return this.moveRef({ ref: `refs/heads/${branch}`, after: undefined, pusher: who });
  }

  async renameBranch(from: string, to: string, who: Account = this.creator): Promise<void> {
    const after = this.git.branch(from);
    if (after === undefined) throw new Error(`there is no branch ${from}`);
    await this.moveRef({ ref: `refs/heads/${to}`, after, baseRef: `refs/heads/${from}`, pusher: who });
    for (const issue of this.pulls.all) {
      if (issue.state === "open" && issue.pull.base === from) await this.pulls.retarget(issue, to, who);
    }
    if (from === this.defaultBranch) {
      this.defaultBranch = to;
      await this.git.objects.writeHead(to);
      this.tell("repository", { action: "edited", changes: { default_branch: { from } } }, who);
    }
    await this.deleteBranch(from, who);
  }

  /** Moves, makes or deletes a ref and tells so. A ref that stands there already is not told. */
  moveRef(move: Omit<RefMove, "before">): Promise<void> {
    return this.#inTurn(() => this.#moveNow(move));
  }

  rename(name: string, who: Account = this.creator): void {
    const from = this.name;
    this.formerNames.add(this.fullName.toLowerCase());
    this.name = name;
    this.tell("repository", { action: "renamed", changes: { repository: { name: { from } } } }, who);
  }

  transfer(owner: Account, who: Account = this.creator): void {
    const from = this.owner;
    this.formerNames.add(this.fullName.toLowerCase());
    this.owner = owner;
    const isOrganization = from.type === "Organization";
    const former = isOrganization
      ? { organization: organizationJson(from, this.world) }
      : { user: accountJson(from, this.world) };
    const changes = { owner: { from: former } };
    this.tell("repository", { action: "transferred", changes }, who);
  }

  archive(who: Account = this.creator): void {
    this.isArchived = true;
    this.tell("repository", { action: "archived" }, who);
  }

  unarchive(who: Account = this.creator): void {
    this.isArchived = false;
    this.tell("repository", { action: "unarchived" }, who);
  }

  async delete(who: Account = this.creator): Promise<void> {
    this.world.repositories.delete(this.id);
    this.tell("repository", { action: "deleted" }, who);
    await this.close();
  }

  /** Presses the button “Re-run” of a completed check run. */
  pressRerun(checkRun: number, who: Account = this.creator): void {
    this.requireWritable();
    this.checks.rerequestRun(this.checks.run(checkRun), who);
  }

  /** Presses a button that the App put on a check run. */
  pressAction(checkRun: number, identifier: string, who: Account = this.creator): void {
    this.requireWritable();
    this.checks.requestAction(this.checks.run(checkRun), identifier, who);
  }

  /** Presses “Re-run all checks”. */
  rerequestSuite(suite: number, who: Account = this.creator): void {
    this.requireWritable();
    this.checks.rerequestSuite(this.checks.suite(suite), who);
  }

  openIssue(title: string, body?: string, who: Account = this.creator): Issue {
    this.requireWritable();
    return this.issues.open({ title, body }, who);
  }

  /** Proposes to merge a branch, or that of a fork (`stranger:topic`), into another one (default: the default branch). */
  openPullRequest(
    { base = this.defaultBranch, ...pull }: Omit<NewPull, "base"> & { readonly base?: string },
    who: Account = this.creator,
  ): Promise<PullRequest> {
    return this.pulls.open({ ...pull, base }, who);
  }

  /** Writes under an issue or a pull request; `via` an App that acts for the person. */
  comment(issue: number, who: Account, text: string, via?: App): Comment {
    return this.issues.addComment(this.issues.issue(issue), text, who, via);
  }

  /** What an account may do here: the role it was given, or what everybody may. */
  roleOf(account: Account): Role {
    const role = this.collaboratorRole(account);
    return role === "none" && !this.roles.get(account) && !this.isPrivate ? "read" : role;
  }

  /** The role that somebody was given here: `none` for everybody else. */
  collaboratorRole(account: Account): Role {
    if (account.id === this.owner.id) return "admin";
    return this.roles.get(account) ?? "none";
  }

  setRole(login: string, role: Role | CustomRole): void {
    this.roles.set(login, role);
  }

  /** Throws 403 where it is archived. */
  requireWritable(): void {
    if (this.isArchived) throw new Refusal(403, "Repository was archived so is read-only.");
  }

  /** Removes its folder. */
  async close(): Promise<void> {
    await this.#inTurn(() => this.git.objects.remove());
  }

  /** Tells webhooks what happened here. */
  tell(event: string, payload: Readonly<Record<string, unknown>>, sender: Account): void {
    this.world.emit({ event, payload, repository: this, sender });
  }

  async #moveNow({ ref, after, pusher, baseRef }: Omit<RefMove, "before">): Promise<void> {
    this.requireWritable();
    const before = this.git.refs.get(ref);
    if (before === after) return;
    if (after !== undefined && !this.git.commits.get(after)) throw new Error(`there is no commit ${after}`);
    await this.git.setRef(ref, after);
    this.pushedAt = this.world.now();
    const payload = await pushPayload(this, { ref, before, after, pusher, ...(baseRef && { baseRef }) });
    if (before === undefined) this.tell("create", refPayload(this, ref, "create"), pusher);
    if (after === undefined) this.tell("delete", refPayload(this, ref, "delete"), pusher);
    this.tell("push", payload, pusher);
    const branch = ref.match(/^refs\/heads\/(.+)/)?.[1];
    if (branch === undefined) return;
    if (after !== undefined) this.checks.requestSuite(after, before, branch, pusher);
    if (before === undefined) return;
    for (const { pulls } of networkOf(this)) await pulls.followHead(this, branch, { before, after }, pusher);
    await this.pulls.followBase(branch, { before, after }, pusher);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
