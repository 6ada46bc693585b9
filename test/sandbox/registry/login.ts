import { ask } from "./wire.ts";

/** Asks the token service that a registry names, as nobody in particular. Returns the header to go on with. */
export async function login(url: string, scope: string): Promise<{ authorization: string }> {
  const challenge = (await ask(`${url}/v2/`)).headers.get("www-authenticate") ?? "";
  const [, realm, service] = /realm="([^"]+)",service="([^"]+)"/.exec(challenge) ?? [];
  const { text } = await ask(`${realm}?service=${service}&scope=${scope}`);
  return { authorization: `Bearer ${(JSON.parse(text) as { token: string }).token}` };
}
