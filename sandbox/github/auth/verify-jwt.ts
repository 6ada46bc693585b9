import { type KeyObject, verify } from "node:crypto";
import type { App } from "../apps/app.ts";
import { Refusal } from "../refusal.ts";

/** Seconds that a token may live, and that the clocks of two machines may differ. */
const LIFETIME = 600;
const DRIFT = 60;

/**
 * Refuses what is no JSON Web Token of the App, in GitHub's words.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 */
export function verifyJwt(token: string, app: Pick<App, "id" | "clientId">, key: KeyObject, now: Date): void {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const { alg } = decode(header);
  const { iss, iat, exp } = decode(payload);
  const isSigned = verify(
    "RSA-SHA256",
    Buffer.from(`${header}.${payload}`),
    key,
    Buffer.from(signature, "base64url"),
  );
  if (alg !== "RS256" || !isSigned) throw undecodable();
  // A number or its digits; the client id is what GitHub recommends today.
  if (String(iss) !== String(app.id) && iss !== app.clientId) throw new Refusal(404, "Integration not found");
  const seconds = now.getTime() / 1000;
  if (typeof iat !== "number" || iat > seconds + DRIFT) {
    throw claim(
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  }
  if (typeof exp !== "number" || exp < seconds) {
    throw claim(
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (exp > seconds + LIFETIME + DRIFT || exp - iat > LIFETIME + DRIFT) {
    throw claim("'Expiration time' claim ('exp') is too far in the future");
  }
}

/** Whether a bearer token is to be read as a JWT: the tokens of installations contain one and begin with `ghs_`. */
export function looksLikeJwt(token: string): boolean {
  return /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(token);
}

/** The refusal of what is no JWT, or is signed by somebody else. */
export const undecodable = () => new Refusal(401, "A JSON web token could not be decoded");

const claim = (message: string) => new Refusal(401, message);

function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    throw undecodable();
  }
}
