/** What an image runs on. OCI image-spec, image-index.md, `platform`. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly "os.version"?: string;
}

export type PlatformErrorCode = "EMPTY" | "WILDCARD" | "PARTS" | "FEATURES" | "OS" | "COMPONENT";

/** A text that names no platform. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  readonly code: PlatformErrorCode;
  readonly input: string;

  constructor(code: PlatformErrorCode, input: string, reason: string, options?: ErrorOptions) {
    const shown = input.length > 100 ? `${input.slice(0, 100)}…` : input;
    super(`${JSON.stringify(shown)} is not a platform: ${reason}`, options);
    this.code = code;
    this.input = input;
  }
}

/**
 * Reads `os/architecture[/variant]`, where the OS may carry a version: `linux/arm64/v8`, `windows(10.0.17763)/amd64`.
 * The result is normalized. Throws `PlatformError`.
 *
 * The syntax is containerd's (`platforms.Parse`), without what depends on the machine (`linux` or `amd64` alone).
 */
export function parsePlatform(text: string): Platform {
  if (text === "") throw new PlatformError("EMPTY", text, "it is empty");
  if (text.includes("*")) throw new PlatformError("WILDCARD", text, "wildcards are not supported");
  const [first = "", architecture, variant, ...rest] = text.split("/", 4);
  if (architecture === undefined || rest.length > 0) {
    const hint = "it is written os/architecture or os/architecture/variant, such as linux/amd64";
    throw new PlatformError("PARTS", text, hint);
  }
  const { os, version } = parseOs(first, text);
  for (const part of [architecture, variant]) {
    if (part !== undefined && !/^[\w.-]+$/.test(part))
      throw new PlatformError("COMPONENT", text, `${quote(part)} is not a name`);
  }
  return normalizePlatform({
    os,
    architecture,
    ...(variant && { variant }),
    ...(version && { "os.version": version }),
  });
}

/** `os[(version)]/architecture[/variant]`, as written in the platform; `parsePlatform` reads it back. */
export function formatPlatform(platform: Platform): string {
  const version = platform["os.version"];
  const os = version ? `${platform.os}(${version.replace(/[%+()/]/g, percentEncode)})` : platform.os;
  return [os, platform.architecture, platform.variant].filter(Boolean).join("/") || "unknown";
}

/**
 * The one spelling among those that mean the same: lower case, `x86_64` → `amd64`, `aarch64` → `arm64`,
 * `arm64/v8` → `arm64`, `arm` → `arm/v7`, and so on. The aliases are containerd's (`platforms.Normalize`).
 */
export function normalizePlatform(platform: Platform): Platform {
  const os = platform.os.toLowerCase();
  const written = platform.architecture.toLowerCase();
  const alias = ARCHITECTURES.get(written);
  const architecture = alias?.architecture ?? written;
  const given = platform.variant?.toLowerCase() ?? "";
  const variant = alias?.variant ?? VARIANTS.get(`${architecture}/${given}`) ?? given;
  const version = platform["os.version"];
  return {
    os: os === "macos" ? "darwin" : os,
    architecture,
    ...(variant && { variant }),
    ...(version && { "os.version": version }),
  };
}

/**
 * Whether `offered` is what `wanted` names. Both are normalized, then OS, architecture and variant must be equal:
 * `linux/arm` is `linux/arm/v7` and nothing older (containerd's `OnlyStrict`). A wanted OS version matches that
 * version and its revisions (`10.0.17763` matches `10.0.17763.6054`), and an image that does not state one.
 */
export function matchesPlatform(wanted: Platform, offered: Platform): boolean {
  const want = normalizePlatform(wanted);
  const offer = normalizePlatform(offered);
  return (
    want.os === offer.os &&
    want.architecture === offer.architecture &&
    want.variant === offer.variant &&
    matchesVersion(want["os.version"], offer["os.version"])
  );
}

/** Other names of an architecture; some say the variant too, whatever is written beside them. */
const ARCHITECTURES: ReadonlyMap<string, { architecture: string; variant?: string }> = new Map([
  ["i386", { architecture: "386", variant: "" }],
  ["x86_64", { architecture: "amd64" }],
  ["x86-64", { architecture: "amd64" }],
  ["aarch64", { architecture: "arm64" }],
  ["armhf", { architecture: "arm", variant: "v7" }],
  ["armel", { architecture: "arm", variant: "v6" }],
]);

/** Other names of a variant; the empty one is the architecture's default. */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  ["amd64/v1", ""],
  ["arm/", "v7"],
  ["arm/5", "v5"],
  ["arm/6", "v6"],
  ["arm/7", "v7"],
  ["arm/8", "v8"],
  ["arm64/8", ""],
  ["arm64/v8", ""],
  ["arm64/v8.0", ""],
  ["arm64/9", "v9"],
  ["arm64/9.0", "v9"],
  ["arm64/v9.0", "v9"],
]);

function parseOs(part: string, text: string): { os: string; version: string } {
  const match = /^([\w-]+)(?:\(([\w.%+-]*)\))?$/.exec(part);
  const version = match?.[2] ?? "";
  if (!match?.[1]) throw new PlatformError("OS", text, `${quote(part)} is not an operating system`);
  if (version.includes("+")) throw new PlatformError("FEATURES", text, "OS features are not supported");
  try {
    return { os: match[1], version: decodeURIComponent(version) };
  } catch (cause) {
    throw new PlatformError("OS", text, `${quote(version)} is not an OS version`, { cause });
  }
}

function matchesVersion(wanted: string | undefined, offered: string | undefined): boolean {
  return !wanted || !offered || offered === wanted || offered.startsWith(`${wanted}.`);
}

function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function quote(part: string): string {
  return part === "" ? "an empty part" : JSON.stringify(part);
}

/** A set of platforms in one canonical form: normalized, each once, sorted, joined by commas. */
export function platformsKey(platforms: readonly Platform[]): string {
  return [...new Set(platforms.map((platform) => formatPlatform(normalizePlatform(platform))))]
    .sort()
    .join(",");
}
