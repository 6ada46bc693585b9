/** The secrets of a server, to be taken out of whatever it logs. */
export function secretsOf(settings: {
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly databaseUrl?: string | undefined;
}): readonly string[] {
  const { privateKey, webhookSecret, databaseUrl } = settings;
  const password = databaseUrl === undefined ? "" : passwordOf(databaseUrl);
  return [privateKey, webhookSecret, password].filter((secret) => secret !== "");
}

/** As it is, not as it is written in a URL; a query can hold it too (`?password=`). */
function passwordOf(url: string): string {
  const { password, searchParams } = new URL(url);
  try {
    return decodeURIComponent(password) || (searchParams.get("password") ?? "");
  } catch {
    return password;
  }
}
