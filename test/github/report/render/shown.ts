/** A text of the bot as a page shows it between fences: addresses without their brackets, characters as they are read. */
export function shown(markdown: string): string {
  const plain = markdown
    .replaceAll(/\]\(<(.*?)>\)/g, "]($1)")
    .replaceAll("&#8203;", "")
    .replaceAll(/&#(\d+);/g, (_, character) => String.fromCodePoint(Number(character)));
  return `\n\`\`\`markdown\n${plain}\n\`\`\`\n`;
}
