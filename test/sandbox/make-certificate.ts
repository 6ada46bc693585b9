import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A fresh self-signed certificate for 127.0.0.1, localhost and further names, made by openssl. PEM. */
export async function makeCertificate(
  names: readonly string[] = [],
): Promise<{ readonly key: string; readonly cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), "certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const alternatives = ["IP:127.0.0.1", "DNS:localhost", ...names.map((name) => `DNS:${name}`)];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", `subjectAltName=${alternatives}`];
  await run("openssl", [...kind, ...subject, "-keyout", key, "-out", cert, "-days", "2"]);
  const certificate = { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
  await rm(folder, { recursive: true });
  return certificate;
}
