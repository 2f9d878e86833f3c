import { fail } from '../errors.ts'
import type { Secrets } from '../ports/cloud.ts'
import { createCaller } from './aws-errors.ts'
import type { ClientConfig } from './client-config.ts'
import { once } from './once.ts'

/** Secrets Manager: what a secret holds. */
export function createSecrets(config: ClientConfig): Secrets {
  const aws = createCaller(config)
  const connect = once(async () => {
    const manager = await import('@aws-sdk/client-secrets-manager')
    return { manager, client: new manager.SecretsManagerClient(config) }
  })
  return {
    async read(arn) {
      const { manager, client } = await connect()
      const action = 'secretsmanager:GetSecretValue'
      const answer = await aws.call(action, () => client.send(new manager.GetSecretValueCommand({ SecretId: arn })))
      if (answer.SecretString === undefined) {
        throw fail('cloud.call_failed', { action, code: 'NoSecretString', reason: `${arn} holds bytes, not text.` })
      }
      return parseSecret(answer.SecretString)
    },
  }
}

/** The fields of a JSON object, each as text; anything else whole, under `value`. */
export function parseSecret(text: string): Record<string, string> {
  const parsed = parseObject(text)
  if (parsed === undefined) return { value: text }
  return Object.fromEntries(
    Object.entries(parsed).map(([field, value]) => [field, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

function parseObject(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
