import { abortable } from "../../oci/abortable.ts";
import type { AppIdentity, RepositoryName } from "../github.ts";
import type { Comment, NewThread, Reaction, Thread, ThreadChange, Threads } from "../threads.ts";
import type { Calls } from "./calls.ts";
import type { Octokit } from "./installation-client.ts";
import { orUndefined } from "./or-undefined.ts";

/** In pages of 100. */
const MOST_ISSUE_PAGES = 3;
const MOST_COMMENT_PAGES = 30;

/** Issues and comments as one installation sees them. */
export class ThreadsClient implements Threads {
  readonly #octokit: () => Promise<Octokit>;
  readonly #calls: Calls;
  readonly #identify: () => Promise<AppIdentity>;

  /** `identify` tells who writes here, and is asked for each call that must know our own words. */
  constructor(octokit: () => Promise<Octokit>, calls: Calls, identify: () => Promise<AppIdentity>) {
    this.#octokit = octokit;
    this.#calls = calls;
    this.#identify = identify;
  }

  async thread(
    { owner, name }: RepositoryName,
    number: number,
    signal: AbortSignal,
  ): Promise<Thread | undefined> {
    const [{ rest }, bot] = await Promise.all([this.#octokit(), this.#bot(signal)]);
    const ask = () => rest.issues.get({ owner, repo: name, issue_number: number, request: { signal } });
    const found = await orUndefined(this.#calls.make("get an issue", signal, ask));
    return found && threadOf(found.data, bot);
  }

  async *own({ owner, name }: RepositoryName, signal: AbortSignal): AsyncIterable<Thread> {
    const [{ paginate, rest }, bot] = await Promise.all([this.#octokit(), this.#bot(signal)]);
    const pages = paginate.iterator(rest.issues.listForRepo, {
      owner,
      repo: name,
      creator: bot,
      state: "all",
      sort: "created",
      direction: "desc",
      per_page: 100,
      request: { signal },
    });
    for await (const issue of this.#calls.pages("list issues", signal, pages, MOST_ISSUE_PAGES)) {
      const thread = threadOf(issue, bot);
      if (thread.isOwn && !thread.isPull) yield thread;
    }
  }

  async open(
    { owner, name }: RepositoryName,
    { title, body }: NewThread,
    signal: AbortSignal,
  ): Promise<number> {
    const { rest } = await this.#octokit();
    // Sent again by Octokit, it could be opened twice, and mails would go out twice. The queue's next try looks first.
    const request = { signal, retries: 0 };
    const ask = () => rest.issues.create({ owner, repo: name, title, body, request });
    const { data } = await this.#calls.make("open an issue", signal, ask);
    return data.number;
  }

  async edit(
    { owner, name }: RepositoryName,
    number: number,
    { title, body, isOpen }: ThreadChange,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { rest } = await this.#octokit();
    const ask = () =>
      rest.issues.update({
        owner,
        repo: name,
        issue_number: number,
        ...(title !== undefined && { title }),
        ...(body !== undefined && { body }),
        ...(isOpen !== undefined && { state: isOpen ? "open" : "closed" }),
        request: { signal },
      });
    return (await orUndefined(this.#calls.make("edit an issue", signal, ask))) !== undefined;
  }

  async *ownComments(
    { owner, name }: RepositoryName,
    thread: number,
    signal: AbortSignal,
  ): AsyncIterable<Comment> {
    const [{ paginate, rest }, bot] = await Promise.all([this.#octokit(), this.#bot(signal)]);
    const pages = paginate.iterator(rest.issues.listComments, {
      owner,
      repo: name,
      issue_number: thread,
      per_page: 100,
      request: { signal },
    });
    for await (const comment of this.#calls.pages("list comments", signal, pages, MOST_COMMENT_PAGES)) {
      if (isBy(bot, comment)) yield commentOf(comment);
    }
  }

  async comment(
    { owner, name }: RepositoryName,
    id: number,
    signal: AbortSignal,
  ): Promise<Comment | undefined> {
    const { rest } = await this.#octokit();
    const ask = () => rest.issues.getComment({ owner, repo: name, comment_id: id, request: { signal } });
    const found = await orUndefined(this.#calls.make("get a comment", signal, ask));
    return found && commentOf(found.data);
  }

  async reply(
    { owner, name }: RepositoryName,
    thread: number,
    body: string,
    signal: AbortSignal,
  ): Promise<number> {
    const { rest } = await this.#octokit();
    // As for issues.
    const request = { signal, retries: 0 };
    const ask = () => rest.issues.createComment({ owner, repo: name, issue_number: thread, body, request });
    const { data } = await this.#calls.make("write a comment", signal, ask);
    return data.id;
  }

  async editComment(
    { owner, name }: RepositoryName,
    id: number,
    body: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { rest } = await this.#octokit();
    const request = { signal };
    const ask = () => rest.issues.updateComment({ owner, repo: name, comment_id: id, body, request });
    return (await orUndefined(this.#calls.make("edit a comment", signal, ask))) !== undefined;
  }

  async react(
    { owner, name }: RepositoryName,
    comment: number,
    content: Reaction,
    signal: AbortSignal,
  ): Promise<void> {
    const { rest } = await this.#octokit();
    const reaction = { owner, repo: name, comment_id: comment, content, request: { signal } };
    const ask = () => rest.reactions.createForIssueComment(reaction);
    await this.#calls.make("react to a comment", signal, ask);
  }

  /** The login that this App writes under. */
  async #bot(signal: AbortSignal): Promise<string> {
    const { slug } = await abortable(this.#identify(), signal);
    return `${slug}[bot]`;
  }
}

/** The parts of GitHub's issues and comments that are read here. */
interface WrittenPart {
  readonly body?: string | null;
  readonly user: { readonly login: string; readonly type: string } | null;
}

interface IssuePart extends WrittenPart {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly html_url: string;
  readonly pull_request?: object;
}

function threadOf(issue: IssuePart, bot: string): Thread {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    isOpen: issue.state === "open",
    isPull: issue.pull_request !== undefined,
    isOwn: isBy(bot, issue),
    url: issue.html_url,
  };
}

function commentOf({ id, body }: { readonly id: number; readonly body?: string | null }): Comment {
  return { id, body: body ?? "" };
}

/** People's logins have no brackets; the type is asked for all the same. */
function isBy(bot: string, { user }: WrittenPart): boolean {
  return user?.type === "Bot" && user.login.toLowerCase() === bot.toLowerCase();
}
