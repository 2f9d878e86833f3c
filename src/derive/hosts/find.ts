import { foldText } from '../../production/fold.ts'
import type { JsonValue } from '../../production/json.ts'
import { isMap } from '../decide/edit.ts'
import type { Held, Holdings } from './held.ts'

/** An instance, or a group of one, that commands can be sent to. */
export interface Host extends Held {
  kind: 'instance' | 'group'
  /** What says how it starts, the weightiest first: the instance itself, its launch template or launch configuration. */
  launches: readonly Held[]
}

/** Every host of the drafts: instances first, then groups, each in the order of the stacks. Windows knows no shell scripts. */
export function findHosts(holdings: Holdings): Host[] {
  const instances = holdings.ofType('AWS::EC2::Instance').map((held): Host => {
    return { ...held, kind: 'instance', launches: [held, ...templatesOf(held, holdings)] }
  })
  const groups = holdings.ofType('AWS::AutoScaling::AutoScalingGroup').map((held): Host => {
    return { ...held, kind: 'group', launches: templatesOf(held, holdings) }
  })
  return [...instances, ...groups.filter(({ launches }) => launches.length > 0)].filter((host) => !isWindows(host, holdings))
}

/** What the launches say under any of these names, of the weightiest that says anything. */
export function settingsOf({ launches }: Host, names: readonly string[], holdings: Holdings): { held: Held; value: JsonValue }[] {
  for (const held of launches) {
    const data = launchData(held, holdings)
    const said = names.flatMap((name) => valuesAt(data, name.split('.')))
    if (said.length > 0) return said.map((value) => ({ held, value }))
  }
  return []
}

/** The properties that start an instance: those of a launch template lie one level deeper. */
export function launchData(held: Held, holdings: Holdings): Record<string, JsonValue> {
  const { Type, Properties = {} } = holdings.resource(held) ?? {}
  if (Type !== 'AWS::EC2::LaunchTemplate') return Properties
  return isMap(Properties.LaunchTemplateData) ? Properties.LaunchTemplateData : {}
}

const launchTypes = new Set(['AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::Instance'])

function templatesOf(held: Held, holdings: Holdings): Held[] {
  const { LaunchTemplate, LaunchConfigurationName, InstanceId, MixedInstancesPolicy } = holdings.resource(held)?.Properties ?? {}
  const said = [LaunchTemplate, LaunchConfigurationName, InstanceId, MixedInstancesPolicy].filter((value) => value !== undefined)
  return holdings.reach(said, held.stack).filter((each) => launchTypes.has(holdings.resource(each)?.Type ?? ''))
}

function isWindows(host: Host, holdings: Holdings): boolean {
  return settingsOf(host, ['ImageId'], holdings).some(({ held, value }) => {
    const text = `${JSON.stringify(value)} ${foldText(value, held.stack.scope) ?? ''}`
    return /windows/i.test(text)
  })
}

/** `NetworkInterfaces.*.GroupSet`; the entries of lists one by one. */
function valuesAt(value: JsonValue | undefined, [key, ...rest]: readonly string[]): JsonValue[] {
  if (value === undefined) return []
  if (key === undefined) return [value]
  if (key === '*') return Array.isArray(value) ? value.flatMap((each) => valuesAt(each, rest)) : []
  return isMap(value) && Object.hasOwn(value, key) ? valuesAt(value[key], rest) : []
}
