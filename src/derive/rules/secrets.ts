import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import { changed, leftOut, type Outcome, type Rule, type RuleContext, type Subject } from '../decide/rule.ts'

const secretKey = /pass(word|wd|phrase)?$|secret|token|private|credential|api_?key/i

/** Secrets that are the replica's own. */
export const secretRules: readonly Rule[] = [
  leftOut('rotation-left-out', 'it would change passwords by itself, production’s where it names one', [
    'SecretsManager::RotationSchedule',
  ]),
  changed('secret-alone', 'disabled', 'no copies in other regions', { 'SecretsManager::Secret': { unset: ['ReplicaRegions'] } }),
  { name: 'secret-renewed', types: ['AWS::SecretsManager::Secret'], decide: renewed },
]

/** A secret that stands in the template gives way to a generated one; what is no secret in it stays. */
function renewed({ Properties }: Subject, { foldText }: RuleContext): Outcome | undefined {
  const text = foldText(Properties.SecretString)
  if (text === undefined || Properties.SecretString === undefined) return undefined
  const generated = { PasswordLength: 32, ExcludePunctuation: true }
  const fields = parseFields(text)
  const keys = Object.keys(fields).filter((key) => secretKey.test(key))
  if (Object.keys(fields).length > 0 && keys.length === 0) return undefined
  const [first] = keys
  const open = Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)))
  const template = { ...generated, SecretStringTemplate: JSON.stringify(open), GenerateStringKey: first ?? 'password' }
  const value: JsonValue = first === undefined ? generated : template
  return {
    kind: 'stubbed',
    reason: 'a secret of its own, which production does not know',
    set: { GenerateSecretString: value },
    unset: ['SecretString'],
  }
}

function parseFields(text: string): Record<string, JsonValue> {
  try {
    const parsed = JSON.parse(text) as JsonValue
    return isMap(parsed) ? parsed : {}
  } catch {
    return {}
  }
}
