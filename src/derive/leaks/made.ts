import { foldText, type Scope } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import type { Plan, PlannedNested, PlannedStack } from '../types.ts'
import { type AddressRange, parseRange } from './addresses.ts'
import type { IsReplicas } from './find.ts'

/** What the plan itself makes, to which its texts may lead. */
export interface Made {
  isReplicas: IsReplicas
  /** Names of parameters and secrets. */
  given: ReadonlySet<string>
  exported: ReadonlySet<string>
  ranges: readonly AddressRange[]
}

/** Gathers the names, exports and networks that the plan's own templates make. */
export function madeBy(plan: Pick<Plan, 'replicaId' | 'stacks'>): Made {
  const given = new Set<string>()
  const exported = new Set<string>()
  const ranges: AddressRange[] = []
  for (const [template, scope] of plan.stacks.flatMap(templatesOf)) {
    for (const { Type, Properties = {} } of Object.values(template.Resources)) {
      addAll(given, nameGiven(Type, Properties, scope))
      const range = parseRange(networkOf(Type, Properties, scope) ?? '')
      if (range !== undefined) ranges.push(range)
    }
    for (const { Export } of Object.values(template.Outputs ?? {})) addAll(exported, foldText(Export?.Name, scope))
  }
  return { isReplicas: holdsId(plan.replicaId), given, exported, ranges }
}

function templatesOf(stack: PlannedStack): [Template, Scope][] {
  const scope: Scope = { template: stack.template, parameters: stack.parameters, pseudo: { 'AWS::StackName': stack.name }, depth: 0 }
  return [[stack.template, scope], ...nestedOf(stack.nested)]
}

function nestedOf(nested: PlannedStack['nested']): [Template, Scope][] {
  return Object.values(nested).flatMap((each: PlannedNested): [Template, Scope][] => {
    return [[each.template, { template: each.template, parameters: {}, pseudo: {}, depth: 0 }], ...nestedOf(each.nested)]
  })
}

function nameGiven(type: string, properties: Record<string, JsonValue>, scope: Scope): string | undefined {
  if (type !== 'AWS::SSM::Parameter' && type !== 'AWS::SecretsManager::Secret') return undefined
  return foldText(properties.Name, scope)
}

function networkOf(type: string, properties: Record<string, JsonValue>, scope: Scope): string | undefined {
  const isNetwork = type === 'AWS::EC2::VPC' || type === 'AWS::EC2::Subnet' || type === 'AWS::EC2::VPCCidrBlock'
  return isNetwork ? foldText(properties.CidrBlock, scope) : undefined
}

function addAll(names: Set<string>, name: string | undefined): void {
  if (name !== undefined) names.add(name)
}

/** The id as `newName` writes it: by itself, with `_` for `-`, or at the end of a name that takes letters and digits alone. */
function holdsId(replicaId: string): IsReplicas {
  const forms = [...new Set([replicaId, replicaId.replaceAll('-', '_'), replicaId.replaceAll('-', '')])]
  const word = new RegExp(`(?<![A-Za-z0-9])(?:${forms.map(escapeExpression).join('|')})(?![A-Za-z0-9])`, 'i')
  const ending = forms.at(-1)?.toLowerCase() ?? ''
  return (name) => word.test(name) || (ending.length >= 4 && name.toLowerCase().endsWith(ending))
}

function escapeExpression(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
