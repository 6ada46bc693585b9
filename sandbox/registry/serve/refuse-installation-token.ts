import { isClassicToken } from "../auth/identity.ts";
import type { AdmittedCall, Backend } from "../call.ts";
import { refusal } from "../refusal.ts";

/**
 * GHCR's answer to a write with the token of a GitHub App that it does not accept: logged in, and then
 * refused.
 */
export function refuseInstallationToken(call: AdmittedCall, { manners, store }: Backend): void {
  if (!manners.refuseInstallationTokens || isClassicToken(call.identity)) return;
  const deed = store.hasRepository(call.repository) ? "Write" : "Create";
  throw refusal("DENIED", { message: `installation not allowed to ${deed} organization package` });
}
