/**
 * Under what the ledger has the pulls that a registry counts for a job: a runner has another address than the App. And a job may say
 * whatever it likes, which is nobody's business but its own installation's.
 */
export function jobIdentity(identity: string, installation: number): string {
  return `${identity}@${installation}`;
}

/** Whether the account of an identity is the App's own, or one of the jobs of an installation. */
export function isAccountOf(identity: string, installation: number): boolean {
  const [, jobs] = identity.split("@");
  return jobs === undefined || jobs === `${installation}`;
}
