import type { Certificate } from "../network/certificate.ts";

/** What a registry's configuration depends on. */
export interface RegistrySettings {
  readonly port: number;
  /** An existing directory. */
  readonly storage: string;
  readonly certificate?: Certificate;
}

/** A registry that can be started: the command takes the path of its configuration as its last argument. */
export interface RegistryProgram {
  readonly name: string;
  readonly command: readonly string[];
  /** Whether what was pushed is there again after a restart. */
  readonly keeps: boolean;
  /** Whether it can serve TLS. */
  readonly secure: boolean;
  config(settings: RegistrySettings): object;
}

/** The reference registry, `docker-registry` in Debian. Its Go server offers HTTP/2 under TLS. */
export const DOCKER_REGISTRY: RegistryProgram = {
  name: "docker-registry",
  command: ["docker-registry", "serve"],
  keeps: true,
  secure: true,
  config: ({ port, storage, certificate }) => ({
    version: "0.1",
    log: { level: "error" },
    storage: {
      filesystem: { rootdirectory: storage },
      delete: { enabled: true },
      cache: { blobdescriptor: "inmemory" },
      maintenance: { uploadpurging: { enabled: false } },
    },
    http: {
      addr: `127.0.0.1:${port}`,
      secret: "bench",
      ...(certificate && { tls: { certificate: certificate.certificateFile, key: certificate.keyFile } }),
    },
  }),
};
