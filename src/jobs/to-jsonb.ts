/**
 * A value as JSON that PostgreSQL keeps as `jsonb`. What that cannot hold, NUL and one half of a surrogate pair, becomes U+FFFD: registries may
 * well have it in their words. https://www.postgresql.org/docs/current/datatype-json.html
 */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "string" ? each.replaceAll("\0", "\ufffd").toWellFormed() : each,
  );
}
