/** Characters. */
const MOST = 1024 * 1024;

/** The last MiB of a text. */
export const keepEnd = (text: string) => (text.length > MOST ? text.slice(-MOST) : text);
