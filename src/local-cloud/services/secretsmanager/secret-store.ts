import { ServiceError } from '../../protocol/service-error.ts'
import type { SecretRecord, Table, World } from '../../types.ts'

export function secretsOf(world: World): Table<SecretRecord> {
  return world.state.table<SecretRecord>('secrets')
}

/** Makes a secret; its ARN ends with six random characters, as on AWS. Throws ServiceError `ResourceExistsException`. */
export async function createSecret(
  world: World,
  secret: { name: string; value: string; tags: Record<string, string> },
): Promise<SecretRecord> {
  if (findSecret(world, secret.name) !== undefined) {
    throw new ServiceError('ResourceExistsException', `The operation failed because the secret ${secret.name} already exists.`)
  }
  const suffix = Array.from(world.entropy.hex(6).match(/../g) ?? [], (byte) => alphabet.charAt(Number.parseInt(byte, 16) % 62)).join('')
  const arn = `arn:${world.partition}:secretsmanager:${world.region}:${world.account}:secret:${secret.name}-${suffix}`
  const record = { arn, ...secret, createdAt: world.clock.now().toISOString() }
  await secretsOf(world).put(arn, record)
  return record
}

/** A secret by ARN, by ARN without the six characters, or by name. */
export function findSecret(world: World, id: string): SecretRecord | undefined {
  const exact = secretsOf(world).get(id)
  if (exact !== undefined) return exact
  return secretsOf(world)
    .values()
    .find((secret) => secret.name === id || secret.arn.slice(0, -7) === id)
}

/** Throws ServiceError `ResourceNotFoundException`. */
export function demandSecret(world: World, id: string): SecretRecord {
  const record = findSecret(world, id)
  if (record === undefined) throw new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret.`)
  return record
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
