import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { includeFiles } from './include.ts'
import { isMapping, kinds, type Mapping, type Orb } from './types.ts'

/**
 * Reads an orb's source folder as `circleci orb pack` does: @orb.yml is the document, each folder a key, each file in it
 * a component under its own name, and `<<include(file)>>` the text of that file. Throws with the file's name.
 */
export function readSource(folder: string): Orb {
  const components = kinds.map((kind) => [kind, readComponents(folder, kind)] as const)
  return { ...readMapping(join(folder, '@orb.yml')), ...Object.fromEntries(components) } as Orb
}

function readComponents(folder: string, kind: string): Record<string, Mapping> {
  if (!existsSync(join(folder, kind))) return {}
  const files = readdirSync(join(folder, kind)).filter((name) => /\.ya?ml$/.test(name))
  return Object.fromEntries(files.sort().map((name) => [basename(name).replace(/\.ya?ml$/, ''), readComponent(folder, kind, name)]))
}

/** Examples show how the orb is used, so what looks like an include in one is only text. */
function readComponent(folder: string, kind: string, name: string): Mapping {
  const path = join(folder, kind, name)
  const component = readMapping(path)
  return kind === 'examples' ? component : (includeFiles(component, { path, folder }) as Mapping)
}

function readMapping(path: string): Mapping {
  let value: unknown
  try {
    value = parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  if (!isMapping(value as Mapping)) throw new Error(`${path}: a mapping is needed here`)
  return value as Mapping
}
