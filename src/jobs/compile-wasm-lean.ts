import { setFlagsFromString } from "node:v8";

/**
 * Has V8 compile WebAssembly once, with its simple compiler. Its optimizing one takes 600 MB for PGlite at each start, and makes a
 * delivery no quicker: what takes time there is the disk. To be called before PGlite is loaded; holds for the process.
 */
export function compileWasmLean(): void {
  for (const flag of ["--liftoff", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"])
    setFlagsFromString(flag);
}
