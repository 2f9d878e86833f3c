import { nearest } from '../spec/nearest.ts'
import { isRecord } from './json.ts'
import type { Template } from './types.ts'

/** What is wrong with a template, and where. */
export interface Fault {
  /** JSON pointer into the template. */
  path: string
  /** A sentence without its full stop. */
  reason: string
  remedy?: string
  /** The derivation cannot work with it, even where AWS could. */
  isFatal: boolean
}

/** The names that a template defines, and how sure that is. */
export interface Outline {
  parameters: ReadonlySet<string>
  resources: ReadonlySet<string>
  conditions: ReadonlySet<string>
  mappings: ReadonlySet<string>
  /** Logical ids that AWS expands to several resources, whose names begin with it: SAM's types and modules. */
  generators: readonly string[]
  /** AWS::LanguageExtensions: functions may stand where names do. */
  isExtended: boolean
  /** A macro of the account's own may make any name and take any form. */
  isOpen: boolean
}

/** Transforms that make no names but those that `generators` begin. */
const knownTransforms = /^AWS::(Serverless-2016-10-31|LanguageExtensions|SecretsManager-.*|CodeDeployBlueGreen)$/

export function outlineOf(template: Template): Outline {
  const transforms = transformsOf(template)
  const resources = Object.entries(template.Resources).filter(([, resource]) => typeof resource.Type === 'string')
  const generated = resources.filter(([, { Type }]) => /^AWS::Serverless::|::MODULE$/.test(Type)).map(([id]) => id)
  const isServerless = resources.some(([, { Type }]) => Type.startsWith('AWS::Serverless::'))
  return {
    parameters: keysOf(template.Parameters),
    resources: keysOf(template.Resources),
    conditions: keysOf(template.Conditions),
    mappings: keysOf(template.Mappings),
    generators: isServerless ? [...generated, 'Serverless'] : generated,
    isExtended: transforms.includes('AWS::LanguageExtensions'),
    isOpen: transforms.some((name) => !knownTransforms.test(name)),
  }
}

/** Names of a template's own transforms; that of a form which is not known is `?`. */
export function transformsOf(template: Template): string[] {
  const all = template.Transform === undefined ? [] : [template.Transform].flat()
  return all.map((each) => {
    const name = isRecord(each) ? each.Name : each
    return typeof name === 'string' ? name : '?'
  })
}

/** A remedy that names what was perhaps meant; undefined where nothing is near. */
export function didYouMean(name: string, known: Iterable<string>): { remedy?: string } {
  // A near name is about as long; hostile templates have many long ones.
  const alike = [...known].filter((each) => Math.abs(each.length - name.length) <= Math.max(1, name.length / 3))
  const close = nearest(name, alike.slice(0, 500))
  return close === undefined ? {} : { remedy: `Did you mean "${close}"?` }
}

/** A name in a message: hostile ones can be of any length. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}…` : name)
}

function keysOf(section: object | undefined): Set<string> {
  return new Set(Object.keys(section ?? {}))
}
