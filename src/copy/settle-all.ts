/** Waits for all, also after one has failed, so that nothing goes on unwatched; then throws the first failure. */
export async function settleAll(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
  if (failed) throw failed.reason;
}
