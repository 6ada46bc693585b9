import { marked } from "marked";

/** The HTML of GitHub-flavoured Markdown, and what GitHub would look for in it afterwards. */
export function htmlOf(markdown: string): string {
  return marked.parse(markdown, { async: false, gfm: true });
}

/** The text outside of code and links, where mentions and references of issues come to life; entities decoded. */
export function livelyTextOf(markdown: string): string {
  return htmlOf(markdown)
    .replace(/<code[ >][\s\S]*?<\/code>|<a [\s\S]*?<\/a>/g, "")
    .replace(/<[^>]*>/g, "")
    .replace(/&#(\d+);/g, (_entity, code) => String.fromCodePoint(Number(code)));
}

/** The opening tags in it, in order. */
export function tagsOf(markdown: string): string[] {
  return [...htmlOf(markdown).matchAll(/<([a-z]\w*)/g)].map(([, tag = ""]) => tag);
}

/** What configs, registries and users could try. */
export const HOSTILE: readonly string[] = [
  "<!-- ghcr-mirror -->",
  "<!<!---- ghcr-mirror -->",
  "@everyone",
  "@acme/admins, see #1 and GH-1 and acme/mirrors#2",
  "`code`",
  "``` `` `",
  "`",
  " spaced ",
  "a|b",
  "a\\|b\\",
  "a | b\\\\| c",
  "</details></summary></td></table><h1>",
  "<img src=x onerror=alert(1)>",
  "line one\n\n# line two\n| a | b |\n|---|---|",
  "\r\n- [ ] done",
  "\u202egnp.exe\u2066\u200b\u0000\x1b[31m",
  "[words](https://evil.example) ![image](https://evil.example/a.png)",
  "https://evil.example/?a=b www.evil.example",
  "**bold** _slanted_ ~~gone~~ $math$",
  "&lt;b&gt; &#64;everyone &commat;everyone",
  "\ud800 lone",
  "::error::##[error]",
];
