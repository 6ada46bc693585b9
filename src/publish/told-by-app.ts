import { ghcrRefusalOf } from "../reconcile/ghcr-refusal.ts";
import type { ImageReport, ReportedError } from "../reconcile/report.ts";
import { retell } from "./retell.ts";

const PRIVATE =
  "Check the name in the config: what does not exist may look like what is private. Private sources are for a workflow to read (`PUBLISHER=actions`).";

/** What a person can do who has the App, and not a command line: by error code, or by code and side. */
const REMEDIES: Readonly<Record<string, string>> = {
  UNREACHABLE: "Check the registry's name, and that the server of ghcr-mirror can reach it.",
  UPLOAD_CUT:
    "Let a workflow bring it, on a runner whose line to the registry is faster; or leave this image out with `exclude`.",
  PROXY: "Tell whoever runs ghcr-mirror: its proxy does not let it through to the registry.",
  TLS: "Check the registry's certificate. One of a private authority is for whoever runs ghcr-mirror to trust.",
  "UNAUTHORIZED source": PRIVATE,
  "DENIED source": PRIVATE,
  "UNAUTHORIZED destination": "Check that the App is installed on this repository with `packages: write`.",
  TOO_MANY_REQUESTS: "Run it again later: the registry lets nobody pull more without an account for now.",
  PULLS_SPENT: "Nothing is to be done: it goes on by itself when there are pulls again.",
  INTERNAL: "This is a mistake of ghcr-mirror: please report it, with this message.",
};

/** An image's report with what to do for those who have the App, and neither a command line nor its machine. */
export function toldByApp(image: ImageReport, endpoints: ReadonlyMap<string, URL>): ImageReport {
  return retell(image, endpoints, remedyOf);
}

function remedyOf({ code, side, message, remedy }: ReportedError): string | undefined {
  const refusal = side === "destination" ? ghcrRefusalOf(message) : undefined;
  return refusal?.appRemedy ?? REMEDIES[`${code} ${side}`] ?? REMEDIES[code] ?? remedy;
}
