import type { JsonValue } from '../../production/json.ts'
import { type DraftStack, isMade, rootsOf } from '../draft.ts'
import { isPhysical, isTelling } from '../names/identify.ts'
import { aliasesOf } from './aliases.ts'
import { lostTexts } from './lost-texts.ts'
import type { Target } from './targets.ts'

/** A name of production's and what the replica calls it. */
export interface Rename {
  stack: DraftStack
  logicalId: string
  type: string
  from: string
  to: string
}

/** A text that means one thing of production's, and what the replica says in its place. */
export interface KnownText {
  text: string
  by: { to: string } | { target: Target } | { stackName: DraftStack }
}

/**
 * What of production's text means one thing that the replica has too: renamed names, stack names, physical ids with the ARNs
 * and URLs that they are part of, and the values of outputs; last what the replica leaves out. Of texts that mean several
 * things the first counts.
 */
export function knownTexts(stacks: readonly DraftStack[], renames: readonly Rename[], allow: readonly string[]): KnownText[] {
  const known = new Map<string, KnownText>()
  const add = (each: KnownText): void => void (known.has(each.text) || known.set(each.text, each))
  for (const { from, to } of renames) if (isTelling(from)) add({ text: from, by: { to } })
  for (const stack of rootsOf(stacks)) if (isTelling(stack.source.name)) add({ text: stack.source.name, by: { stackName: stack } })
  for (const rename of renames) for (const each of madeFromRenamed(rename)) add(each)
  for (const stack of stacks.filter(isMade)) for (const each of [...idsOf(stack), ...outputsOf(stack)]) add(each)
  for (const stack of stacks) for (const each of lostTexts(stack, allow)) add(each)
  return [...known.values()]
}

function idsOf(stack: DraftStack): KnownText[] {
  return stack.source.resources.flatMap(({ logicalId, type, physicalId }) => {
    if (stack.template.Resources[logicalId] === undefined || physicalId === undefined) return []
    const isOne = isTelling(physicalId) || (type === 'AWS::S3::Bucket' && physicalId.length >= 6)
    const own = isOne ? [{ text: physicalId, by: { target: targetOf(stack, logicalId, 'Ref') } }] : []
    const aliases = aliasesOf(type, physicalId, stack.scope.pseudo)
    return [...own, ...aliases.map(({ text, attribute }) => ({ text, by: { target: targetOf(stack, logicalId, attribute) } }))]
  })
}

/** ARNs and URLs are telling even where the name in them is an everyday word. As text they close no circle. */
function madeFromRenamed({ stack, type, from, to }: Rename): KnownText[] {
  const aliases = aliasesOf(type, to, stack.scope.pseudo)
  return aliasesOf(type, from, stack.scope.pseudo).flatMap(({ text }, index) => {
    const renamed = aliases[index]
    return renamed === undefined ? [] : [{ text, by: { to: renamed.text } }]
  })
}

function targetOf(stack: DraftStack, logicalId: string, attribute: string): Target {
  const condition = stack.template.Resources[logicalId]?.Condition
  const value: Target['value'] = attribute === 'Ref' ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, attribute] }
  const key = attribute === 'Ref' ? logicalId : `${logicalId}${attribute.replaceAll('.', '')}`
  return { stack, key, value, ...(condition === undefined ? {} : { condition }) }
}

/** Endpoints, ids and addresses that a stack says of itself; an output that only passes text on means nothing. */
function outputsOf(stack: DraftStack): KnownText[] {
  return Object.entries(stack.source.outputs).flatMap(([name, { value }]) => {
    const output = stack.template.Outputs?.[name]
    if (output === undefined || !isPhysical(value) || !isExpression(output.Value)) return []
    const condition = output.Condition === undefined ? {} : { condition: output.Condition }
    return [{ text: value, by: { target: { stack, key: name, value: output.Value, output: name, ...condition } } }]
  })
}

function isExpression(value: JsonValue): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
