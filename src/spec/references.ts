import { fail, type ReplicaError } from '../errors.ts'
import { findCycle } from './cycle.ts'
import { placeAtPath, type SpecDocument } from './document.ts'
import { nearest } from './nearest.ts'
import type { RawSpec } from './raw.ts'

/** Names that must be unique, and names that must be known: stores, pipelines, and a `needs` without a circle. */
export function checkReferences(raw: RawSpec, document: SpecDocument): ReplicaError[] {
  const search: Search = { raw, document, stores: Object.keys(raw.stores ?? {}) }
  return [
    ...duplicates(search, 'check', 'checks'),
    ...duplicates(search, 'pipeline', 'pipelines'),
    ...storeReferences(search),
    ...needsReferences(search),
    ...sqlWithoutStore(search),
    ...cycle(search),
  ]
}

interface Search {
  raw: RawSpec
  document: SpecDocument
  stores: readonly string[]
}

type Path = readonly (string | number)[]

function duplicates(search: Search, kind: string, list: 'checks' | 'pipelines'): ReplicaError[] {
  const names = namesAt(search, list)
  return names.flatMap(({ name, path }, index) =>
    names.findIndex((other) => other.name === name) === index
      ? []
      : [fail('spec.duplicate_name', { place: place(search, path), kind, name })],
  )
}

function storeReferences(search: Search): ReplicaError[] {
  const anyStore = '*'
  const keyed = (list: Path, column: boolean) =>
    keysAt(search, list).map((key) => ({ name: column ? (key.split('.')[0] ?? key) : key, path: [...list, key] }))
  const named = (['checks', 'pipelines', 'accept'] as const).flatMap((list) => valuesAt(search, list, 'store'))
  return [...keyed(['mask'], true), ...keyed(['change', 'migrations'], false), ...named].flatMap(({ name, path }) =>
    path[0] === 'mask' && name === anyStore ? [] : unknown(search, 'store', name, search.stores, path),
  )
}

function needsReferences(search: Search): ReplicaError[] {
  const known = namesAt(search, 'pipelines').map((each) => each.name)
  const pipelines = search.raw.pipelines ?? []
  const needs = pipelines.flatMap((pipeline, index) =>
    (pipeline.needs ?? []).flatMap((name, place) => unknown(search, 'pipeline', name, known, ['pipelines', index, 'needs', place])),
  )
  const accepted = valuesAt(search, 'accept', 'pipeline').flatMap(({ name, path }) => unknown(search, 'pipeline', name, known, path))
  return [...needs, ...accepted]
}

/** An SQL file must know where to run; a command may take any store from `<STORE>_URL`. */
function sqlWithoutStore(search: Search): ReplicaError[] {
  if (search.stores.length < 2) return []
  return (search.raw.pipelines ?? []).flatMap((pipeline, index) => {
    if (pipeline.sql === undefined || pipeline.store !== undefined) return []
    const example = `store: ${search.stores[0]}`
    return [fail('spec.missing_key', { place: place(search, ['pipelines', index]), key: 'store', example })]
  })
}

function cycle(search: Search): ReplicaError[] {
  const pipelines = (search.raw.pipelines ?? []).filter((each) => each.name !== undefined)
  const path = findCycle(new Map(pipelines.map((each) => [each.name as string, each.needs ?? []])))
  if (path === undefined) return []
  const index = pipelines.findIndex((each) => each.name === path[0])
  return [fail('spec.cycle', { place: place(search, ['pipelines', index, 'needs']), path })]
}

function unknown(search: Search, kind: string, name: string, known: readonly string[], path: Path): ReplicaError[] {
  if (known.includes(name)) return []
  const close = nearest(name, known)
  const context = { place: place(search, path), kind, name, known }
  return [fail('spec.unknown_reference', close === undefined ? context : { ...context, nearest: close })]
}

function namesAt(search: Search, list: 'checks' | 'pipelines'): { name: string; path: Path }[] {
  return valuesAt(search, list, 'name')
}

function valuesAt(search: Search, list: 'checks' | 'pipelines' | 'accept', key: string): { name: string; path: Path }[] {
  const items = (search.raw[list] ?? []) as readonly object[]
  return items.flatMap((item, index) => {
    const name = (item as Record<string, unknown>)[key]
    return typeof name === 'string' ? [{ name, path: [list, index, key] }] : []
  })
}

function keysAt(search: Search, path: Path): string[] {
  const found = path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], search.raw)
  return Object.keys((found as object | undefined) ?? {})
}

function place(search: Search, path: Path): string {
  return placeAtPath(search.document, path, path[0] === 'mask' || path[1] === 'migrations')
}
