import { createPrivateKey, type KeyObject } from "node:crypto";
import { SettingError } from "./setting-error.ts";

const REMEDY = "download a new one from the App's settings page (Private keys)";

/**
 * The private key of the App in PEM, from the same with real line breaks, with `\n` for them (as a variable of one line
 * holds it), or in base64. It must be an RSA key without a passphrase: GitHub takes RS256 alone.
 */
export function parsePrivateKey(text: string): string {
  const pem = toPem(text);
  if (!pem.startsWith("-----BEGIN ")) {
    throw new SettingError(
      `is not a PEM file ("-----BEGIN RSA PRIVATE KEY-----" …), nor one in base64; ${REMEDY}`,
    );
  }
  if (!pem.includes("-----END ")) {
    throw new SettingError(
      "has no end, as where only its first line was read; put all of it in double quotes, write \\n for line breaks, or set PRIVATE_KEY_PATH",
    );
  }
  const key = readKey(pem);
  if (key.asymmetricKeyType !== "rsa") {
    throw new SettingError(
      `is an ${key.asymmetricKeyType ?? "unknown"} key, and GitHub Apps have RSA keys; ${REMEDY}`,
    );
  }
  return pem;
}

function toPem(text: string): string {
  const bare = text.replace(/^(["'])(.*)\1$/s, "$2").trim();
  const lines = bare.includes("-----BEGIN ") ? bare : Buffer.from(bare, "base64").toString("latin1");
  return `${lines
    .replaceAll(/\\r|\r/g, "")
    .replaceAll("\\n", "\n")
    .trim()}\n`;
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    // OpenSSL's words quote nothing of the key.
    const words = error instanceof Error ? error.message : String(error);
    throw new SettingError(`cannot be read as a private key (${words}); ${REMEDY}`);
  }
}
