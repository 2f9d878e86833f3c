import { fail } from '../../errors.ts'
import type { JsonValue } from '../../production/json.ts'
import type { Template } from '../../production/types.ts'
import { type DraftStack, note, parametersProperty } from '../draft.ts'
import { rewrite } from '../references.ts'
import { type ParameterNode, type PasswordGroup, passwordGroups } from './groups.ts'
import { mentionsChange } from './mentions.ts'
import { newSecret, passwordReference, secretIdOf } from './secret.ts'
import { type PasswordUse, passwordUses, present, storedIn } from './uses.ts'

const ruleName = 'password-generated'

/**
 * Takes the parameters that were passwords of databases, caches and brokers out of the drafts: whatever had one, in the
 * same stack or in those nested in it, has the generated one. Throws `derive.name_taken`.
 */
export function replacePasswords(stacks: readonly DraftStack[]): void {
  for (const use of stacks.flatMap(passwordUses).filter(isMadeHere)) followPassword(use)
  const groups = passwordGroups(stacks)
  const needed = groups.filter((group) => group.isNeeded)
  const secretIds = new Map(needed.flatMap((group) => (group.isPassed ? [] : [[group, secretFor(group, groups)] as const])))
  for (const group of needed) followAll(group, secretIds.get(group))
  tellConditions(groups.filter((group) => !group.isPassed).map((group) => group.top))
  for (const group of groups) if (!group.isNeeded) forget(group)
  replaceNodes([...secretIds].flatMap(([group, secretId]) => group.nodes.map((node) => ({ ...node, arn: arnIn(node, secretId) }))))
}

function followAll({ top, uses }: PasswordGroup, secretId: string | undefined): void {
  const others = uses.filter((use) => use.stack !== top.stack || secretIdOf(use.logicalId) !== secretId)
  for (const use of others) followPassword(use)
}

/** A secret of the same stack makes the password: whoever reads that one gets in. */
function isMadeHere({ stack, value }: PasswordUse): boolean {
  const secret = stack.template.Resources[storedIn(value) ?? '']
  const { GenerateSecretString: options } = secret?.Properties ?? {}
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return false
  const excluded = String(options.ExcludeCharacters ?? '')
  return String(options.ExcludePunctuation) === 'true' || (excluded.includes('"') && excluded.includes('\\'))
}

/** The secret that stands for the parameter: that of the only database that has it, or one for all who share it. */
function secretFor(group: PasswordGroup, groups: readonly PasswordGroup[]): string {
  const { top, uses } = group
  const [use] = uses
  const own = secretIdOf(use?.logicalId ?? '')
  const isOnly = uses.every((each) => each.logicalId === use?.logicalId && each.stack === top.stack)
  const isChosen = groups.some((other) => other !== group && other.uses.some((each) => uses.includes(each)))
  const isThere = Object.hasOwn(top.stack.template.Resources, own)
  const isAlways = top.stack.template.Resources[use?.logicalId ?? '']?.Condition === undefined
  if (isOnly && !isChosen && isThere && isAlways) return own
  return addSecret(top)
}

function addSecret({ stack, name }: ParameterNode): string {
  const secretId = secretIdOf(name)
  if (Object.hasOwn(stack.template.Resources, secretId)) throw fail('derive.name_taken', { stack: stack.source.name, name: secretId })
  stack.template.Resources[secretId] = newSecret(`The password ${name} in a replica`)
  note(stack, secretId, 'added', ruleName, 'a new password, which production does not know')
  return secretId
}

/** A database that has a secret of its own keeps it, but shares its password with others: the secret says the shared one. */
function followPassword({ stack, logicalId, value }: PasswordUse): void {
  const secret = stack.template.Resources[secretIdOf(logicalId)]
  if (secret?.Properties?.GenerateSecretString === undefined) return
  const { GenerateSecretString: _, ...others } = secret.Properties
  const password = structuredClone(present(value))
  secret.Properties = { ...others, SecretString: { 'Fn::Join': ['', ['{"password":"', password, '"}']] } }
}

/** Nobody asks for it any more: each database has a password of its own. */
function forget({ nodes }: PasswordGroup): void {
  for (const { stack, name } of nodes) {
    delete stack.template.Parameters?.[name]
    delete passedTo(stack)[name]
  }
}

/** A parameter that goes, with the name under which its stack knows the secret's ARN from now on. */
interface Replacement extends ParameterNode {
  arn: string
}

/** Where the password comes in, that is the secret itself; a nested stack has the ARN in place of the password. */
function arnIn({ name, from }: ParameterNode, secretId: string): string {
  return from === undefined ? secretId : name
}

/** Nested stacks are passed the secret's ARN, and look the password up themselves: it stands in no parameter. */
function replaceNodes(replacements: readonly Replacement[]): void {
  // What is passed on is no mention that looks the password up, so it is out of the way meanwhile.
  for (const each of replacements) pass(each, null)
  for (const [stack, arns] of byStack(replacements)) replaceMentions(stack, arns)
  for (const each of replacements) {
    const source = replacements.find(({ stack, name }) => stack === each.from?.stack && name === each.from.name)
    if (source !== undefined) pass(each, { Ref: source.arn })
    declare(each)
  }
}

function byStack(replacements: readonly Replacement[]): Map<DraftStack, Map<string, string>> {
  const found = new Map<DraftStack, Map<string, string>>()
  for (const { stack, name, arn } of replacements) {
    const arns = found.get(stack) ?? new Map<string, string>()
    found.set(stack, arns.set(name, arn))
  }
  return found
}

function pass({ stack, name, from }: ParameterNode, value: JsonValue): void {
  const passed = passedTo(stack)
  if (from !== undefined && Object.hasOwn(passed, name)) passed[name] = value
}

/** What the draft passes to a nested stack. */
function passedTo({ parent, source }: DraftStack): Record<string, JsonValue> {
  return parametersProperty(parent?.template.Resources[source.parent?.logicalId ?? ''])
}

function declare({ stack, name, from }: ParameterNode): void {
  const { Parameters } = stack.template
  if (Parameters === undefined || !Object.hasOwn(Parameters, name)) return
  if (from === undefined) delete Parameters[name]
  else Parameters[name] = { Type: 'String', Description: 'ARN of the secret that holds the password' }
}

/** Conditions such as "was a password given?" hold: there is one. */
function tellConditions(tops: readonly ParameterNode[]): void {
  for (const [stack, names] of byStack(tops.map((top) => ({ ...top, arn: '' })))) {
    const { Conditions } = stack.template
    if (Conditions === undefined) continue
    const text = (name: string): string | undefined => (names.has(name) ? 'generated' : undefined)
    stack.template.Conditions = rewrite(
      Conditions,
      mentionsChange(text, (told) => told),
    ) as NonNullable<Template['Conditions']>
  }
}

/** Every mention of the parameters becomes a look into their secrets. */
function replaceMentions(stack: DraftStack, arns: ReadonlyMap<string, string>): void {
  const text = (name: string): string | undefined => (arns.has(name) ? passwordReference(arns.get(name) ?? '') : undefined)
  const change = mentionsChange(text, (reference) => ({ 'Fn::Sub': reference }))
  const { Resources, Outputs } = stack.template
  stack.template.Resources = rewrite(Resources as unknown as JsonValue, change) as unknown as Template['Resources']
  if (Outputs === undefined) return
  stack.template.Outputs = rewrite(Outputs as unknown as JsonValue, change) as unknown as NonNullable<Template['Outputs']>
}
