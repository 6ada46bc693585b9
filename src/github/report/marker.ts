/**
 * The hidden line by which a text of ours is found again; whoever looks for it must also ask who wrote the text, for anybody can write a
 * marker. It names the App, because two deployments may tend one repository. `name` is of `[a-z0-9-:]`.
 */
export function marker(app: number, name: string): string {
  return `<!-- ghcr-mirror:${app}:${name} -->`;
}

/** A text with its marker. */
export function marked(app: number, name: string, text: string): string {
  return `${marker(app, name)}\n${text}`;
}

/** Whether a text has a marker; GitHub may have changed its line ends. */
export function isMarked(text: string, app: number, name: string): boolean {
  return text.trimStart().startsWith(marker(app, name));
}
