import { substitute } from '../clean/prune.ts'
import type { DraftStack } from '../draft.ts'
import { fixedNames } from '../names/fixed-names.ts'
import { isTelling } from '../names/identify.ts'
import { aliasesOf } from './aliases.ts'

/** An id of AWS's own form: words in its place would be refused, so it stays for the leak check to find. */
const awsId = /^[a-z]{1,20}-[0-9a-f]{8,17}$/

/**
 * Names and ids of what the replica leaves out, and the ARNs and URLs made of them: whatever still says one says words in its
 * place, unless replica.yml allows it.
 */
export function lostTexts(stack: DraftStack, allow: readonly string[]): { text: string; by: { to: string } }[] {
  const left = Object.entries(stack.source.template.Resources).filter(([logicalId]) => stack.template.Resources[logicalId] === undefined)
  return left.flatMap(([logicalId, { Type, Properties = {} }]) => {
    const physicalId = stack.source.resources.find((each) => each.logicalId === logicalId)?.physicalId
    const ids = [...fixedNames(Type, Properties, stack.scope), ...(physicalId === undefined ? [] : [physicalId])]
    return ids.filter((id) => !awsId.test(id)).flatMap((id) => lostId(Type, id, stack, allow))
  })
}

function lostId(type: string, id: string, { scope }: DraftStack, allow: readonly string[]): { text: string; by: { to: string } }[] {
  if (allow.includes(id)) return []
  const lost = aliasesOf(type, substitute, scope.pseudo)
  const aliases = aliasesOf(type, id, scope.pseudo).map(({ text }, index) => ({ text, by: { to: lost[index]?.text ?? substitute } }))
  const own = isTelling(id) ? [{ text: id, by: { to: substitute } }] : []
  return [...own, ...aliases].filter(({ text }) => !allow.includes(text))
}
