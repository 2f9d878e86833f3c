import type { JsonValue } from '../../production/json.ts'
import type { TemplateResource } from '../../production/types.ts'

/** The logical id of the secret that holds a replica database's master password. */
export function secretIdOf(database: string): string {
  return `ProdReplica${database}Secret`
}

/** Text of a dynamic reference to that secret's password, for use inside Fn::Sub. */
export function passwordReference(secretId: string): string {
  return `{{resolve:secretsmanager:\${${secretId}}:SecretString:password}}`
}

/** A generated password for one database: the value of MasterUserPassword and the secret that it comes from. */
export function newPassword(database: string): { value: JsonValue; add: Record<string, TemplateResource> } {
  const secretId = secretIdOf(database)
  const secret = newSecret(`Master password of ${database} in a replica`)
  return { value: { 'Fn::Sub': passwordReference(secretId) }, add: { [secretId]: secret } }
}

/** Letters, digits and hyphens, at least one of each kind, 32 of them: every engine takes that, OpenSearch insists on it. */
const generated = {
  SecretStringTemplate: '{}',
  GenerateStringKey: 'password',
  PasswordLength: 32,
  ExcludeCharacters: '!"#$%&\'()*+,./:;<=>?@[\\]^_`{|}~',
}

/** A secret whose `password` AWS generates. */
export function newSecret(description: string): TemplateResource {
  return { Type: 'AWS::SecretsManager::Secret', Properties: { Description: description, GenerateSecretString: { ...generated } } }
}
