import { parseAppId } from "./parse-number.ts";
import { parsePrivateKey } from "./parse-private-key.ts";
import { parseWebhookSecret } from "./parse-webhook-secret.ts";
import { SettingError } from "./setting-error.ts";
import type { Variables } from "./variables.ts";

/** What makes us this App and no other. */
export interface AppCredentials {
  /** `APP_ID` */
  readonly appId: number;
  /** `PRIVATE_KEY`, or the file `PRIVATE_KEY_PATH`: RSA, in PEM. */
  readonly privateKey: string;
  /** `WEBHOOK_SECRET` */
  readonly webhookSecret: string;
}

const KEYS = ["PRIVATE_KEY", "PRIVATE_KEY_PATH"] as const;

/** Where to get what is not there. GitHub does not show a secret again. */
const MISSING = [
  ["APP_ID", "the App's settings page on GitHub has it"],
  ["WEBHOOK_SECRET", "make one (openssl rand -hex 32), and give the App the same on its settings page"],
] as const;

/**
 * The credentials of the App. Undefined where there is neither an id nor a key; with a part of them, what lacks is a
 * problem. A weak secret is one in any case.
 */
export function readCredentials(
  variables: Variables,
  readFile: (path: string) => string,
): AppCredentials | undefined {
  const appId = variables.read("APP_ID", parseAppId);
  const webhookSecret = variables.read("WEBHOOK_SECRET", parseWebhookSecret);
  const privateKey =
    variables.read("PRIVATE_KEY", parsePrivateKey) ??
    variables.read("PRIVATE_KEY_PATH", (path) => parsePrivateKey(readKeyFile(path, readFile)));
  const [inline, path] = KEYS.map((name) => variables.has(name));
  if (!variables.has("APP_ID") && !inline && !path) return undefined;

  if (inline && path) variables.complain("PRIVATE_KEY", "is set beside PRIVATE_KEY_PATH; set one of them");
  if (!inline && !path) variables.complain("PRIVATE_KEY", "is missing; set it, or PRIVATE_KEY_PATH");
  for (const [name, remedy] of MISSING) {
    if (!variables.has(name)) variables.complain(name, `is missing; ${remedy}`);
  }
  if (appId === undefined || privateKey === undefined || webhookSecret === undefined) return undefined;
  return { appId, privateKey, webhookSecret };
}

function readKeyFile(path: string, readFile: (path: string) => string): string {
  try {
    return readFile(path);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new SettingError(`the file cannot be read (${words}); give the path of the App's .pem file`);
  }
}
