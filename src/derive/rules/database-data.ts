import type { JsonValue } from '../../production/json.ts'
import { branchesOf } from '../decide/edit.ts'
import type { Outcome, RuleContext, Subject } from '../decide/rule.ts'
import { newPassword, secretIdOf } from '../passwords/secret.ts'
import { referencesOf } from '../references.ts'

/** How a database type takes its data: what a restore sets, and what it must not be given. */
export interface Restore {
  set: Readonly<Record<string, JsonValue>>
  unset: readonly string[]
  reason: string
}

/** Whether replica.yml names it as a store that has production’s data. */
export function isRestored({ store }: RuleContext): boolean {
  return store !== undefined && store.data !== 'empty'
}

/** The snapshot that a store is restored from. */
export function snapshotOf({ store }: RuleContext): string {
  return store?.snapshot?.id ?? store?.data ?? ''
}

/** Restored with a password of its own, whatever kept production’s. */
export function restored(subject: Subject, { set, unset, reason }: Restore): Outcome {
  const password = newPassword(subject.logicalId)
  return {
    kind: 'restored',
    reason: `${reason}, with a password of its own`,
    set: { ...set, MasterUserPassword: password.value },
    unset: [...unset, ...managedPassword],
    add: password.add,
    standIns: managedSecret(subject),
  }
}

/** New, with the master user kept: a database that was itself restored from a snapshot names none. */
export function empty(subject: Subject, context: RuleContext, unset: readonly string[], set: Restore['set'] = {}): Outcome {
  const reason = context.store === undefined ? 'no store of replica.yml names it, so it starts empty' : 'replica.yml wants it empty'
  const user = userOf(subject, context)
  if (context.store === undefined && hasOwnPassword(subject, context)) {
    return { kind: 'stubbed', reason: `${reason}, with the password that its own secret gets`, set: { ...set, ...user }, unset }
  }
  const password = newPassword(subject.logicalId)
  return {
    kind: 'stubbed',
    reason: `${reason}, with a password of its own`,
    set: { ...set, ...user, MasterUserPassword: password.value },
    unset: [...unset, ...managedPassword],
    add: password.add,
    standIns: managedSecret(subject),
  }
}

/** A user in every case: also where production's template names one only without a snapshot. */
function userOf({ Properties }: Subject, { foldText }: RuleContext): Record<string, JsonValue> {
  const { MasterUsername } = Properties
  const isSure = MasterUsername !== undefined && branchesOf(MasterUsername) === undefined
  return isSure ? {} : { MasterUsername: foldText(MasterUsername) ?? 'prodreplica' }
}

const managedPassword = ['ManageMasterUserPassword', 'MasterUserSecret', 'MasterUserAuthenticationType', 'RotateMasterUserPassword']

/** A secret of the same stack is generated anew in the replica. */
function hasOwnPassword({ Properties }: Subject, { facts, foldText }: RuleContext): boolean {
  if (Properties.MasterUserPassword === undefined) return foldText(Properties.ManageMasterUserPassword) === 'true'
  return [...referencesOf(Properties.MasterUserPassword)].some((id) => {
    const secret = facts.resource(id)
    return secret?.Type === 'AWS::SecretsManager::Secret' && secret.Properties?.GenerateSecretString !== undefined
  })
}

/** The secret that AWS would have managed: what refers to it refers to the new one. */
function managedSecret({ logicalId, Properties }: Subject): Record<string, string> {
  if (Properties.ManageMasterUserPassword === undefined) return {}
  return { [`${logicalId}.MasterUserSecret.SecretArn`]: secretIdOf(logicalId) }
}
