import { catalogue, ExitCode, isReplicaError, ReplicaError } from '../../errors.ts'
import type { Emit, Event } from '../../events.ts'
import { eventLines, formatEvent } from '../../events.ts'

/** An error of the catalogue as plain data. */
export interface StoredError {
  code: string
  text: { message: string; place?: string; remedy: string; exitCode: number }
  problems: readonly StoredError[]
}

export function storeError(error: ReplicaError): StoredError {
  const { code, text, problems } = error
  return { code, text: { ...text }, problems: problems.map(storeError) }
}

/** The error again, as if it had happened here; undefined for what is none of the catalogue. */
export function reviveError({ code, text, problems }: StoredError): ReplicaError | undefined {
  const isKnown = code === 'several' || Object.hasOwn(catalogue, code)
  const exitCode = Object.values(ExitCode).find((known) => known === text?.exitCode)
  if (!isKnown || exitCode === undefined || typeof text.message !== 'string' || typeof text.remedy !== 'string') return undefined
  const found = problems.map(reviveError).filter((problem) => problem !== undefined)
  return new ReplicaError(code as ReplicaError['code'], { ...text, exitCode }, { problems: found })
}

/** Tells an event of another machine as if it had happened here; what is none of the catalogue is not told. */
export function reviveEvent({ code, data }: Event, emit: Emit): void {
  if (!Object.hasOwn(eventLines, code) || typeof data !== 'object' || data === null) return
  try {
    formatEvent({ code, data, at: '' } as Event)
  } catch {
    return
  }
  emit(code, data as never)
}

/** Any error as one of the catalogue. */
export function asReplicaError(error: unknown, wrap: (reason: string) => ReplicaError): ReplicaError {
  return isReplicaError(error) ? error : wrap(error instanceof Error ? error.message : String(error))
}
