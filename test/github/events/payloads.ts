// Parts of the example payloads in GitHub's documentation, shortened to what matters.

/** The id of the App that they were sent to. */
export const APP = 29_310;

const hello = {
  id: 186_853_002,
  node_id: "MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=",
  name: "Hello-World",
  full_name: "Codertocat/Hello-World",
  private: false,
};

const octokit = { login: "Codertocat", id: 21_031_067, type: "User" };
const installation = { id: 375_706, node_id: "MDIzOkludGVncmF0aW9uSW5zdGFsbGF0aW9uMzc1NzA2" };
const repository = { ...hello, owner: octokit, default_branch: "main", archived: false };

/** The repository of the payloads, as we name it. */
export const HELLO = { id: 186_853_002, owner: "Codertocat", name: "Hello-World" };
/** Another one, which only lists name. */
export const SPACE = { id: 186_853_007, owner: "Codertocat", name: "Space" };
/** The installation that they are about. */
export const INSTALLATION = 375_706;
/** The commit that they are about. */
export const HEAD = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";

const space = { id: SPACE.id, node_id: "n", name: "Space", full_name: "Codertocat/Space", private: false };

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export const push = {
  ref: "refs/heads/main",
  before: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
  after: HEAD,
  created: false,
  deleted: false,
  forced: false,
  base_ref: null,
  commits: [{ id: HEAD, added: [], removed: [], modified: ["README.md"] }],
  head_commit: null,
  repository: {
    ...repository,
    owner: { name: "Codertocat", email: null, ...octokit },
    master_branch: "main",
  },
  pusher: { name: "Codertocat" },
  installation,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation */
export const installed = {
  action: "created",
  installation: { id: INSTALLATION, account: octokit, repository_selection: "selected", app_id: APP },
  repositories: [hello, space],
  requester: null,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation_repositories */
export const repositoriesChanged = {
  action: "added",
  installation: { id: INSTALLATION, account: octokit, repository_selection: "selected", app_id: APP },
  repository_selection: "selected",
  repositories_added: [space],
  repositories_removed: [],
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository */
export const repositoryChanged = { action: "publicized", repository, installation };

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_run */
export const checkRun = {
  action: "rerequested",
  check_run: {
    id: 128_620_228,
    head_sha: HEAD,
    external_id: "0b6a3c5e-8d0e-4f0c-9f43-4d2b7a1b5a10",
    status: "completed",
    conclusion: "failure",
    name: "mirror / sync",
    check_suite: { id: 118_578_147, head_branch: "main", head_sha: HEAD },
    app: { id: APP, slug: "ghcr-mirror" },
    pull_requests: [],
  },
  repository,
  installation,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#check_suite */
export const checkSuite = {
  action: "rerequested",
  check_suite: {
    id: 118_578_147,
    head_branch: "main",
    head_sha: HEAD,
    status: "completed",
    app: { id: APP, slug: "ghcr-mirror" },
    latest_check_runs_count: 1,
  },
  repository,
  installation,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
export const workflowRun = {
  action: "in_progress",
  workflow_run: {
    id: 30_433_642,
    name: "ghcr-mirror",
    path: ".github/workflows/ghcr-mirror.yml",
    run_number: 17,
    run_attempt: 2,
    event: "workflow_dispatch",
    status: "in_progress",
    conclusion: null,
  },
  workflow: { id: 161_335, path: ".github/workflows/ghcr-mirror.yml" },
  repository,
  installation,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_job */
export const workflowJob = {
  action: "completed",
  workflow_job: {
    id: 2_832_853_555,
    run_id: 30_433_642,
    run_attempt: 1,
    workflow_name: "ghcr-mirror",
    name: "mirror",
    status: "completed",
    conclusion: "success",
  },
  repository,
  installation,
};
