import { ServiceError } from '../protocol/service-error.ts'
import type { Fault } from '../types.ts'

/** Everything that can be made to go wrong, as `PUT /_local/faults` takes it. What is left out goes well. */
export interface FaultSettings {
  /** The same seed gives the same faults for the same calls. */
  seed: number
  faults: Fault[]
  /** Calls a second that an operation may take, by its name; `*` is each of all others. More are throttled. */
  rates: Record<string, number>
  /** Real milliseconds before an answer. */
  latencyMs: number
  /** How far the cloud's clock is ahead of everyone's (behind, where negative). */
  clockSkewSeconds: number
  /** Reads answer as things were so many real seconds ago: all of them, or a share from 0 to 1. */
  stale: { seconds: number; share: number }
  /** Real seconds from its first use after which an access key is refused; 0 is never. */
  keySeconds: number
  /** Real seconds that credentials of STS last, whatever was asked for; 0 is as asked. */
  sessionSeconds: number
}

/** Reads settings that came over HTTP, from a file or the environment. Throws ServiceError `ValidationException`. */
export function parseSettings(value: unknown): FaultSettings {
  if (!isObject(value)) throw refusal('faults are a JSON object')
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(calm(), name))
  if (unknown !== undefined) throw refusal(`there is no setting ${unknown}; there are ${Object.keys(calm()).join(', ')}`)
  const stale = isObject(value.stale) ? value.stale : {}
  return {
    seed: numberOf(value, 'seed', 1),
    faults: listOf(value.faults).map(parseFault),
    rates: ratesOf(value.rates),
    latencyMs: numberOf(value, 'latencyMs', 0),
    clockSkewSeconds: numberOf(value, 'clockSkewSeconds', 0),
    stale: { seconds: numberOf(stale, 'seconds', 0), share: numberOf(stale, 'share', 1) },
    keySeconds: numberOf(value, 'keySeconds', 0),
    sessionSeconds: numberOf(value, 'sessionSeconds', 0),
  }
}

/** The settings under which nothing goes wrong. */
export function calm(): FaultSettings {
  const stale = { seconds: 0, share: 1 }
  return { seed: 1, faults: [], rates: {}, latencyMs: 0, clockSkewSeconds: 0, stale, keySeconds: 0, sessionSeconds: 0 }
}

function parseFault(value: unknown): Fault {
  if (!isObject(value)) throw refusal('a fault is an object with "on" and "with"')
  const { on, with: outcome } = value
  if (typeof on !== 'string' || typeof outcome !== 'string') throw refusal('a fault needs the texts "on" and "with"')
  const unknown = Object.keys(value).find((name) => name !== 'on' && name !== 'with' && !limits.includes(name))
  if (unknown !== undefined) throw refusal(`a fault has no ${unknown}; beside "on" and "with" it has ${limits.join(', ')}`)
  const given = limits.filter((name) => value[name] !== undefined)
  return { on, with: outcome, ...Object.fromEntries(given.map((name) => [name, numberOf(value, name, 0)])) }
}

const limits = ['times', 'share', 'after', 'seconds']

function ratesOf(value: unknown): Record<string, number> {
  if (value === undefined) return {}
  if (!isObject(value)) throw refusal('rates are an object: calls a second by operation')
  return Object.fromEntries(Object.keys(value).map((name) => [name, numberOf(value, name, 0)]))
}

function numberOf(value: Record<string, unknown>, name: string, usual: number): number {
  const found = value[name] ?? usual
  if (typeof found === 'number' && Number.isFinite(found)) return found
  throw refusal(`${name} is a number`)
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  throw refusal('faults are a list')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(reason: string): ServiceError {
  return new ServiceError('ValidationException', `${reason}.`)
}
