import type { Node } from 'yaml'
import { ConfigDocument } from './document.ts'
import { type Parameter, readParameters } from './parameters.ts'

const deepestOrb = 4

/** The kinds of parts that a config or an orb defines. */
export type Kind = 'jobs' | 'commands' | 'executors'

/** What a name stands for: its parameters, `unchecked` when its orb is not at hand, or undefined: nothing of that name. */
export type Found = ReadonlyMap<string, Parameter> | 'unchecked' | undefined

/** Finds what a config's names stand for, in itself and in the orbs at hand. */
export class Definitions {
  readonly #document: ConfigDocument
  readonly #scope: Node | undefined
  readonly #orbs: ReadonlyMap<string, Definitions | 'unchecked'>

  constructor(document: ConfigDocument, scope: Node | undefined, packed: Readonly<Record<string, string>>, depth = 0) {
    this.#document = document
    this.#scope = scope
    this.#orbs = readOrbs(document, scope, packed, depth)
  }

  find(kind: Kind, name: string): Found {
    const [alias = '', inner] = name.split('/', 2)
    if (inner !== undefined) {
      const orb = this.#orbs.get(alias)
      return orb === undefined || orb === 'unchecked' ? orb : orb.find(kind, inner)
    }
    const entry = this.#document.entries(this.#document.get(this.#scope, kind)).find(({ key }) => key === name)
    return entry && readParameters(this.#document, entry.value)
  }
}

function readOrbs(
  document: ConfigDocument,
  scope: Node | undefined,
  packed: Readonly<Record<string, string>>,
  depth: number,
): Map<string, Definitions | 'unchecked'> {
  const orbs = new Map<string, Definitions | 'unchecked'>()
  for (const { key, keyNode, value } of document.entries(document.get(scope, 'orbs'))) {
    const reference = document.text(value)
    const orb = reference === undefined ? readInline(document, value, packed, depth) : readPacked(reference, packed)
    orbs.set(key, orb ?? 'unchecked')
    if (orb === undefined)
      document.report(
        'unchecked',
        keyNode,
        `the orb "${reference ?? key}" is not at hand: its calls are not checked`,
        'Nothing need be done.',
      )
  }
  return orbs
}

/** An orb written out in the config; an empty one is filled in before the config runs, so what it will hold is unknown. */
function readInline(
  document: ConfigDocument,
  orb: Node | undefined,
  packed: Readonly<Record<string, string>>,
  depth: number,
): Definitions | undefined {
  // An alias can make an orb hold itself.
  if (depth >= deepestOrb || document.entries(orb).length === 0) return undefined
  return new Definitions(document, orb, packed, depth + 1)
}

function readPacked(reference: string, packed: Readonly<Record<string, string>>): Definitions | undefined {
  const name = reference.split('@', 1)[0] ?? ''
  if (!Object.hasOwn(packed, name)) return undefined
  const orb = new ConfigDocument({ path: name, text: packed[name] ?? '' })
  return orb.problems.length > 0 ? undefined : new Definitions(orb, orb.root, {})
}
