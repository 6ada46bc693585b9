import type { Identity } from "./identity.ts";

/** User name and password of an `Authorization: Basic` header; undefined for any other header. */
export function parseBasic(header: string | undefined): { name: string; password: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** The account behind a name and password, or undefined. With `anyName` only the password counts. */
export function checkPassword(
  users: Readonly<Record<string, string>>,
  given: { name: string; password: string },
  anyName: boolean,
): Identity | undefined {
  const account = Object.entries(users).find(
    ([name, password]) => password === given.password && (anyName || name === given.name),
  );
  return account && { name: account[0], secret: account[1] };
}
