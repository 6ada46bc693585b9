import type { Context } from "probot";
import { describe, expect, it } from "vitest";
import { checkRun } from "../../../src/github/events/check-run.ts";
import { checkSuite } from "../../../src/github/events/check-suite.ts";
import { installation } from "../../../src/github/events/installation.ts";
import { installationRepositories } from "../../../src/github/events/installation-repositories.ts";
import { intentsOf } from "../../../src/github/events/intents-of.ts";
import { issueComment } from "../../../src/github/events/issue-comment.ts";
import { issues } from "../../../src/github/events/issues.ts";
import { mergeGroup } from "../../../src/github/events/merge-group.ts";
import { packageEvent } from "../../../src/github/events/package.ts";
import { pullRequest } from "../../../src/github/events/pull-request.ts";
import { push } from "../../../src/github/events/push.ts";
import { repository } from "../../../src/github/events/repository.ts";
import type { Intent } from "../../../src/jobs/intent.ts";
import type { Reason, RepositoryIdentity } from "../../../src/jobs/request.ts";
import * as payloads from "./payloads.ts";
import { APP, HEAD, HELLO, INSTALLATION, SPACE } from "./payloads.ts";

const reconcile = (
  reason: Reason,
  repository: RepositoryIdentity = HELLO,
  commit: string | null = null,
): Intent => ({
  kind: "reconcile",
  request: { installation: INSTALLATION, repository, commit, reason, scope: [] },
});
const forget = (repository: number): Intent => ({ kind: "forget-repository", repository });
const rename = (repository: RepositoryIdentity): Intent => ({ kind: "rename", repository });
const { push: pushed, installed, repositoriesChanged, repositoryChanged } = payloads;

type Case = readonly [what: string, payload: object, intents: readonly Intent[]];

describe("push", () => {
  const branch = (name: string) => ({ ...pushed.repository, default_branch: name });
  it.each<Case>([
    ["to the default branch", pushed, [reconcile("push", HELLO, HEAD)]],
    ["that was forced", { ...pushed, forced: true }, [reconcile("push", HELLO, HEAD)]],
    ["that created the branch", { ...pushed, created: true }, [reconcile("push", HELLO, HEAD)]],
    ["of more commits than are listed", { ...pushed, commits: [] }, [reconcile("push", HELLO, HEAD)]],
    [
      "to a default branch with a slash",
      { ...pushed, ref: "refs/heads/a/main", repository: branch("a/main") },
      [reconcile("push", HELLO, HEAD)],
    ],
    ["to another branch", { ...pushed, ref: "refs/heads/feature" }, []],
    ["to a branch that ends alike", { ...pushed, ref: "refs/heads/a/main" }, []],
    ["of a tag named like the branch", { ...pushed, ref: "refs/tags/main" }, []],
    ["that deleted the branch", { ...pushed, deleted: true, after: "0".repeat(40) }, []],
    ["without an installation", { ...pushed, installation: undefined }, []],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "push", payload)).toEqual(intents);
  });
});

describe("installation", () => {
  const both = [reconcile("installed"), reconcile("installed", SPACE)];
  const gone: Intent[] = [{ kind: "forget-installation", installation: INSTALLATION }];
  it.each<Case>([
    ["created", installed, both],
    ["unsuspended", { ...installed, action: "unsuspend" }, both],
    [
      "given permissions",
      { ...installed, action: "new_permissions_accepted" },
      [{ kind: "forget-verdicts", installation: INSTALLATION }, ...both],
    ],
    ["created without a list", { ...installed, repositories: undefined }, []],
    ["deleted", { ...installed, action: "deleted" }, gone],
    ["suspended", { ...installed, action: "suspend" }, gone],
    ["something new", { ...installed, action: "celebrated" }, []],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "installation", payload)).toEqual(intents);
  });

  it("with thousands of repositories", () => {
    const repositories = Array.from({ length: 5000 }, (_, id) => ({ id, full_name: `acme/r${id}` }));
    const intents = intentsOf(APP, "installation", { ...installed, repositories });
    expect(intents).toHaveLength(5000);
    expect(intents[4999]).toEqual(reconcile("installed", { id: 4999, owner: "acme", name: "r4999" }));
  });
});

describe("installation_repositories", () => {
  const { repositories_added: added } = repositoriesChanged;
  it.each<Case>([
    ["added", repositoriesChanged, [reconcile("installed", SPACE)]],
    [
      "removed",
      { ...repositoriesChanged, action: "removed", repositories_added: [], repositories_removed: added },
      [forget(SPACE.id)],
    ],
    [
      "removed, with nothing but ids",
      { ...repositoriesChanged, repositories_added: [], repositories_removed: [{ id: 1 }, { id: 2 }] },
      [forget(1), forget(2)],
    ],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "installation_repositories", payload)).toEqual(intents);
  });
});

describe("repository", () => {
  const moved = { ...repositoryChanged.repository, name: "Mirrors", full_name: "Octocoders/Mirrors" };
  const there = { ...HELLO, owner: "Octocoders", name: "Mirrors" };
  it.each<Case>([
    ["renamed", { ...repositoryChanged, action: "renamed", repository: moved }, [rename(there)]],
    [
      "transferred",
      { ...repositoryChanged, action: "transferred", repository: moved },
      [forget(HELLO.id), rename(there), reconcile("changed", there)],
    ],
    [
      "transferred out of reach",
      { ...repositoryChanged, action: "transferred", repository: moved, installation: undefined },
      [forget(HELLO.id)],
    ],
    ["archived", { ...repositoryChanged, action: "archived" }, [forget(HELLO.id)]],
    ["deleted", { ...repositoryChanged, action: "deleted" }, [forget(HELLO.id)]],
    ["unarchived", { ...repositoryChanged, action: "unarchived" }, [reconcile("changed")]],
    [
      "given another default branch",
      { ...repositoryChanged, action: "edited", changes: { default_branch: { from: "master" } } },
      [reconcile("changed")],
    ],
    [
      "described otherwise",
      { ...repositoryChanged, action: "edited", changes: { description: { from: null } } },
      [],
    ],
    ["edited, who knows how", { ...repositoryChanged, action: "edited" }, []],
    ["edited to nothing", { ...repositoryChanged, action: "edited", changes: null }, []],
    ["created", { ...repositoryChanged, action: "created" }, []],
    ["made private", { ...repositoryChanged, action: "privatized" }, []],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "repository", payload)).toEqual(intents);
  });
});

describe("check_run", () => {
  const { checkRun: rerun } = payloads;
  const run = (changes: object) => ({ ...rerun, check_run: { ...rerun.check_run, ...changes } });
  it.each<Case>([
    ["run again", rerun, [reconcile("rerun", HELLO, HEAD)]],
    ["of another App", run({ app: { id: 15_368 } }), []],
    ["of nobody", run({ app: null }), []],
    ["with another name", run({ name: "mirror / received" }), []],
    ["made by ourselves", { ...rerun, action: "created" }, []],
    ["without an installation", { ...rerun, installation: undefined }, []],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "check_run", payload)).toEqual(intents);
  });
});

describe("check_suite", () => {
  const { checkSuite: rerun } = payloads;
  const suite = (changes: object) => ({ ...rerun, check_suite: { ...rerun.check_suite, ...changes } });
  it.each<Case>([
    ["run again", rerun, [reconcile("rerun", HELLO, HEAD)]],
    ["of another App", suite({ app: { id: 15_368 } }), []],
    ["of another branch", suite({ head_branch: "feature" }), []],
    ["of a fork", suite({ head_branch: null }), []],
    ["that came with a push", { ...rerun, action: "requested" }, []],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "check_suite", payload)).toEqual(intents);
  });
});

describe("workflow_run", () => {
  const { workflowRun: begun } = payloads;
  const run = (changes: object) => ({ ...begun, workflow_run: { ...begun.workflow_run, ...changes } });
  const told = { kind: "workflow", workflowRun: 30_433_642, attempt: 2, isUnderWay: true } as const;
  it.each<Case>([
    ["begun", begun, [told]],
    ["ended", { ...begun, action: "completed" }, [told]],
    ["asked for", { ...begun, action: "requested" }, [{ ...told, isUnderWay: false }]],
    [
      "ended without approval",
      { ...run({ conclusion: "action_required" }), action: "completed" },
      [{ ...told, isUnderWay: false }],
    ],
    ["with its branch", run({ path: ".github/workflows/ghcr-mirror.yml@main" }), [told]],
    ["of another workflow", run({ path: ".github/workflows/ci.yml" }), []],
    ["of one that an organization requires", run({ path: "acme/.github/ghcr-mirror.yml@main" }), []],
    ["without an attempt", run({ run_attempt: undefined }), [{ ...told, attempt: 1 }]],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "workflow_run", payload)).toEqual(intents);
  });
});

describe("workflow_job", () => {
  const { workflowJob: ended } = payloads;
  const job = (changes: object) => ({ ...ended, workflow_job: { ...ended.workflow_job, ...changes } });
  const told = { kind: "workflow", workflowRun: 30_433_642, attempt: 1, isUnderWay: false } as const;
  it.each<Case>([
    ["ended", ended, [told]],
    ["of another workflow", job({ workflow_name: "CI" }), []],
    ["of one without a name", job({ workflow_name: null }), []],
  ])("%s", (_what, payload, intents) => {
    expect(intentsOf(APP, "workflow_job", payload)).toEqual(intents);
  });
});

/** A payload with each of its values left out, or null, in turn. */
function* damaged(payload: object): Generator<object> {
  for (const [key, value] of Object.entries(payload)) {
    yield { ...payload, [key]: undefined };
    yield { ...payload, [key]: null };
    if (Array.isArray(value)) {
      yield { ...payload, [key]: [null, {}, ...value] };
    } else if (typeof value === "object" && value !== null) {
      for (const part of damaged(value)) yield { ...payload, [key]: part };
    }
  }
}

describe("intentsOf", () => {
  it("means nothing by an event that it does not know", () => {
    expect(intentsOf(APP, "star", { action: "created" })).toEqual([]);
    expect(intentsOf(APP, "constructor", {})).toEqual([]);
  });

  it.each([
    ["push", pushed],
    ["installation", installed],
    ["installation_repositories", repositoriesChanged],
    ["installation_repositories", { ...repositoriesChanged, repositories_removed: [{ id: 1 }] }],
    ["repository", { ...repositoryChanged, action: "transferred" }],
    ["repository", { ...repositoryChanged, action: "deleted" }],
    ["check_run", payloads.checkRun],
    ["check_suite", payloads.checkSuite],
    ["workflow_run", payloads.workflowRun],
    ["workflow_job", payloads.workflowJob],
    [
      "check_run",
      { ...payloads.checkRun, action: "requested_action", requested_action: { identifier: "plan" } },
    ],
    ["pull_request", payloads.pullRequest],
    ["merge_group", payloads.mergeGroup],
    ["issue_comment", payloads.issueComment],
    ["issues", payloads.issueEdited],
    ["registry_package", payloads.packagePublished],
  ])("survives a %s from which something is missing", (event, payload) => {
    const whole = intentsOf(APP, event, payload).length;
    expect(whole).toBeGreaterThan(0);
    const variants = [{}, ...damaged(payload)];
    expect(variants.length).toBeGreaterThan(5);
    for (const variant of variants) {
      const intents = intentsOf(APP, event, variant);
      expect(intents.length).toBeLessThanOrEqual(whole);
      expect(JSON.stringify(intents)).not.toMatch(/"(?:id|owner|name|installation|repository)":null/);
    }
  });

  it("reads what Probot hands over", () => {
    const readers: {
      push: (payload: Context<"push">["payload"]) => readonly Intent[];
      installation: (payload: Context<"installation">["payload"]) => readonly Intent[];
      added: (payload: Context<"installation_repositories">["payload"]) => readonly Intent[];
      repository: (payload: Context<"repository">["payload"]) => readonly Intent[];
      checkRun: (payload: Context<"check_run">["payload"], app: number) => readonly Intent[];
      checkSuite: (payload: Context<"check_suite">["payload"], app: number) => readonly Intent[];
      pullRequest: (payload: Context<"pull_request">["payload"]) => readonly Intent[];
      mergeGroup: (payload: Context<"merge_group">["payload"]) => readonly Intent[];
      issueComment: (payload: Context<"issue_comment">["payload"]) => readonly Intent[];
      issues: (payload: Context<"issues">["payload"], app: number) => readonly Intent[];
      packageEvent: (payload: Context<"registry_package">["payload"]) => readonly Intent[];
    } = {
      push,
      installation,
      added: installationRepositories,
      repository,
      checkRun,
      checkSuite,
      pullRequest,
      mergeGroup,
      issueComment,
      issues,
      packageEvent,
    };
    expect(Object.keys(readers)).toHaveLength(11);
  });
});
