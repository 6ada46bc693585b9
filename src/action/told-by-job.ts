import { hideAddresses } from "../publish/hide-addresses.ts";
import { retell } from "../publish/retell.ts";
import { type GhcrRefusalCode, ghcrRefusalOf } from "../reconcile/ghcr-refusal.ts";
import type { ImageReport, Removal, ReportedError } from "../reconcile/report.ts";

const NO_LOGIN =
  "Check the name in the config: what does not exist may look like what is private. For a private source, add its login to the secret `MIRROR_DOCKER_CONFIG` of this repository.";
const MAY_WRITE = "Give the job `permissions: packages: write`, as the workflow file of ghcr-mirror has it";
const GRANT = "add this repository with the role Write under Package settings → Manage Actions access";

/** What a person can do who has a workflow, and neither a command line nor its machine: by error code and side. */
const REMEDIES: Readonly<Record<string, string>> = {
  UNREACHABLE: "Check the registry's name, and that the runner can reach it.",
  TLS: "Check the registry's certificate. One of a private authority is for the runner to trust, by NODE_EXTRA_CA_CERTS.",
  "UNAUTHORIZED source": NO_LOGIN,
  "DENIED source": NO_LOGIN,
  "UNAUTHORIZED destination": `${MAY_WRITE}.`,
  "DENIED destination": `${MAY_WRITE}; where the package exists already, ${GRANT}.`,
  "TOO_MANY_REQUESTS source":
    "Run it again later, or add a login for the registry to the secret `MIRROR_DOCKER_CONFIG`, which raises the limit.",
  "TOO_MANY_REQUESTS destination": "Run it again later.",
  INTERNAL: "This is a mistake of ghcr-mirror: please report it, with this message.",
};

const GHCR_REMEDIES: Partial<Readonly<Record<GhcrRefusalCode, string>>> = {
  CREATE_NOT_ALLOWED: `${MAY_WRITE}.`,
  WRITE_NOT_ALLOWED: `${MAY_WRITE}, and ${GRANT}.`,
};

/** An image's report with what to do for those whose workflow it is. */
export function toldByJob(image: ImageReport, endpoints: ReadonlyMap<string, URL>): ImageReport {
  return retell(image, endpoints, remedyOf);
}

/** What became of an image that was to be deleted, likewise: with the registry's name in place of where it answers. */
export function removalToldByJob(removal: Removal, endpoints: ReadonlyMap<string, URL>): Removal {
  const { why } = removal;
  return why === undefined ? removal : { ...removal, why: hideAddresses(why, endpoints) };
}

function remedyOf({ code, side, message, remedy }: ReportedError): string | undefined {
  const refusal = side === "destination" ? ghcrRefusalOf(message) : undefined;
  if (refusal) return GHCR_REMEDIES[refusal.code] ?? refusal.appRemedy;
  return REMEDIES[`${code} ${side}`] ?? REMEDIES[code] ?? remedy;
}
