import { fsyncSync } from "node:fs";
import { NodeFS } from "@electric-sql/pglite/nodefs";

type Init = NodeFS["init"];

/** What Emscripten's NODEFS lets a file system decide about an open file; `nfd` is the descriptor of the operating system. */
interface StreamOperations {
  fsync?: (stream: { readonly nfd: number }) => number;
}

/**
 * Files of the machine on which PostgreSQL's fsync is one. Emscripten's NODEFS has none of its own, so that what PGlite calls
 * written would still be in memory when the power fails.
 */
export class DurableNodeFS extends NodeFS {
  override async init(...[pglite, options]: Parameters<Init>): ReturnType<Init> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const preRun = [
      ...(emscriptenOpts.preRun ?? []),
      (module: { readonly NODEFS: object }) => {
        const { stream_ops } = module.NODEFS as { readonly stream_ops: StreamOperations };
        stream_ops.fsync = ({ nfd }) => {
          fsyncSync(nfd);
          return 0;
        };
      },
    ];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } };
  }
}
