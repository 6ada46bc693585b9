import type { Platform } from "../../src/oci/platform.ts";

/** Reads `os/architecture[/variant]`. */
export function parsePlatform(name: string): Platform {
  const [os, architecture, variant] = name.split("/");
  if (!os || !architecture) throw new Error(`not a platform: ${name}`);
  return { os, architecture, ...(variant ? { variant } : {}) };
}
