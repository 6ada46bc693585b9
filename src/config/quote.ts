const SHOWN = 60;

/** Text from a file as messages repeat it: in double quotes, cut when long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text);
}
