/** Query parameters of registries that say what is asked for, and never prove who asks. */
const HARMLESS: ReadonlySet<string> = new Set([
  "n",
  "last",
  "scope",
  "service",
  "digest",
  "mount",
  "from",
  "artifactType",
  "page",
  "page_size",
  "limit",
  "onlyActiveTags",
]);

/**
 * The URL as it may be shown: without user, password and fragment, and with `…` for every query value that could be a
 * signature or a session. A text that is no URL is treated alike.
 */
export function redactUrl(url: URL | string): string {
  const text = String(url);
  return redactAddress(URL.parse(text)?.href ?? text);
}

/**
 * A text of foreign origin as it may be shown: GitHub tokens and the credentials of `Bearer` and `Basic` become `…`, and
 * URLs lose what {@link redactUrl} takes. It rather hides a word too many than a secret too few.
 *
 * GitHub's token formats: GitHub docs, "About authentication to GitHub", and the installation tokens of 2026, which
 * carry a JWT.
 */
export function redactSecrets(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/\S+/gi, redactAddress)
    .replace(/gh[a-z]_[A-Za-z0-9._-]{36,}|github_pat_\w{22,}/g, "…")
    .replace(
      /\b(bearer|basic)\s+(?!(?:auth|authentication|authorization|realm|tokens?)\b)[\w.~+/-]+=*/gi,
      "$1 …",
    );
}

function redactAddress(address: string): string {
  const [bare = ""] = address.split("#", 1);
  const question = bare.indexOf("?");
  const path = question < 0 ? bare : bare.slice(0, question);
  const query =
    question < 0
      ? ""
      : `?${bare
          .slice(question + 1)
          .split("&")
          .map(redactParameter)
          .join("&")}`;
  return path.replace(/^([^/]*\/\/)[^/]*@/, "$1") + query;
}

function redactParameter(parameter: string): string {
  const equals = parameter.indexOf("=");
  const name = parameter.slice(0, Math.max(equals, 0));
  if (HARMLESS.has(name)) return parameter;
  return name === "" ? "…" : `${name}=…`;
}
