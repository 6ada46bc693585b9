import { accountJson } from "../account.ts";
import { Refusal } from "../refusal.ts";
import type { Account, World } from "../world.ts";
import { Checks } from "./checks/checks.ts";
import type { Files } from "./git/file-content.ts";
import { GitStore } from "./git/git-store.ts";
import { requireFilePath } from "./git/require-file-path.ts";
import type { Comment, Issue, PullRequest } from "./issues/issue.ts";
import { Issues } from "./issues/issues.ts";
import { organizationJson } from "./json/organization-json.ts";
import { emailOf, pushPayload, type RefMove } from "./push-payload.ts";
import { type Role, RoleBook } from "./role-book.ts";

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
}

/** One commit as a person makes it. */
export interface Change {
  /** Without any, the commit changes nothing. */
  readonly files?: Files;
  readonly message?: string;
  readonly author?: Account;
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
  readonly roles = new RoleBook();
  /** `owner/name` in lower case, as it was called before. */
  readonly formerNames = new Set<string>();
  owner: Account;
  name: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived = false;
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
    this.defaultBranch = options.defaultBranch ?? "main";
    this.isPrivate = options.isPrivate ?? false;
    this.createdAt = world.now();
    this.pushedAt = this.createdAt;
    this.roles.set(options.creator.login, "admin");
  }

  /** Makes an empty repository that the world knows. Close it when the world ends. */
  static async create(world: World, options: NewRepository): Promise<Repository> {
    const git = await GitStore.init(options.defaultBranch ?? "main");
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
    const ref = `refs/heads/${branch}`;
    return this.#inTurn(async () => {
      const before = this.git.refs.get(ref);
      let head = parent ?? before ?? this.git.branch(this.defaultBranch);
      for (const change of changes) head = await this.#writeChange(head, change);
      if (head === undefined) throw new Error("a push needs a commit");
      await this.#moveNow({ ref, after: head, pusher: changes.at(-1)?.author ?? this.creator });
      return head;
    });
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

  /** Presses the button “Re-run all checks”. */
  rerequestSuite(suite: number, who: Account = this.creator): void {
    this.requireWritable();
    this.checks.rerequestSuite(this.checks.suite(suite), who);
  }

  openIssue(title: string, body?: string, who: Account = this.creator): Issue {
    this.requireWritable();
    return this.issues.open({ title, body }, who);
  }

  /** Proposes to merge a branch into another one (default: the default branch). */
  openPullRequest(
    { base = this.defaultBranch, ...pull }: { title: string; head: string; base?: string; body?: string },
    who: Account = this.creator,
  ): Promise<PullRequest> {
    return this.issues.openPull({ ...pull, base }, who);
  }

  /** Writes under an issue or a pull request. */
  comment(issue: number, who: Account, text: string): Comment {
    this.requireWritable();
    return this.issues.addComment(this.issues.issue(issue), text, who);
  }

  /** What an account may do here: the role it was given, or what everybody may. */
  roleOf(account: Account): Role {
    if (account.id === this.owner.id) return "admin";
    return this.roles.get(account) ?? (this.isPrivate ? "none" : "read");
  }

  setRole(login: string, role: Role): void {
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

  async #writeChange(parent: string | undefined, change: Change): Promise<string> {
    const { files = {}, author = this.creator, message = `Change ${Object.keys(files).join(", ")}` } = change;
    for (const path of Object.keys(files)) requireFilePath(path);
    const base = parent === undefined ? undefined : this.git.commits.get(parent);
    if (parent !== undefined && !base) throw new Error(`there is no commit ${parent}`);
    const signature = { name: author.login, email: emailOf(author), date: this.world.now() };
    const tree = await this.git.changedTree(base, files);
    const parents = base ? [base.sha] : [];
    return this.git.addCommit({ message, tree, parents, author: signature, committer: signature }).sha;
  }

  async #moveNow({ ref, after, pusher, baseRef }: Omit<RefMove, "before">): Promise<void> {
    this.requireWritable();
    const before = this.git.refs.get(ref);
    if (before === after) return;
    if (after !== undefined && !this.git.commits.get(after)) throw new Error(`there is no commit ${after}`);
    await this.git.setRef(ref, after);
    this.pushedAt = this.world.now();
    const payload = await pushPayload(this, { ref, before, after, pusher, ...(baseRef && { baseRef }) });
    if (before === undefined || after === undefined) this.#tellRef(ref, after !== undefined, pusher);
    this.tell("push", payload, pusher);
    if (after === undefined) return;
    const branch = ref.match(/^refs\/heads\/(.+)/)?.[1];
    if (branch === undefined) return;
    this.checks.requestSuite(after, before, branch, pusher);
    if (before !== undefined) await this.issues.follow(branch, before, after, pusher);
  }

  #tellRef(ref: string, isNew: boolean, who: Account): void {
    const [, kind, ...name] = ref.split("/");
    const about = { ref: name.join("/"), ref_type: kind === "tags" ? "tag" : "branch", pusher_type: "user" };
    const more = { master_branch: this.defaultBranch, description: this.description ?? null };
    this.tell(isNew ? "create" : "delete", isNew ? { ...about, ...more } : about, who);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}
