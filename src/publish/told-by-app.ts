import { ghcrRefusalOf } from "../reconcile/ghcr-refusal.ts";
import type { ImageReport, ReportedError } from "../reconcile/report.ts";

/** What a person can do who has the App, and not a command line: by error code, or by code and side. */
const REMEDIES: Readonly<Record<string, string>> = {
  UNREACHABLE: "Check the registry's name, and that the server of ghcr-mirror can reach it.",
  UPLOAD_CUT:
    "Let a workflow bring it, on a runner whose line to the registry is faster; or leave this image out with `exclude`.",
  PROXY: "Tell whoever runs ghcr-mirror: its proxy does not let it through to the registry.",
  TLS: "Check the registry's certificate. One of a private authority is for whoever runs ghcr-mirror to trust.",
  "UNAUTHORIZED source":
    "Check the name in the config: what does not exist may look like what is private, and private sources cannot be read yet.",
  "DENIED source":
    "Check the name in the config: what does not exist may look like what is private, and private sources cannot be read yet.",
  "UNAUTHORIZED destination": "Check that the App is installed on this repository with `packages: write`.",
  TOO_MANY_REQUESTS: "Run it again later: the registry lets nobody pull more without an account for now.",
  INTERNAL: "This is a mistake of ghcr-mirror: please report it, with this message.",
};

/** A failed connection names the proxy, or an address, which a reader of the repository need not know. */
const PROXY = /\bthe proxy https?:\/\/\S+/g;
const ADDRESS = /\b(E[A-Z]{4,}|connect|timeout) \[?[\da-f.:]+\]?:\d+/g;

/**
 * An image's report as anybody may read it who reads the repository: with what to do for those who have no command line, and with
 * the registry's name where an error speaks of the place that the operator has set for it.
 */
export function toldByApp(image: ImageReport, endpoints: ReadonlyMap<string, URL>): ImageReport {
  const { error } = image;
  if (!error) return image;
  const tell = (text: string) => hideAddresses(text, endpoints);
  const remedy = remedyOf(error);
  return {
    ...image,
    reason: tell(image.reason),
    error: { ...error, message: tell(error.message), ...(remedy !== undefined && { remedy }) },
  };
}

/** The text without the places that the operator has set for registries. */
export function hideAddresses(text: string, endpoints: ReadonlyMap<string, URL>): string {
  let told = text;
  for (const [name, { origin, host }] of endpoints) {
    told = told.replaceAll(origin, `https://${name}`).replaceAll(host, name);
  }
  return told.replaceAll(PROXY, "the proxy").replaceAll(ADDRESS, "$1");
}

function remedyOf({ code, side, message, remedy }: ReportedError): string | undefined {
  const refusal = side === "destination" ? ghcrRefusalOf(message) : undefined;
  return refusal?.appRemedy ?? REMEDIES[`${code} ${side}`] ?? REMEDIES[code] ?? remedy;
}
