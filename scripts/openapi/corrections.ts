/** Where GitHub's description says what GitHub does not do: responses by operation and status. */
export const CORRECTIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // It demands that an account is a user and an enterprise at the same time.
  "apps/list-installations": {
    "200": { type: "array", items: { $ref: "#/components/schemas/installation" } },
  },
};
