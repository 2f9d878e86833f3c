import type { Environment } from '../ports/index.ts'
import type { Output } from '../ports/output.ts'
import { createRedactor } from './redaction.ts'
import { regionOf } from './region.ts'

/** A stream that text is written to: what we need of process.stdout and process.stderr. */
export interface TextStream {
  write(text: string): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

const defaultColumns = 100
const defaultRows = 24

/**
 * Writes text as it is to standard output and standard error (`process` has both). The secrets of `environment`, and
 * those told to `hide`, are taken out of everything. A reader that has gone away (EPIPE, as in `| head`) is not an error.
 */
export function createOutput(streams: { readonly stdout: TextStream; readonly stderr: TextStream }, environment: Environment): Output {
  const redactor = createRedactor(environment)
  const { stdout, stderr } = streams
  for (const stream of [stdout, stderr]) stream.on('error', ignoreGoneReader)
  const isTerminal = stderr.isTTY === true && environment.TERM !== 'dumb' && !isCi(environment)
  const region = regionOf(stderr)
  return {
    print: (text) => region.write(redactor.redact(text), stdout),
    report: (text) => region.write(redactor.redact(text), stderr),
    show: (lines) => (isTerminal ? region.show(lines.map((line) => redactor.redact(line))) : undefined),
    hide: (secret) => redactor.hide(secret),
    isTerminal,
    wantsColour: stdout.isTTY === true && environment.TERM !== 'dumb' && (environment.NO_COLOR ?? '') === '',
    // A terminal that does not know its size says 0; one that is resized says another.
    get columns() {
      return stderr.columns || defaultColumns
    },
    get rows() {
      return stderr.rows || defaultRows
    },
  }
}

function isCi({ CI }: Environment): boolean {
  return CI !== undefined && !/^(|0|false)$/i.test(CI)
}

function ignoreGoneReader(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') throw error
}
