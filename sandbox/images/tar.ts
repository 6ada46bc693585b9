/** A regular file of an archive. */
export interface TarFile {
  /** At most 100 bytes of ASCII. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/** A tar archive in the ustar format (POSIX.1-1988): owner root, mode 0644, modified at the epoch. */
export function writeTar(files: readonly TarFile[]): Uint8Array {
  const blocks = files.flatMap(({ path, bytes }) => [
    header(path, bytes.length),
    bytes,
    Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(path: string, size: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0, 100, "ascii");
  writeOctal(block, 0o644, 100, 8);
  writeOctal(block, 0, 108, 8);
  writeOctal(block, 0, 116, 8);
  writeOctal(block, size, 124, 12);
  writeOctal(block, 0, 136, 12);
  block.write("        0", 148, "ascii");
  block.write("ustar\u000000", 257, "ascii");
  const sum = block.reduce((total, byte) => total + byte, 0);
  writeOctal(block, sum, 148, 7);
  return block;
}

/** Octal digits with leading zeros, ended by a NUL inside the field. */
function writeOctal(block: Buffer, value: number, offset: number, width: number): void {
  block.write(`${value.toString(8).padStart(width - 1, "0")}\0`, offset, "ascii");
}
