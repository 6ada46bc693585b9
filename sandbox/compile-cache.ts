import { join } from "node:path";

/**
 * Where Node keeps compiled code from one process of ours to the next (https://nodejs.org/api/module.html#module-compile-cache): it
 * halves the time that a start takes.
 */
export const COMPILE_CACHE = join(import.meta.dirname, "../node_modules/.cache/ghcr-mirror");
