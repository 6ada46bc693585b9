/** The workflow's file, by which GitHub knows the workflow. */
export const WORKFLOW_FILE = "ghcr-mirror.yml";

/** Where it stands, from the top of the repository. */
export const WORKFLOW_PATH = `.github/workflows/${WORKFLOW_FILE}`;

/** Bytes. Ours is a fiftieth of it, and what people add to it is not much. */
export const LARGEST_WORKFLOW = 256 * 1024;

/** The `name:` of the workflow. */
export const WORKFLOW_NAME = "ghcr-mirror";

/** The version of what {@link workflowText} writes. It grows when the inputs or the jobs change, not with each release. */
export const WORKFLOW_VERSION = 2;

/** The action that the workflow uses unless it is told otherwise: this repository, at the release that this is. */
export const DEFAULT_ACTION = "ghcr-mirror/ghcr-mirror@v0.1.0";

/** The version stands in a comment, where people who customize the file leave it alone. */
const MARKER = /^\s*#\s*ghcr-mirror workflow,? version (\d{1,6})\b/;
/** How far down people may have pushed it, in lines. */
const NEAR_THE_TOP = 20;

/**
 * Whether a text can stand behind `uses:`: `OWNER/REPOSITORY@REF`, `OWNER/REPOSITORY/FOLDER@REF`, or `./FOLDER` of the
 * repository itself.
 */
export function isActionReference(text: string): boolean {
  return /^(?:[\w-][\w.-]*(?:\/[\w-][\w.-]*)+@[\w-][\w./-]*|\.\/[\w./-]*)$/.test(text) && text.length <= 255;
}

/** The version that a workflow file says it has; undefined for a file that is not one of ours. */
export function workflowVersion(text: string): number | undefined {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/, NEAR_THE_TOP);
  const [version] = lines.flatMap((line) => MARKER.exec(line)?.slice(1) ?? []);
  return version === undefined ? undefined : Number(version);
}

/** Whether a workflow file takes what we send it and does what we expect. One newer than us does. */
export function isCurrentWorkflow(text: string): boolean {
  return (workflowVersion(text) ?? 0) >= WORKFLOW_VERSION;
}

/** The workflow that carries images with `action`, an action reference such as {@link DEFAULT_ACTION}. */
export function workflowText(action: string): string {
  return `# ghcr-mirror workflow, version ${WORKFLOW_VERSION}
#
# Copies the container images that .github/mirror.yml names into the registry of this repository's owner, byte for byte.
# The GitHub App ghcr-mirror starts it when there is something to copy, and shows the result as a check run. It needs a
# workflow because GHCR takes the token that GitHub gives to a workflow's job, but none of an App.
#
# Yours to change: runs-on, timeout-minutes, parallel. The App says so when there is a newer version of this file.
name: ${WORKFLOW_NAME}
run-name: ghcr-mirror \${{ inputs.run }}

on:
  workflow_dispatch:
    inputs:
      run:
        description: The id of the App's run
        type: string
        required: true
      commit:
        description: The commit whose config is meant
        type: string
        required: true
      config:
        description: The config in that commit
        type: string
        required: true
      repository:
        description: The repository that holds the config; empty for this one
        type: string
      skip:
        description: Entries of the config that are not meant, as a JSON array of their places
        type: string
      destination:
        description: The registry and owner to copy to
        type: string
        required: true
      only:
        description: Globs on source:tag, as a JSON array; empty for all
        type: string
      cleared:
        description: Images that are old enough for the min-age of their entries, with their digests, as a JSON array
        type: string
      reserve:
        description: Pulls that are left to others where a registry limits them
        type: string
      remove:
        description: Images to delete where they are unchanged and unused, with their digests, as a JSON array
        type: string

# Each job gets what it needs, and nothing else.
permissions: {}

# One run at a time writes to a destination, and the next one waits for it.
concurrency:
  group: ghcr-mirror \${{ inputs.destination }}
  cancel-in-progress: false

jobs:
  mirror:
    runs-on: ubuntu-latest # or a self-hosted runner, as in [self-hosted, linux]
    timeout-minutes: 350
    permissions:
      contents: read # to read the config
      packages: write # to push the images, and to delete those that are no longer meant
    outputs:
      more: \${{ steps.mirror.outputs.more }}
    steps:
      - id: mirror
        uses: ${action}
        with:
          run: \${{ inputs.run }}
          commit: \${{ inputs.commit }}
          config: \${{ inputs.config }}
          repository: \${{ inputs.repository }}
          skip: \${{ inputs.skip }}
          destination: \${{ inputs.destination }}
          only: \${{ inputs.only }}
          cleared: \${{ inputs.cleared }}
          reserve: \${{ inputs.reserve }}
          remove: \${{ inputs.remove }}
          # How many further jobs may share a plan of many gigabytes; 0 for none.
          parallel: 4
          # For private sources: a Docker config.json with their logins, as an Actions secret of this repository.
          docker-config: \${{ secrets.MIRROR_DOCKER_CONFIG }}

  # The parts of a large plan, where the job above found it to be one.
  more:
    name: more (\${{ matrix.part[0] }})
    needs: mirror
    if: \${{ !cancelled() && needs.mirror.outputs.more != '' }}
    strategy:
      fail-fast: false
      matrix:
        part: \${{ fromJSON(needs.mirror.outputs.more) }}
    runs-on: ubuntu-latest
    timeout-minutes: 350
    permissions:
      contents: read
      packages: write
    steps:
      - uses: ${action}
        with:
          run: \${{ inputs.run }}
          commit: \${{ inputs.commit }}
          config: \${{ inputs.config }}
          repository: \${{ inputs.repository }}
          skip: \${{ inputs.skip }}
          destination: \${{ inputs.destination }}
          cleared: \${{ inputs.cleared }}
          reserve: \${{ inputs.reserve }}
          part: \${{ toJSON(matrix.part) }}
          docker-config: \${{ secrets.MIRROR_DOCKER_CONFIG }}
`;
}
