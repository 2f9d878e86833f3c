import type { Replica } from '../stack/types.ts'

/**
 * Lines for `$BASH_ENV`, so that the steps after `provision-replica` know the replica: its id, region and expiry, and
 * every stack output as `REPLICA_<OUTPUT>`. Values are quoted so that no shell reads them, and none is secret: a store's
 * password is told to pipelines alone.
 */
export function exportToBashEnv(replica: Replica): string {
  const outputs = replica.stacks
    .flatMap((stack) => Object.entries(stack.outputs))
    .map(([name, value]) => [variableOf(name), value] as const)
  const facts: readonly (readonly [string, string])[] = [
    ['PROD_REPLICA_ID', replica.id],
    ['PROD_REPLICA_REGION', replica.region],
    ['PROD_REPLICA_EXPIRES_AT', replica.expiresAt],
    ...outputs,
  ]
  return facts.map(([name, value]) => `export ${name}=${quote(value)}\n`).join('')
}

/** `BucketName` → `REPLICA_BUCKETNAME`, as pipelines see it too. */
function variableOf(output: string): string {
  return `REPLICA_${output.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()}`
}

/** As one word for any POSIX shell. A NUL cannot be in a variable. */
function quote(value: string): string {
  return `'${value.replaceAll('\0', '').replaceAll("'", "'\\''")}'`
}
