import { createHash } from 'node:crypto'
import type { JsonValue } from '../../../production/json.ts'
import type { ParameterRecord, SecretRecord, State } from '../../types.ts'
import { invalid } from '../invalid.ts'
import { isMap } from './no-value.ts'

const reference = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g

/** Replaces the dynamic references in a text by the values they stand for. Throws ValidationError where there is none. */
export function resolveDynamic(text: string, state: State): string {
  if (!text.includes('{{resolve:')) return text
  return text.replace(reference, (_, service: string, rest: string) =>
    service === 'secretsmanager' ? readSecret(rest, state) : readSsm(service, rest, state),
  )
}

/** The value of an SSM parameter; AWS's own public ones, such as the newest machine image, have a stable made-up value. */
export function findSsmParameter(name: string, state: State): string | undefined {
  const found = state.table<ParameterRecord>('ssm-parameters').get(name)
  if (found !== undefined) return found.value
  return name.startsWith('/aws/service/') ? publicParameter(name) : undefined
}

/** `secret-id:SecretString:json-key:stage:version`; the id may be an ARN, which has colons of its own. */
function readSecret(rest: string, state: State): string {
  const [, id = '', key = ''] = /^(arn:(?:[^:]*:){5}[^:]+|[^:]+)(?::SecretString(?::([^:]*))?(?::[^:]*){0,2})?$/.exec(rest) ?? []
  const secrets = state.table<SecretRecord>('secrets').values()
  const secret = secrets.find(({ arn, name }) => arn === id || name === id || arn.slice(0, -7) === id)
  if (secret === undefined) {
    throw invalid(
      `Secrets Manager can't find the specified secret. (Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException)`,
    )
  }
  return key === '' ? secret.value : fieldOf(secret, key)
}

function fieldOf(secret: SecretRecord, key: string): string {
  const fields = parseJson(secret.value)
  const value = isMap(fields) && Object.hasOwn(fields, key) ? fields[key] : undefined
  if (value === undefined) throw invalid(`Could not find a value associated with JSONKey in SecretString`)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function readSsm(service: string, rest: string, state: State): string {
  const [name = '', version] = rest.split(':')
  const parameter = findSsmParameter(name, state)
  if (parameter === undefined || (version !== undefined && version !== '1')) {
    throw invalid(`${service === 'ssm' ? 'SSM' : 'SSM Secure'} parameters: [${rest}] cannot be found.`)
  }
  return parameter
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

function publicParameter(name: string): string {
  return `ami-0${createHash('sha256').update(name).digest('hex').slice(0, 16)}`
}
