import { foldText, scopeOf } from '../../production/fold.ts'
import type { Production, ProductionStack, TemplateResource } from '../../production/types.ts'
import { nameFacts } from '../facts/names.ts'
import { valueAt } from '../names/fixed-names.ts'
import { indexOfName, isPhysical, isTelling, wordsOf } from '../names/identify.ts'
import { isAwsHost } from './aws-hosts.ts'
import type { Find } from './find.ts'
import { plainNames } from './plain-names.ts'
import { isPublicHost } from './public-sources.ts'
import type { Saying } from './sayings.ts'

/** The strings that mean one thing of production's. */
export interface KnownValues {
  /** What a string is in production; undefined where that is not known. */
  meaning(value: string): string | undefined
  /** Everyday names that the key of a text makes telling. */
  underKey(saying: Saying): Find[]
  /** Those that a text holds as whole words, the longer before the shorter. */
  findIn(text: string, saying: Saying): Find[]
}

/** What a string is in production, by the string. */
type Meanings = Map<string, { meaning: string; isName: boolean }>

/** Gathers production's physical ids, fixed names, outputs, exports, resolved parameters and stack ARNs. */
export function knownValues(production: Production): KnownValues {
  const meanings: Meanings = new Map()
  const add = (value: string, meaning: string, isName = false) => {
    if (!meanings.has(value)) meanings.set(value, { meaning, isName })
  }
  for (const stack of production.stacks) gather(stack, production, add)
  for (const [name, { value, stack }] of Object.entries(production.exports)) {
    if (isTelling(name)) add(name, `an export of ${stack}`, true)
    if (isOneThing(value)) add(value, `exported by ${stack} as ${name}`)
  }
  const byWord = indexByWord(meanings)
  const plain = plainNames(production)
  const findIn = (text: string, saying: Saying) => [
    ...found(text, meanings, byWord, saying.kind === 'remark'),
    ...plain.findIn(text, saying),
  ]
  return { underKey: plain.underKey, meaning: (value) => meanings.get(value)?.meaning, findIn }
}

/** `isName` for what a template says itself: in a remark it is only a word. */
type Add = (value: string, meaning: string, isName?: boolean) => void

function gather(stack: ProductionStack, production: Production, add: Add): void {
  addPhysicalIds(stack, add)
  addFixedNames(stack, production, add)
  for (const [name, { value }] of Object.entries(stack.outputs)) {
    for (const part of value.split(',').map((each) => each.trim())) addOneThing(part, `in the output ${name} of ${stack.name}`, add)
  }
  for (const [name, { resolved, secret }] of Object.entries(stack.parameters)) {
    if (resolved !== undefined && !secret) addOneThing(resolved, `what the parameter ${name} of ${stack.name} stands for`, add)
  }
  addExports(stack, production, add)
  if (stack.arn === undefined) return
  add(stack.arn, `the stack ${stack.name} itself`)
  const id = stack.arn.split('/').at(-1) ?? ''
  if (isTelling(id)) add(id, `the id of the stack ${stack.name}`)
}

function addPhysicalIds(stack: ProductionStack, add: Add): void {
  for (const { logicalId, type, physicalId } of stack.resources) {
    if (physicalId === undefined || physicalId === logicalId || isInParent(type, stack.template.Resources[logicalId], physicalId)) continue
    const meaning = `the physical id of ${stack.name}’s ${logicalId}`
    if (isTelling(physicalId)) add(physicalId, meaning)
    const last = physicalId.split(/[:/]/).at(-1) ?? ''
    if (last !== physicalId && isTelling(last) && /^(?:arn:|https?:)/.test(physicalId)) add(last, meaning)
  }
}

/** Names within a parent (`StageName`) are the same in the replica, whose parent is another. */
function isInParent(type: string, resource: TemplateResource | undefined, physicalId: string): boolean {
  return Object.entries(nameFacts(type)).some(
    ([property, { inParent }]) => inParent === true && resource?.Properties?.[property] === physicalId,
  )
}

/** Names that templates fix, known without a live stack. */
function addFixedNames(stack: ProductionStack, production: Production, add: Add): void {
  const scope = scopeOf(stack, production)
  for (const [logicalId, { Type, Properties = {} }] of Object.entries(stack.template.Resources)) {
    for (const [property, fact] of Object.entries(nameFacts(Type))) {
      if (fact.inParent === true || fact.label === true) continue
      const text = foldText(valueAt(Properties, property), scope)
      if (text !== undefined && isTelling(text)) add(text, `the ${property} of ${stack.name}’s ${logicalId}`, true)
    }
  }
}

function addExports(stack: ProductionStack, production: Production, add: Add): void {
  const scope = scopeOf(stack, production)
  for (const [name, output] of Object.entries(stack.template.Outputs ?? {})) {
    const exported = stack.outputs[name]?.exportName ?? foldText(output.Export?.Name, scope)
    if (exported !== undefined && isTelling(exported)) add(exported, `an export of ${stack.name}`, true)
  }
}

/** A value that is one thing's alone; of a URL also its host, which others may name with another path. */
function addOneThing(value: string, meaning: string, add: Add): void {
  if (!isOneThing(value)) return
  add(value, meaning)
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/:@\s]+)/i.exec(value)?.[1]
  if (host?.includes('.') && !isAwsHost(host)) add(host, meaning)
}

/** AWS's own policies, images and public software are no secret of production’s. */
function isOneThing(value: string): boolean {
  if (!isPhysical(value) || /^ami-|^arn:[\w-]+:[\w-]*:[\w-]*:aws:/.test(value)) return false
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([\w.-]+)/i.exec(value)?.[1]
  return host === undefined || !isPublicHost(host.toLowerCase())
}

/** Each value under its rarest word: a text is only held against values whose rarest word it has. */
function indexByWord(meanings: Meanings): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, number>()
  const words = new Map([...meanings.keys()].map((value) => [value, wordsOf(value)]))
  for (const each of words.values()) for (const word of new Set(each)) counts.set(word, (counts.get(word) ?? 0) + 1)
  const byWord = new Map<string, string[]>()
  for (const [value, each] of words) {
    const rarest = each.reduce((best, word) => ((counts.get(word) ?? 0) < (counts.get(best) ?? 0) ? word : best), each[0] ?? '')
    const others = byWord.get(rarest)
    if (others === undefined) byWord.set(rarest, [value])
    else others.push(value)
  }
  return byWord
}

function found(text: string, meanings: Meanings, byWord: ReadonlyMap<string, readonly string[]>, isRemark: boolean): Find[] {
  const finds: Find[] = []
  const seen = new Set<string>()
  for (const [word] of text.matchAll(/[A-Za-z0-9_-]+/g)) {
    const values = byWord.get(word)
    if (values === undefined || seen.has(word)) continue
    seen.add(word)
    for (const value of values) {
      const known = meanings.get(value)
      const at = known === undefined || (isRemark && known.isName) ? -1 : indexOfName(text, value)
      if (at >= 0) finds.push({ at, found: value, meaning: known?.meaning })
    }
  }
  return finds.sort((one, other) => other.found.length - one.found.length)
}
