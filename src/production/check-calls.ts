import { argumentFault } from './check-arguments.ts'
import { namesFault } from './check-names.ts'
import { didYouMean, type Fault, type Outline, quote } from './check-types.ts'
import { isRecord, type JsonValue } from './json.ts'
import { pointerOf } from './locate.ts'
import { functionNames } from './short-forms.ts'
import type { Template } from './types.ts'

const known: ReadonlySet<string> = new Set(['Ref', 'Condition', ...functionNames.map((name) => `Fn::${name}`)])
/** A template with more faults than this is no longer read for more. */
const mostFaults = 100
const macroReason = 'only AWS can expand'

/** Where a value stands: parts of the path, innermost first. */
export interface At {
  key: string | number
  above: At | undefined
}

/** What is looked at: the section, the resource within, and whether a branch of Fn::If may take it away. */
export interface Setting {
  section: string
  resource?: string
  isMaybe: boolean
}

export interface CallCheck {
  template: Template
  outline: Outline
  faults: Fault[]
  /** Logical id → those it must wait for. */
  needs: Map<string, Set<string>>
}

/** Every function call of a template: unknown ones, wrong arguments, names of nothing, macros that only AWS can expand. */
export function checkCalls(template: Template, outline: Outline): Pick<CallCheck, 'faults' | 'needs'> {
  const check: CallCheck = { template, outline, faults: [], needs: new Map() }
  for (const section of ['Conditions', 'Rules', 'Mappings', 'Outputs', 'Hooks', 'Resources'] as const) {
    const value = (template as unknown as Record<string, JsonValue>)[section]
    const at: At = { key: section, above: undefined }
    if (section === 'Resources') for (const [id, each] of Object.entries(template.Resources)) checkResource(check, id, each as never, at)
    else if (isRecord(value)) walk(check, value, at, { section, isMaybe: false })
  }
  if ('Fn::Transform' in template) check.faults.push(macroFault('Fn::Transform', '/Fn::Transform'))
  const hasMacro = check.faults.some((fault) => fault.reason.startsWith(macroReason))
  // What a macro makes may well have those names.
  return hasMacro ? { faults: check.faults.filter((fault) => fault.isFatal), needs: new Map() } : check
}

function checkResource(check: CallCheck, id: string, resource: Record<string, JsonValue>, above: At): void {
  const at: At = { key: id, above }
  if (id.startsWith('Fn::')) {
    check.faults.push(macroFault(id, pathOf(at)))
    return
  }
  const setting: Setting = { section: 'Resources', resource: id, isMaybe: false }
  noteName(check, at, setting, { name: 'DependsOn', argument: resource.DependsOn ?? [] })
  noteName(check, at, setting, { name: 'Condition', argument: resource.Condition ?? [] })
  for (const [key, value] of Object.entries(resource)) {
    if (key === 'DependsOn' || key === 'Condition' || key === 'Type') continue
    // AWS draws no order from Metadata.
    walk(check, value, { key, above: at }, key === 'Metadata' ? { ...setting, isMaybe: true } : setting)
  }
}

function walk(check: CallCheck, value: JsonValue, at: At, setting: Setting): void {
  if (typeof value !== 'object' || value === null || check.faults.length >= mostFaults) return
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) walk(check, each, { key: index, above: at }, setting)
    return
  }
  const keys = Object.keys(value)
  const [only] = keys
  const inner = keys.length === 1 && only !== undefined ? checkCall(check, only, value[only] ?? null, at, setting) : setting
  for (const key of keys) {
    if (keys.length > 1) refuseMacro(check, key, at)
    walk(check, value[key] ?? null, { key, above: at }, inner)
  }
  if (setting.section === 'Outputs' && at.above?.above === undefined && typeof value.Condition === 'string') {
    noteName(check, at, setting, { name: 'Condition', argument: value.Condition })
  }
}

/** Looks at what may be a call; gives the setting of its arguments. */
function checkCall(check: CallCheck, name: string, argument: JsonValue, at: At, setting: Setting): Setting {
  if (refuseMacro(check, name, at) || check.outline.isOpen || setting.section === 'Mappings') return setting
  const isCall = name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && setting.section === 'Conditions')
  if (!isCall) return setting
  if (!known.has(name)) {
    // AWS may get a new function any day, but never one with a name of this form.
    const isFatal = name.startsWith('Fn::') && name.includes('::', 4)
    check.faults.push({ path: pathOf({ key: name, above: at }), reason: `there is no function ${quote(name)}`, ...meant(name), isFatal })
    return setting
  }
  const wrong = argumentFault(name, argument, check.outline)
  if (wrong === undefined) noteName(check, at, setting, { name, argument })
  else check.faults.push({ path: pathOf({ key: name, above: at }), reason: wrong, isFatal: false })
  return name === 'Fn::If' && !setting.isMaybe ? { ...setting, isMaybe: true } : setting
}

function noteName(check: CallCheck, at: At, setting: Setting, call: { name: string; argument: JsonValue }): void {
  if (check.outline.isOpen) return
  const { faults, needs } = namesFault(call, setting, check)
  for (const each of faults) check.faults.push({ ...each, path: pathOf({ key: call.name, above: at }), isFatal: false })
  if (setting.resource === undefined || setting.isMaybe || needs.length === 0) return
  const own = check.needs.get(setting.resource) ?? new Set()
  check.needs.set(setting.resource, own)
  for (const id of needs) own.add(id)
}

function refuseMacro(check: CallCheck, name: string, at: At): boolean {
  const isMacro = name === 'Fn::Transform' || name === 'Fn::ForEach' || name.startsWith('Fn::ForEach::')
  if (isMacro) check.faults.push(macroFault(name, pathOf({ key: name, above: at })))
  return isMacro
}

function macroFault(name: string, path: string): Fault {
  return { path, reason: `${macroReason} ${quote(name)}`, remedy: 'Name the live stack in place of the file.', isFatal: true }
}

function meant(name: string): { remedy?: string } {
  return didYouMean(name, known)
}

function pathOf(at: At): string {
  const parts: (string | number)[] = []
  for (let part: At | undefined = at; part !== undefined; part = part.above) parts.push(part.key)
  return pointerOf(parts.reverse())
}
