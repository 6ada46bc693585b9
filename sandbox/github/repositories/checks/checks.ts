import type { App } from "../../apps/app.ts";
import { notFound, Refusal, validationFailed } from "../../refusal.ts";
import type { Account } from "../../world.ts";
import { checkRunJson } from "../json/check-run-json.ts";
import { checkSuiteJson } from "../json/check-suite-json.ts";
import type { Repository } from "../repository.ts";
import type {
  CheckAction,
  CheckAnnotation,
  CheckConclusion,
  CheckRun,
  CheckStatus,
  CheckSuite,
} from "./check-run.ts";
import { suiteState } from "./check-run.ts";

/** Body of the requests that make and change a check run. https://docs.github.com/en/rest/checks/runs */
export interface CheckRunBody {
  readonly name?: string;
  readonly details_url?: string;
  readonly external_id?: string;
  readonly status?: CheckStatus;
  readonly conclusion?: CheckConclusion;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: {
    readonly title?: string;
    readonly summary?: string;
    readonly text?: string;
    readonly annotations?: readonly CheckAnnotation[];
  };
  readonly actions?: readonly CheckAction[];
}

/** The check suites and check runs of a repository: those of the one App that there is, and those that jobs of workflows have. */
export class Checks {
  readonly #repository: Repository;
  readonly #runs = new Map<number, CheckRun>();
  readonly #suites = new Map<number, CheckSuite>();

  constructor(repository: Repository) {
    this.#repository = repository;
  }

  /** Throws 404. */
  run(id: number): CheckRun {
    const run = this.#runs.get(id);
    if (!run) throw notFound();
    return run;
  }

  /** Throws 404. */
  suite(id: number): CheckSuite {
    const suite = this.#suites.get(id);
    if (!suite) throw notFound();
    return suite;
  }

  /** The first one of an App (default: the one that there is). */
  suiteOf(headSha: string, app: App = this.#repository.world.app): CheckSuite | undefined {
    return this.suitesOf(headSha).find((suite) => suite.app === app);
  }

  /** Of all Apps, oldest first. */
  suitesOf(headSha: string): readonly CheckSuite[] {
    return [...this.#suites.values()].filter((suite) => suite.headSha === headSha);
  }

  /** What the App says of a commit, oldest first, what later ones of the same name replaced included. */
  runsOf(headSha: string): readonly CheckRun[] {
    return this.suiteOf(headSha)?.runs ?? [];
  }

  /** Begins a suite of its own, and tells nobody. */
  openSuite(app: App, headSha: string, headBranch?: string, before?: string): CheckSuite {
    const { world } = this.#repository;
    const createdAt = world.now();
    const suite: CheckSuite = {
      id: world.nextId(),
      app,
      headSha,
      headBranch,
      before,
      createdAt,
      updatedAt: createdAt,
      runs: [],
      isRequestedAgain: false,
    };
    this.#suites.set(suite.id, suite);
    return suite;
  }

  /** Adds to the suite that an App has on a commit (default: the one that there is). */
  create(
    headSha: string,
    body: CheckRunBody & { readonly name: string },
    sender: Account,
    app: App = this.#repository.world.app,
  ): CheckRun {
    return this.add(this.suiteOf(headSha, app) ?? this.openSuite(app, headSha), body, sender);
  }

  add(suite: CheckSuite, body: CheckRunBody & { readonly name: string }, sender: Account): CheckRun {
    const { world } = this.#repository;
    const { headSha } = suite;
    const run: CheckRun = {
      id: world.nextId(),
      suite,
      headSha,
      name: body.name,
      externalId: "",
      detailsUrl: undefined,
      status: "queued",
      conclusion: undefined,
      startedAt: world.now(),
      completedAt: undefined,
      title: undefined,
      summary: undefined,
      text: undefined,
      annotations: [],
      actions: [],
    };
    this.#apply(run, body);
    this.#runs.set(run.id, run);
    suite.runs.push(run);
    suite.isRequestedAgain = false;
    this.#tellRun("created", run, sender);
    if (run.status === "completed") this.#tellCompleted(run, sender);
    return run;
  }

  /** Throws 422 for a completed run that is to go on: whoever runs a check again makes a new run. */
  update(run: CheckRun, body: CheckRunBody, sender: Account): void {
    const wasCompleted = run.status === "completed";
    if (wasCompleted && body.status !== undefined && body.status !== "completed") {
      throw validationFailed([{ resource: "CheckRun", field: "status", code: "invalid" }]);
    }
    this.#apply(run, body);
    if (run.status === "completed" && !wasCompleted) this.#tellCompleted(run, sender);
  }

  /** Asks the App to run a check again. The run itself stays as it is. Throws 422 while it is not completed. */
  rerequestRun(run: CheckRun, sender: Account): void {
    const isOwn = run.suite.app === this.#repository.world.app;
    if (run.status !== "completed" || !isOwn) throw new Refusal(422, "This check run is not rerequestable");
    run.suite.isRequestedAgain = true;
    this.#tellRun("rerequested", run, sender);
  }

  /** Tells that somebody pressed one of the App's own buttons. Throws 404 where there is none such. */
  requestAction(run: CheckRun, identifier: string, sender: Account): void {
    if (!run.actions.some((action) => action.identifier === identifier)) throw notFound();
    this.#tellRun("requested_action", run, sender, { requested_action: { identifier } });
  }

  /** Throws 422 for one of a workflow's, whose jobs are run again in other ways. */
  rerequestSuite(suite: CheckSuite, sender: Account): void {
    const isOwn = suite.app === this.#repository.world.app;
    if (!isOwn) throw new Refusal(422, "This check suite is not rerequestable");
    suite.isRequestedAgain = true;
    this.#tellSuite("rerequested", suite, sender);
  }

  /** What GitHub does for each push to a branch: Apps that may write checks get a suite for its head. */
  requestSuite(headSha: string, before: string | undefined, branch: string, sender: Account): void {
    const isWanted = this.#repository.world.app.permissions["checks"] === "write";
    if (!isWanted || this.suiteOf(headSha)) return;
    const suite = this.openSuite(this.#repository.world.app, headSha, branch, before);
    this.#tellSuite("requested", suite, sender);
  }

  #apply(run: CheckRun, body: CheckRunBody): void {
    const now = this.#repository.world.now();
    run.name = body.name ?? run.name;
    run.externalId = body.external_id ?? run.externalId;
    run.detailsUrl = body.details_url ?? run.detailsUrl;
    run.actions = body.actions ?? run.actions;
    if (body.started_at !== undefined) run.startedAt = new Date(body.started_at);
    if (body.output) {
      run.title = body.output.title ?? run.title;
      run.summary = body.output.summary;
      run.text = body.output.text;
      run.annotations.push(...(body.output.annotations ?? []));
    }
    run.status = body.conclusion === undefined ? (body.status ?? run.status) : "completed";
    if (run.status === "completed") {
      run.conclusion = body.conclusion ?? run.conclusion;
      run.completedAt = body.completed_at ? new Date(body.completed_at) : (run.completedAt ?? now);
    }
    run.suite.updatedAt = now;
  }

  #tellCompleted(run: CheckRun, sender: Account): void {
    this.#tellRun("completed", run, sender);
    if (suiteState(run.suite).status === "completed") this.#tellSuite("completed", run.suite, sender);
  }

  #tellRun(action: string, run: CheckRun, sender: Account, more: object = {}): void {
    const check_run = checkRunJson(this.#repository, run);
    const check_suite = checkSuiteJson(this.#repository, run.suite);
    this.#repository.tell("check_run", { action, check_run: { ...check_run, check_suite }, ...more }, sender);
  }

  #tellSuite(action: string, suite: CheckSuite, sender: Account): void {
    const check_suite = checkSuiteJson(this.#repository, suite);
    this.#repository.tell("check_suite", { action, check_suite }, sender);
  }
}
