import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** A self-signed certificate for loopback: the files and, to be trusted, its text (PEM). */
export interface Certificate {
  readonly keyFile: string;
  readonly certificateFile: string;
  readonly ca: string;
}

/** Makes one in `directory` with the `openssl` on PATH. It is valid for two days and is its own authority. */
export async function makeCertificate(directory: string, signal: AbortSignal): Promise<Certificate> {
  const keyFile = join(directory, "key.pem");
  const certificateFile = join(directory, "certificate.pem");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", keyFile];
  const names = [
    "-subj",
    "/CN=ghcr-mirror benchmark",
    "-addext",
    "subjectAltName=IP:127.0.0.1,DNS:localhost",
  ];
  const command = ["req", "-x509", "-sha256", "-days", "2", ...key, ...names, "-out", certificateFile];
  await promisify(execFile)("openssl", command, { signal });
  return { keyFile, certificateFile, ca: await readFile(certificateFile, "utf8") };
}
