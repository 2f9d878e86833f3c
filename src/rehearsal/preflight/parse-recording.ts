import { fail } from '../../errors.ts'
import { isRecord } from '../../production/json.ts'
import type { KeptRecording, KeptStatement, KeptStore } from './types.ts'

/** Reads recording.json. Whatever is not exactly as it should be is refused whole. Throws `preflight.bad_recording`. */
export function parseRecording(text: string, path: string): KeptRecording {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw fail('preflight.bad_recording', { path, reason: 'it is not JSON' }, error)
  }
  if (!isRecord(value) || !('version' in value)) throw fail('preflight.bad_recording', { path, reason: 'it is no recording' })
  if (value.version !== 1) throw fail('preflight.bad_recording', { path, reason: 'another version of the helper wrote it' })
  const { stores, pipelines, madeBy } = value
  if (typeof madeBy === 'string' && everyValue(stores, isStore) && everyValue(pipelines, isPipeline))
    return value as unknown as KeptRecording
  throw fail('preflight.bad_recording', { path, reason: 'parts of it are missing or of another kind' })
}

function isStore(value: unknown): value is KeptStore {
  return (
    isRecord(value) &&
    (value.engine === 'postgres' || value.engine === 'redshift') &&
    Number.isInteger(value.serverVersion) &&
    isRecord(value.dump) &&
    isTexts(value.dump.ddl) &&
    isTexts(value.dump.roles) &&
    isOptionalText(value.dump.searchPath)
  )
}

function isPipeline(value: unknown): boolean {
  return everyValue(value, (statements) => Array.isArray(statements) && statements.every(isStatement))
}

function isStatement(value: unknown): value is KeptStatement {
  return (
    isRecord(value) &&
    typeof value.fingerprint === 'string' &&
    typeof value.text === 'string' &&
    isOptionalText(value.query) &&
    isOptionalText(value.setup) &&
    isTouches(value.touches)
  )
}

function isTouches(value: unknown): boolean {
  return (
    Array.isArray(value) && value.every((each) => isRecord(each) && typeof each.name === 'string' && typeof each.delivered === 'boolean')
  )
}

const isOptionalText = (value: unknown): boolean => value === undefined || typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((each) => typeof each === 'string')

function everyValue(value: unknown, test: (each: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(test)
}
