import { needsOf } from '../../derive/estimate/chain.ts'
import type { PlannedNested } from '../../derive/types.ts'
import type { DeploymentMode } from '../../ports/stacks.ts'
import type { Template, TemplateResource } from '../../production/types.ts'

/** What is made, as far as it says how long that takes. */
export interface Made {
  template: Template
  /** The templates of nested stacks, by the logical id of the resource that stands for each. */
  nested?: Readonly<Record<string, PlannedNested>>
  /** How; standard where nothing is said. */
  mode?: DeploymentMode
}

/** The resource that an event or a timeline is about: `Id`, or `Parent/Id` of a nested stack. Undefined where there is none. */
export function resourceAt(made: Pick<Made, 'template' | 'nested'>, logicalId: string): TemplateResource | undefined {
  const [first = '', ...rest] = logicalId.split('/')
  const { template, nested = {} } = made
  if (rest.length === 0) return Object.hasOwn(template.Resources, first) ? template.Resources[first] : undefined
  const inner = Object.hasOwn(nested, first) ? nested[first] : undefined
  return inner === undefined ? undefined : resourceAt(inner, rest.join('/'))
}

/** How many resources there are, nested stacks included. */
export function countResources({ template, nested = {} }: Pick<Made, 'template' | 'nested'>): number {
  const inner = Object.values(nested).reduce((sum, child) => sum + countResources(child), 0)
  return Object.keys(template.Resources).length + inner
}

/** The resources that others wait for, by logical id, of nested stacks as `Parent/Id`. */
export function awaitedIn({ template, nested = {} }: Pick<Made, 'template' | 'nested'>, path = ''): Set<string> {
  const own = Object.values(template.Resources).flatMap((resource) => [...needsOf(resource)].map((id) => `${path}${id}`))
  const inner = Object.entries(nested).flatMap(([id, child]) => [...awaitedIn(child, `${path}${id}/`)])
  return new Set([...own, ...inner])
}

/** Others measured 22 s for stacks of queues or buckets in express mode, of which half are the stack's own. */
const expressSeconds = 10

/** The seconds that a resource takes in that mode: express mode waits for nothing, except the code of custom resources. */
export function inExpress(type: string, mode: DeploymentMode | undefined, seconds: number): number {
  const waits = mode !== 'EXPRESS' || !type.startsWith('AWS::') || type === 'AWS::CloudFormation::CustomResource'
  return waits ? seconds : Math.min(seconds, expressSeconds)
}
