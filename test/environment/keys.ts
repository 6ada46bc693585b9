import { generateKeyPairSync } from "node:crypto";

/** An RSA key as GitHub hands them out (PKCS #1), made anew for each run of the tests. */
export const rsaPem: string = generateKeyPairSync("rsa", { modulusLength: 2048 })
  .privateKey.export({ type: "pkcs1", format: "pem" })
  .toString();

/** A key that GitHub does not take. */
export const ecPem: string = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
