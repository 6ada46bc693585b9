/** What `init` writes as `.github/mirror.yml`: a config that is right, of which people keep what they need. */
export const EXAMPLE_CONFIG = `# yaml-language-server: $schema=https://raw.githubusercontent.com/ghcr-mirror/ghcr-mirror/main/schema/mirror.schema.json
#
# Which images ghcr-mirror copies, and where to. Without \`to\`, docker.io/library/redis becomes ghcr.io/OWNER/redis.
version: 1
defaults:
  on-change: backup                       # when a tag moves, keep the old image as TAG-DIGEST
mirrors:
  - docker.io/library/redis:7             # one image, all of its platforms
# - source: docker.io/hashicorp/vault     # every tag that matches, less Enterprise and candidates
#   to: vault
#   tags: ["1.1?.*"]
#   exclude: ["*-ent", "*-rc*"]
#   platforms: [linux/amd64, linux/arm64]
`;
