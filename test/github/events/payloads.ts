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
  sender: octokit,
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

const sender = octokit;
const bot = { login: "ghcr-mirror[bot]", id: 41_898_282, type: "Bot" };

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#pull_request */
export const pullRequest = {
  action: "opened",
  number: 2,
  pull_request: {
    id: 279_147_437,
    number: 2,
    state: "open",
    draft: true,
    user: octokit,
    head: { ref: "changes", sha: HEAD, repo: hello },
    base: { ref: "main", sha: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e", repo: hello },
  },
  repository,
  installation,
  sender,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group */
export const mergeGroup = {
  action: "checks_requested",
  merge_group: {
    head_sha: HEAD,
    head_ref: "refs/heads/gh-readonly-queue/main/pr-2-f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
    base_sha: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
    base_ref: "refs/heads/main",
  },
  repository,
  installation,
  sender,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#issue_comment */
export const issueComment = {
  action: "created",
  issue: {
    id: 444_500_041,
    number: 1,
    user: octokit,
    performed_via_github_app: null,
    pull_request: { url: "https://api.github.com/repos/Codertocat/Hello-World/pulls/1" },
  },
  comment: {
    id: 492_700_400,
    user: octokit,
    body: "/mirror sync",
    author_association: "OWNER",
    performed_via_github_app: null,
  },
  repository,
  installation,
  sender,
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues */
export const issueEdited = {
  action: "edited",
  changes: { body: { from: "- [ ] Sync now" } },
  issue: {
    id: 444_500_041,
    number: 1,
    user: bot,
    performed_via_github_app: { id: APP, slug: "ghcr-mirror" },
    body: "- [x] Sync now",
  },
  repository,
  installation,
  sender,
};

/** Of a package's only tag. */
export const DIGEST = "sha256:413d61c146706365b0bb605e999af7a3c861740b1c703dc2c00e3ad7a00e118c";

/** As deliveries have it, https://docs.github.com/en/webhooks/webhook-events-and-payloads#registry_package. */
export const packagePublished = {
  action: "published",
  registry_package: {
    id: 2_416_775,
    name: "Tools/Frontend",
    namespace: "codertocat",
    ecosystem: "CONTAINER",
    package_type: "CONTAINER",
    owner: octokit,
    package_version: {
      id: 36_157_103,
      version: DIGEST,
      name: DIGEST,
      body: { repository: { repository: {} }, _formatted: true },
      container_metadata: {
        tag: { name: "v1.2", digest: DIGEST },
        labels: {},
        manifest: { digest: DIGEST, media_type: "application/vnd.oci.image.manifest.v1+json", layers: [] },
      },
      package_url: "ghcr.io/codertocat/tools/frontend:v1.2",
    },
    registry: { type: "CONTAINER", url: "https://CONTAINER.pkg.github.com/codertocat", vendor: "GitHub Inc" },
  },
  repository,
  installation,
  sender,
};
