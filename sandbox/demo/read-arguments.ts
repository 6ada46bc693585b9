/** What the demo is asked for: to end with its story, or to stay until it is stopped; or what nobody knows. */
export type DemoRequest =
  | { readonly kind: "leave" }
  | { readonly kind: "stay" }
  | { readonly kind: "unknown"; readonly argument: string };

/** Reads the arguments of `npm run demo -- …`. */
export function readArguments(argv: readonly string[]): DemoRequest {
  const unknown = argv.find((argument) => argument !== "--stay");
  if (unknown !== undefined) return { kind: "unknown", argument: unknown };
  return { kind: argv.length > 0 ? "stay" : "leave" };
}
