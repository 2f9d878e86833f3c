import { fail } from '../errors.ts'
import { callOf } from '../production/fold.ts'
import type { JsonValue } from '../production/json.ts'
import type { Template } from '../production/types.ts'
import { type DraftStack, note, parametersProperty } from './draft.ts'
import { type ParameterNode, type PasswordGroup, passwordGroups } from './password-groups.ts'
import { type PasswordUse, passwordUses, present, storedIn } from './password-uses.ts'
import { rewrite, subNames } from './references.ts'
import { passwordReference, secretIdOf } from './rules/password.ts'

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
  for (const group of groups) if (!group.isNeeded) forget(group)
  for (const [group, secretId] of secretIds) replaceGroup(group, secretId)
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

/** Letters, digits and hyphens, at least one of each kind, 32 of them: every engine takes that. */
const generated = {
  SecretStringTemplate: '{}',
  GenerateStringKey: 'password',
  PasswordLength: 32,
  ExcludeCharacters: '!"#$%&\'()*+,./:;<=>?@[\\]^_`{|}~',
}

function addSecret({ stack, name }: ParameterNode): string {
  const secretId = secretIdOf(name)
  if (Object.hasOwn(stack.template.Resources, secretId)) throw fail('derive.name_taken', { stack: stack.source.name, name: secretId })
  stack.template.Resources[secretId] = {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Description: `The password ${name} in a replica`, GenerateSecretString: generated },
  }
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
function forget({ top, isPassed, nodes }: PasswordGroup): void {
  if (!isPassed) tellConditions(top)
  for (const { stack, name } of nodes) {
    delete stack.template.Parameters?.[name]
    delete passedTo(stack)[name]
  }
}

/** Nested stacks are passed the secret's ARN, and look the password up themselves: it stands in no parameter. */
function replaceGroup({ top, nodes }: PasswordGroup, secretId: string): void {
  tellConditions(top)
  for (const node of nodes) {
    const arn = node === top ? secretId : node.name
    const repeated = nodes.filter((each) => each.stack.parent === node.stack)
    pass(repeated, null)
    replaceParameter(node, passwordReference(arn))
    pass(repeated, { Ref: arn })
    declare(node, node === top)
  }
}

function pass(repeated: readonly ParameterNode[], value: JsonValue): void {
  for (const { stack, name } of repeated) {
    const passed = passedTo(stack)
    if (Object.hasOwn(passed, name)) passed[name] = value
  }
}

/** What the draft passes to a nested stack. */
function passedTo({ parent, source }: DraftStack): Record<string, JsonValue> {
  return parametersProperty(parent?.template.Resources[source.parent?.logicalId ?? ''])
}

function declare({ stack, name }: ParameterNode, isTop: boolean): void {
  const { Parameters } = stack.template
  const declared = Parameters !== undefined && Object.hasOwn(Parameters, name) ? Parameters[name] : undefined
  if (Parameters === undefined || declared === undefined) return
  if (isTop) delete Parameters[name]
  else Parameters[name] = { Type: 'String', Description: 'ARN of the secret that holds the password' }
}

/** Conditions such as "was a password given?" hold: there is one. */
function tellConditions({ stack, name }: ParameterNode): void {
  const { Conditions } = stack.template
  if (Conditions === undefined) return
  const told = rewrite(Conditions, mentionsChange(name, 'generated', 'generated'))
  stack.template.Conditions = told as NonNullable<Template['Conditions']>
}

/** Every mention of the parameter becomes a look into the secret. */
function replaceParameter({ stack, name }: ParameterNode, reference: string): void {
  const change = mentionsChange(name, { 'Fn::Sub': reference }, reference)
  const { Resources, Outputs } = stack.template
  stack.template.Resources = rewrite(Resources as unknown as JsonValue, change) as unknown as Template['Resources']
  if (Outputs === undefined) return
  stack.template.Outputs = rewrite(Outputs as unknown as JsonValue, change) as unknown as NonNullable<Template['Outputs']>
}

type Change = (value: JsonValue) => JsonValue | undefined

function mentionsChange(name: string, value: JsonValue, text: string): Change {
  const change: Change = (each) => {
    const call = callOf(each)
    if (call?.name === 'Ref' && call.argument === name) return value
    return call?.name === 'Fn::Sub' && subNames(call.argument).includes(name) ? inSub(call.argument, name, text, change) : undefined
  }
  return change
}

function inSub(argument: JsonValue, parameter: string, reference: string, change: Change): JsonValue {
  const [text, variables] = Array.isArray(argument) ? argument : [argument]
  const replaced = String(text).replaceAll(/\$\{\s*([^!}][^}]*?)\s*\}/g, (whole, name: string) => (name === parameter ? reference : whole))
  return { 'Fn::Sub': variables === undefined ? replaced : [replaced, rewrite(variables, change)] }
}
