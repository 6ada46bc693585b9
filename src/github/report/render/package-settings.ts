import type { ReportedError } from "../../../reconcile/report.ts";

/**
 * The page where somebody can let this repository write the package that refused it; undefined where that would not help.
 * No API grants it.
 */
export function packageSettings(destination: string, { side, message }: ReportedError): string | undefined {
  const [, owner, name] = /^ghcr\.io\/([^/:@]+)\/([^:@]+)/.exec(destination) ?? [];
  if (side !== "destination" || !owner || !name) return undefined;
  if (!/permission_denied: write_package|not allowed to write organization package/i.test(message))
    return undefined;
  return `https://github.com/orgs/${encodeURIComponent(owner)}/packages/container/${encodeURIComponent(name)}/settings`;
}
