import { createHash } from 'node:crypto'
import type { JsonMap } from '../../protocol/json.ts'
import { ServiceError } from '../../protocol/service-error.ts'
import type { SecretRecord } from '../../types.ts'
import type { JsonOperation } from '../json-service.ts'
import { createJsonService, demandText, tagList, tagsOf } from '../json-service.ts'
import { pageOf } from '../pages.ts'
import { generatePassword } from './generate.ts'
import { createSecret, demandSecret, secretsOf } from './secret-store.ts'

const operations: Readonly<Record<string, JsonOperation>> = {
  async CreateSecret(input, world) {
    const tags = tagsOf(input.Tags)
    const record = await createSecret(world, { name: demandText(input, 'Name'), value: textIn(input) ?? '', tags })
    return summary(record)
  },

  GetSecretValue(input, world) {
    const record = demandSecret(world, demandText(input, 'SecretId'))
    return { ...summary(record), SecretString: record.value, VersionStages: ['AWSCURRENT'], CreatedDate: seconds(record) }
  },

  async PutSecretValue(input, world) {
    const record = demandSecret(world, demandText(input, 'SecretId'))
    const changed = { ...record, value: textIn(input) ?? record.value }
    await secretsOf(world).put(record.arn, changed)
    return { ...summary(changed), VersionStages: ['AWSCURRENT'] }
  },

  DescribeSecret(input, world) {
    const record = demandSecret(world, demandText(input, 'SecretId'))
    return { ARN: record.arn, Name: record.name, Tags: tagList(record.tags), CreatedDate: seconds(record) }
  },

  /** There is no window for recovery: a secret is gone at once. */
  async DeleteSecret(input, world) {
    const record = demandSecret(world, demandText(input, 'SecretId'))
    await secretsOf(world).remove(record.arn)
    return { ARN: record.arn, Name: record.name, DeletionDate: world.clock.now().getTime() / 1000 }
  },

  ListSecrets(input, world) {
    const all = secretsOf(world)
      .values()
      .sort((a, b) => a.name.localeCompare(b.name))
    const { page, next } = pageOf(all, typeof input.NextToken === 'string' ? input.NextToken : undefined, Number(input.MaxResults ?? 100))
    const list = page.map((record) => ({ ARN: record.arn, Name: record.name, Tags: tagList(record.tags), CreatedDate: seconds(record) }))
    return { SecretList: list, NextToken: next }
  },

  GetRandomPassword(input, world) {
    try {
      return { RandomPassword: generatePassword(input, world) }
    } catch (error) {
      throw error instanceof RangeError ? new ServiceError('InvalidParameterException', error.message) : error
    }
  },
}

/** Secrets Manager. */
export const secretsManager = createJsonService('secretsmanager', operations)

function textIn(input: JsonMap): string | undefined {
  if (input.SecretBinary !== undefined) throw new ServiceError('InvalidParameterException', 'The local cloud keeps secrets as text only.')
  return typeof input.SecretString === 'string' ? input.SecretString : undefined
}

function summary(record: SecretRecord): { ARN: string; Name: string; VersionId: string } {
  const digest = createHash('sha256').update(`${record.arn}\n${record.value}`).digest('hex')
  const VersionId = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(12, 16), digest.slice(16, 20), digest.slice(20, 32)].join('-')
  return { ARN: record.arn, Name: record.name, VersionId }
}

function seconds(record: SecretRecord): number {
  return Date.parse(record.createdAt) / 1000
}
