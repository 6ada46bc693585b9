import { ghcrRefusalOf } from "../../../reconcile/ghcr-refusal.ts";
import type { ReportedError } from "../../../reconcile/report.ts";
import type { RepositoryName } from "../../github.ts";
import { code, link } from "./markdown.ts";
import { creationSettings, packageSettings } from "./package-pages.ts";

/**
 * Where somebody lets `repository` do what GHCR refused, in Markdown; undefined where no page would help.
 */
export function settingsAdvice(
  destination: string,
  { side, message }: ReportedError,
  { owner, name }: RepositoryName,
): string | undefined {
  const refusal = side === "destination" ? ghcrRefusalOf(message) : undefined;
  switch (refusal?.code) {
    case "NO_WRITE_GRANT":
    case "WRITE_NOT_ALLOWED":
    case "READ_NOT_ALLOWED": {
      const page = packageSettings(destination);
      return page && `Add ${code(`${owner}/${name}`)} here: ${link(page, page)}`;
    }
    case "CREATION_DISABLED": {
      const page = creationSettings(destination);
      return page && `Allow it here: ${link(page, page)}`;
    }
    default:
      return undefined;
  }
}
