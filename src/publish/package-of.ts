/** The package that holds an image, `ghcr.io/acme/redis` of `ghcr.io/acme/redis:7`: the reference without tag and digest. */
export function packageOf(destination: string): string {
  return destination.replace(/@.*$/, "").replace(/:[^/]*$/, "");
}
