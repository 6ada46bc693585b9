import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The bytes of a manifest as skopeo reads them from `127.0.0.1:PORT/name:tag`; `login` is `user:password`. */
export async function inspectRaw(image: string, login?: string): Promise<Buffer> {
  const credentials = login === undefined ? ["--no-creds"] : ["--creds", login];
  const args = ["inspect", "--raw", "--tls-verify=false", ...credentials, `docker://${image}`];
  return (await run("skopeo", args, { encoding: "buffer" })).stdout;
}
