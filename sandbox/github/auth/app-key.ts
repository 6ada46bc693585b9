import { generateKeyPairSync, type KeyObject } from "node:crypto";

/** The key that an App signs its tokens with, and GitHub's half of it. */
export interface AppKey {
  /** PEM, PKCS #1, as GitHub hands it out. */
  readonly privateKey: string;
  readonly publicKey: KeyObject;
}

let cached: AppKey | undefined;

/** One key for all Apps of this process: making one takes long. */
export function appKey(): AppKey {
  if (cached === undefined) {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    cached = { privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(), publicKey };
  }
  return cached;
}
