import type { Node } from 'yaml'
import type { ConfigDocument } from '../check/document.ts'
import { actsOfShell, isActName } from './shell-acts.ts'
import type { Act } from './types.ts'

const deepestSteps = 20
/** Commands that call commands twice grow without bound. */
const mostSteps = 20_000

type Reading = { condition: string; depth: number }

/** Finds what jobs do to a replica: by the orb, under any alias, or in steps written by hand. */
export class Acts {
  readonly #document: ConfigDocument
  /** The names under which the config knows our orb. */
  readonly aliases: ReadonlySet<string>
  #left = mostSteps

  constructor(document: ConfigDocument) {
    this.#document = document
    const orbs = document.entries(document.get(document.root, 'orbs'))
    this.aliases = new Set(orbs.filter(({ key, value }) => isOurs(key, document.text(value))).map(({ key }) => key))
  }

  /** Those of a job that a workflow calls, hooks and the workflow's own steps included, in the order of the steps. */
  ofJob(name: string, node: Node, body: Node | undefined): Act[] {
    const own = this.#inOrb(name, node, '')
    const definition = this.#document.get(this.#document.get(this.#document.root, 'jobs'), name)
    return [
      ...this.#ofKey(body, 'pre-steps'),
      ...(own ? this.#ofKey(body, 'before') : []),
      ...(own ?? this.#ofKey(definition, 'steps')),
      ...(own ? this.#ofKey(body, 'after') : []),
      ...this.#ofKey(body, 'post-steps'),
    ]
  }

  #ofKey(node: Node | undefined, key: string): Act[] {
    return this.#ofSteps(this.#document.get(node, key), { condition: '', depth: 0 })
  }

  #ofSteps(steps: Node | undefined, reading: Reading): Act[] {
    if (reading.depth > deepestSteps) return []
    return this.#document.items(steps).flatMap((step) => (this.#left-- > 0 ? this.#ofStep(step, reading) : []))
  }

  #ofStep(step: Node, reading: Reading): Act[] {
    const [entry] = this.#document.entries(step)
    const name = this.#document.text(step) ?? entry?.key
    if (name === undefined) return []
    if (name === 'run') return this.#ofRun(entry?.value, reading)
    if (name === 'when' || name === 'unless') return this.#ofCondition(name, entry?.value, reading)
    return this.#inOrb(name, entry?.keyNode ?? step, reading.condition) ?? this.#ofCommand(name, reading)
  }

  #ofRun(run: Node | undefined, { condition }: Reading): Act[] {
    const command = this.#document.get(run, 'command')
    const text = this.#document.text(run) ?? this.#document.text(command) ?? ''
    const written = this.#document.text(this.#document.get(run, 'when'))
    const when = written === 'always' || written === 'on_fail' ? written : 'on_success'
    const node = command ?? run
    return node ? actsOfShell(text).map((name) => ({ name, node, when, condition })) : []
  }

  #ofCondition(kind: string, body: Node | undefined, { condition, depth }: Reading): Act[] {
    const own = `${kind} ${JSON.stringify(this.#document.get(body, 'condition') ?? '')}`
    return this.#ofSteps(this.#document.get(body, 'steps'), { condition: `${condition}${own};`, depth: depth + 1 })
  }

  #ofCommand(name: string, { condition, depth }: Reading): Act[] {
    const command = this.#document.get(this.#document.get(this.#document.root, 'commands'), name)
    return this.#ofSteps(this.#document.get(command, 'steps'), { condition, depth: depth + 1 })
  }

  /** A job or command of our orb; undefined for anybody else's. */
  #inOrb(name: string, node: Node, condition: string): Act[] | undefined {
    const [alias = '', inner = ''] = name.split('/', 2)
    if (!this.aliases.has(alias)) return undefined
    return isActName(inner) ? [{ name: inner, node, when: 'on_success', condition }] : []
  }
}

/** By the registry's name or the address; an orb written out in the config, by its alias. */
function isOurs(alias: string, reference: string | undefined): boolean {
  if (reference === undefined) return alias === 'prod-replica'
  if (/^https?:/.test(reference)) return reference.includes('prod-replica')
  return /(^|\/)prod-replica(@|$)/.test(reference)
}
