import type { JsonValue } from '../../production/json.ts'
import type { Production } from '../../production/types.ts'
import { type DraftStack, note } from '../draft.ts'
import type { StackNeeds } from '../exports.ts'
import { type Handing, handOver, importOutput } from '../outputs.ts'
import { addResource, type OwnStack, ownId, ownStack } from '../own-stack.ts'
import type { Host } from './find.ts'
import { comerOf, letsIn } from './groups.ts'
import { type Held, type Holdings, placeOf } from './held.ts'
import { newIngress } from './ingress.ts'
import type { StoreNetwork } from './stores.ts'

const rule = 'host-access'

/** A host that has been made ready for commands. */
export interface CommandedHost {
  name: string
  host: Host
  roles: readonly Held[]
}

interface Granting {
  stores: readonly StoreNetwork[]
  /** The replica's stacks, of which the stores' have the outputs. */
  stacks: readonly DraftStack[]
  production: Production
  needs: StackNeeds
  replicaId: string
  stagingBucket: string | undefined
}

/**
 * What hosts need of the stores: their secrets, and a way in where their groups know none. It is a stack after all others,
 * since hosts and stores may be in any stack, and either may already import from the other. Undefined where nothing is needed.
 */
export function grantAccess(hosts: readonly CommandedHost[], granting: Granting, holdings: Holdings): OwnStack | undefined {
  const { production, needs, replicaId, stagingBucket } = granting
  const about = { title: 'access of the hosts', description: 'What the hosts of a replica need of its stores.', replicaId }
  const stack = ownStack('2-access', about, production)
  const handing = { to: stack, needs, replicaId }
  if (stagingBucket !== undefined) {
    stack.template.Parameters = { StagingBucket: { Type: 'String' } }
    stack.parameters = { StagingBucket: stagingBucket }
  }
  for (const each of hosts) {
    for (const role of each.roles) addPolicy(role, granting, handing)
    for (const store of granting.stores) openWay(each, store, handing, holdings)
  }
  return Object.keys(stack.template.Resources).length === 0 ? undefined : stack
}

function addPolicy(role: Held, granting: Granting, handing: Handing): void {
  const Statement = [...readSecrets(granting, handing), ...readStaging(granting)]
  const logicalId = ownId('Policy', [placeOf(role)])
  if (Statement.length === 0 || Object.hasOwn(handing.to.template.Resources, logicalId)) return
  const Properties: Record<string, JsonValue> = {
    PolicyName: 'prod-replica-host',
    Roles: [handOver(role, handing)],
    PolicyDocument: { Version: '2012-10-17', Statement },
  }
  const reason = `${role.logicalId} reads the passwords of the replica’s stores and what is staged for it`
  addResource(handing.to, logicalId, { Type: 'AWS::IAM::Policy', Properties }, { rule, reason })
}

function readSecrets({ stores, stacks }: Granting, handing: Handing): JsonValue[] {
  const secrets = stores.flatMap(({ planned }) => importFrom(planned.stack, planned.outputs.secret, stacks, handing))
  return secrets.length === 0 ? [] : [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secrets }]
}

function readStaging({ stagingBucket, replicaId }: Granting): JsonValue[] {
  if (stagingBucket === undefined) return []
  const objects = { 'Fn::Sub': `arn:\${AWS::Partition}:s3:::\${StagingBucket}/prod-replica/${replicaId}/*` }
  return [{ Effect: 'Allow', Action: 's3:GetObject', Resource: objects }]
}

/** Where no group of the store lets the host in, its first does from now on. Groups that are not the replica's stay as they are. */
function openWay({ host, name }: CommandedHost, store: StoreNetwork, handing: Handing, holdings: Holdings): void {
  const comer = comerOf(host, holdings)
  const shut = store.ports.filter((port) => !store.groups.some((group) => letsIn(group, comer, port, holdings)))
  const [to] = store.groups
  const [from] = comer.groups
  if (shut.length === 0) return
  if (to === undefined || from === undefined) {
    const whose = to === undefined ? store.name : name
    note(host.stack, host.logicalId, 'kept', rule, `no way to ${store.name} was opened: no security group of ${whose} is the replica’s`)
    return
  }
  for (const port of shut) {
    const { logicalId, resource } = newIngress({ to, from, port, description: 'The host of the replica' }, handing)
    if (Object.hasOwn(handing.to.template.Resources, logicalId)) continue
    addResource(handing.to, logicalId, resource, { rule, reason: `${store.name} would not let ${name} in` })
  }
}

function importFrom(name: string, output: string, stacks: readonly DraftStack[], handing: Handing): JsonValue[] {
  const stack = stacks.find((each) => each.name === name)
  return stack === undefined ? [] : [importOutput(stack, output, handing)]
}
