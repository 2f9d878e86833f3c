import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { textsOf } from './executor.ts'

export type When = 'always' | 'on_success' | 'on_fail'

export interface RunStep {
  kind: 'run'
  name: string
  command: string
  environment: Record<string, string>
  workingDirectory: string
  when: When
  background: boolean
  noOutputTimeoutMs: number
  /** As it is written, such as `/bin/sh -e`; the job's where there is none. */
  shell?: string
}

/** One step as a job's machine meets it: no parameters, commands or conditions left. */
export type Step =
  | { kind: 'checkout' }
  | RunStep
  | { kind: 'attach_workspace'; at: string }
  | { kind: 'persist_to_workspace'; root: string; paths: string[] }
  | { kind: 'store_artifacts'; path: string; destination: string }
  | { kind: 'store_test_results'; path: string }
  | { kind: 'save_cache'; key: string; paths: string[]; when: When }
  | { kind: 'restore_cache'; keys: string[] }

/** A step of CircleCI's own, `{kind: body}`, with everything that it leaves out. */
export function readStep(step: Mapping): Step {
  const [kind = '', written = null] = Object.entries(step)[0] ?? []
  const body: Mapping = isMapping(written) ? written : { command: written }
  const text = (key: string, otherwise = ''): string => String(body[key] ?? otherwise)
  const when = text('when', 'on_success') as When
  switch (kind) {
    case 'checkout':
      return { kind }
    case 'attach_workspace':
      return { kind, at: text('at') }
    case 'persist_to_workspace':
      return { kind, root: text('root'), paths: textsIn(body.paths) }
    case 'store_artifacts':
      return { kind, path: text('path'), destination: text('destination', text('path')) }
    case 'store_test_results':
      return { kind, path: text('path') }
    case 'save_cache':
      return { kind, key: text('key'), paths: textsIn(body.paths), when }
    case 'restore_cache':
      return { kind, keys: body.keys === undefined ? [text('key')] : textsIn(body.keys) }
    default:
      return readRun(body, text, when)
  }
}

function readRun(body: Mapping, text: (key: string, otherwise?: string) => string, when: When): RunStep {
  return {
    kind: 'run',
    name: text('name', text('command')),
    command: text('command'),
    environment: textsOf(body.environment),
    workingDirectory: text('working_directory', '.'),
    when,
    background: body.background === true,
    noOutputTimeoutMs: millisecondsOf(text('no_output_timeout', '10m')),
    ...(body.shell === undefined ? {} : { shell: text('shell') }),
  }
}

function textsIn(value: Value | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** A duration such as `90s`, `10m` or `1h30m`. */
function millisecondsOf(text: string): number {
  const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.length === 0) throw new Error(`no_output_timeout is no duration: ${text}`)
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0)
}
