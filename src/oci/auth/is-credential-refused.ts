import { hasCode, type RegistryError } from "../error.ts";

/**
 * Whether it was the proof that was not accepted, and another one might be: 401, or the 403 with the single word `denied`
 * with which GHCR answers a credential that is wrong or has run out.
 */
export function isCredentialRefused(error: unknown): error is RegistryError {
  if (hasCode(error, "UNAUTHORIZED")) return true;
  return hasCode(error, "DENIED") && error.registryMessage?.toLowerCase() === "denied";
}
