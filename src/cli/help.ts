/** What `--help` prints. */
export const HELP = `Keeps byte-exact copies of container images in a registry of yours.

Usage:
  ghcr-mirror validate FILE   check a config, or a policy: one line per problem
  ghcr-mirror plan FILE       show what would change, and change nothing
  ghcr-mirror sync FILE       copy what is missing or has moved
  ghcr-mirror tags FILE|IMAGE show which tags are selected, and why others are
                              not; of an IMAGE what it has, or a selection
  ghcr-mirror doctor [OWNER/REPOSITORY]
                              say what keeps GitHub or GHCR from letting it, and
                              what to do                     [GITHUB_REPOSITORY]
  ghcr-mirror init            write the files that the App needs in a repository

FILE is a config such as .github/mirror.yml, or - for standard input; validate
takes a policy as well, where it is called mirror-policy.yml.

Options:
  --owner NAME         copy to HOST/NAME/…             [GITHUB_REPOSITORY_OWNER]
  --registry HOST      the destination registry                        [ghcr.io]
  --only GLOB          only images whose full source:tag matches; repeatable
  --concurrency N      blobs in flight per registry, and as many other requests;
                       1 to 256                                             [32]
  --reserve N          pulls that are left to others, where a registry such as
                       Docker Hub limits them; of a small limit, half       [0]
  --endpoint HOST=URL  where a registry name really answers; repeatable
                                                            [REGISTRY_ENDPOINTS]
  --action REF         what the workflow of init uses, instead of this release
  --semver RANGE, --regex PATTERN, --glob GLOB, --latest N, --prerelease,
  --suffix=SUFFIX, --exclude GLOB
                       a selection to be tried out by tags IMAGE, as in configs
  --all                every tag that tags knows of, on terminals too
  --json               print one JSON document instead of the table
  --quiet              no progress; print only what changed or failed
  --no-color           no colors                                      [NO_COLOR]
  --help, --version

Credentials come from the Docker config (docker login), and for ghcr.io also
from GHCR_TOKEN or GITHUB_TOKEN.

Exit codes: 0 all as wanted, 1 an image failed, is blocked or waits for pulls,
2 wrong usage or config, 130 interrupted.

Examples:
  ghcr-mirror validate .github/mirror.yml
  ghcr-mirror plan .github/mirror.yml --owner acme
  ghcr-mirror sync .github/mirror.yml --owner acme --only '*/redis:7*'
  ghcr-mirror sync mirror.yml --owner acme --registry localhost:5000
  ghcr-mirror tags docker.io/library/redis --semver '>=7' --latest 5
`;
