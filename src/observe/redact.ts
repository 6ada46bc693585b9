/** What stands where a secret stood. */
const REDACTED = "[redacted]";

/** Makes of a text one without secrets. */
export type Redact = (text: string) => string;

/** What secrets are called. Names end so; `tokens: 5` is none. */
const NAME = String.raw`(?:authorization|cookie|password|passwd|secret|token|private_?key|credentials?|\bpem)`;
/** What stands before a quote inside a text in JSON: one backslash, three, seven … in JSON within JSON. */
const ESCAPE = String.raw`(?:\\(?:\\\\)*)`;
/** Up to the quote that ends it: one like that it began with, `\2\3`; in any case to the end of the text in JSON. */
const VALUE = String.raw`(?:(?!\2\3)(?:[^"\\\r\n]|${ESCAPE}[^\\\r\n]|(?:\\\\)+(?!\\)))+`;

/**
 * Patterns of secrets, each with what is left of it. They work on plain text and on text in JSON, however often it was
 * escaped, and take no quote that ends a text and no half of an escape with them, so that JSON stays JSON.
 */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{1,40}-----(?:[A-Za-z0-9+/=,:\s-]|\\+[nr]){0,20000}/g, REDACTED],
  [new RegExp(String.raw`(${NAME}(${ESCAPE}?)(["'])\s*[:=]\s*\2\3)${VALUE}`, "gi"), `$1${REDACTED}`],
  [new RegExp(String.raw`(${NAME}\s*[:=]\s*(${ESCAPE})(["']))${VALUE}`, "gi"), `$1${REDACTED}`],
  [new RegExp(String.raw`(${NAME}\s*[:=]\s*')[^"'\\\r\n]+`, "gi"), `$1${REDACTED}`],
  [/(\bauthorization\s*[:=]\s*)[^"'\\\r\n]+/gi, `$1${REDACTED}`],
  [/\b(bearer|basic)(\s+)[A-Za-z0-9._~+/-]{8,}=*/gi, `$1$2${REDACTED}`],
  [/gh[a-z]_[A-Za-z0-9._-]{36,}|github_pat_\w{22,}|dckr_(?:pat|oat)_[\w-]{16,}/g, REDACTED],
  [/\beyJ[\w-]{6,}\.[\w-]{4,}(?:\.[\w-]*)?/g, REDACTED],
  [/(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s"'\\/?#@]{1,1000}@/gi, `$1${REDACTED}@`],
  [
    /([?&](?:access_token|token|code|state|sig|signature|x-amz-[a-z-]+|x-goog-[a-z-]+)=)[^\s"'\\&#]+/gi,
    `$1${REDACTED}`,
  ],
];

/**
 * Takes secrets out of texts: those with a known shape (GitHub tokens, private keys, JWTs, values of `Authorization`, users
 * and passwords in URLs, signed URLs, whatever is named like a secret), and `secrets` themselves, in plain, JSON and URL
 * form, a private key also line by line. Secrets shorter than 6 characters are left to the patterns: they would be found in
 * ordinary words.
 */
export function createRedact(secrets: readonly string[] = []): Redact {
  const known = knownForms(secrets);
  return (text) => {
    const bare = known ? text.replace(known, REDACTED) : text;
    return PATTERNS.reduce((rest, [pattern, left]) => rest.replace(pattern, left), bare);
  };
}

function knownForms(secrets: readonly string[]): RegExp | undefined {
  const forms = secrets.flatMap((secret) => {
    const parts = secret.includes("-----BEGIN ")
      ? [secret.trim(), ...secret.split(/\s*\n\s*|\\n/)]
      : [secret];
    // Lines of a key; its first and last one say nothing.
    return parts.filter((part) => part === secret || /^(?!-----)/.test(part)).flatMap(writings);
  });
  const long = [...new Set(forms)].filter((form) => form.length >= 6);
  // The longest first, or a part would be taken and the rest left.
  long.sort((a, b) => b.length - a.length);
  return long.length > 0 ? new RegExp(long.map(escapeRegExp).join("|"), "g") : undefined;
}

function writings(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), encodeURI(secret)];
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
