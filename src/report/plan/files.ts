import { createHash } from 'node:crypto'
import type { PlannedNested, PlannedStack } from '../../derive/types.ts'
import type { JsonValue } from '../../production/json.ts'
import { formatTemplate } from '../../production/print-template.ts'
import type { Production, Template } from '../../production/types.ts'
import { secretParameters } from './mask.ts'
import type { PlanReport } from './types.ts'

/** A file of `plan --out`; its path is relative to the folder, and stays within it whatever stacks are called. */
export interface PlanFile {
  path: string
  text: string
}

/**
 * The derived templates as files that `aws cloudformation package` and `deploy` take: each stack's, those nested in it
 * beside it, and its parameters. Secret parameters are in no file.
 */
export function planFiles(plan: PlanReport, production: Pick<Production, 'stacks'>): PlanFile[] {
  const texts = new Map(production.stacks.map((stack) => [stack.name, stack.text]))
  const naming: Naming = { texts, taken: new Set(['plan', 'parameters']) }
  return plan.stacks.flatMap((stack) => {
    const name = claimName(stack.production === '' ? stack.name : stack.production, naming)
    return [...templateFiles(stack, name, naming), ...parameterFile(stack, name)]
  })
}

/** Parameters that no file holds, as `stack: parameter (why)`. */
export function parametersLeftOut(plan: PlanReport): string[] {
  return plan.stacks.flatMap((stack) => {
    return secretParameters(stack.template).map((name) => `${stack.production}: ${name} (secret)`)
  })
}

interface Naming {
  /** Of production's templates, by stack. */
  texts: ReadonlyMap<string, string | undefined>
  /** In lower case: some file systems know no other. */
  taken: Set<string>
}

/** The template and, before it, those nested in it, whose paths it names. */
function templateFiles(stack: Pick<PlannedNested, 'production' | 'template' | 'nested'>, name: string, naming: Naming): PlanFile[] {
  const urls = new Map<string, string>()
  const nested = Object.entries(stack.nested).flatMap(([logicalId, child]) => {
    const files = templateFiles(child, claimName(`${name}-${logicalId}`, naming), naming)
    const own = files.at(-1)
    if (own !== undefined) urls.set(logicalId, `./${own.path}`)
    return files
  })
  const text = formatTemplate(withUrls(stack.template, urls), naming.texts.get(stack.production))
  return [...nested, { path: `${name}.${text.trimStart().startsWith('{') ? 'json' : 'yml'}`, text }]
}

function withUrls(template: Template, urls: ReadonlyMap<string, string>): Template {
  if (urls.size === 0) return template
  const resources = Object.entries(template.Resources).map(([logicalId, resource]) => {
    const url = urls.get(logicalId)
    return [logicalId, url === undefined ? resource : { ...resource, Properties: { ...resource.Properties, TemplateURL: url } }] as const
  })
  return { ...template, Resources: Object.fromEntries(resources) }
}

/** In the form that the AWS CLI's `--parameters file://…` takes. */
function parameterFile(stack: PlannedStack, name: string): PlanFile[] {
  const secret = new Set(secretParameters(stack.template))
  const all = Object.entries(stack.parameters).filter(([key]) => !secret.has(key))
  const values: JsonValue = all.map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
  return values.length === 0 ? [] : [{ path: `parameters/${name}.json`, text: `${JSON.stringify(values, null, 2)}\n` }]
}

/** The name itself where it is a plain one that nothing else has; otherwise what is plain in it, with a digest of the whole. */
function claimName(name: string, { taken }: Naming): string {
  const plain = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+|[.-]+$/g, '')
  const digest = createHash('sha256').update(name).digest('hex')
  const isUsable = plain === name && name.length <= 200 && !taken.has(name.toLowerCase())
  const short = `${plain.slice(0, 100)}-${digest.slice(0, 8)}`.replace(/^-/, '')
  const claimed = isUsable ? name : taken.has(short.toLowerCase()) ? `${short}-${taken.size}` : short
  taken.add(claimed.toLowerCase())
  return claimed
}
