import type { Environment } from '../ports/index.ts'
import type { Output } from '../ports/output.ts'
import { createRedactor } from './redaction.ts'

/** A stream that text is written to: what we need of process.stdout and process.stderr. */
export interface TextStream {
  write(text: string): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

const defaultColumns = 100

/**
 * Writes text as it is to standard output and standard error (`process` has both). The secrets of `environment`, and
 * those told to `hide`, are taken out of everything. A reader that has gone away (EPIPE, as in `| head`) is not an error.
 */
export function createOutput(streams: { readonly stdout: TextStream; readonly stderr: TextStream }, environment: Environment): Output {
  const redactor = createRedactor(environment)
  const { stdout, stderr } = streams
  for (const stream of [stdout, stderr]) stream.on('error', ignoreGoneReader)
  return {
    print: (text) => void stdout.write(redactor.redact(text)),
    report: (text) => void stderr.write(redactor.redact(text)),
    hide: (secret) => redactor.hide(secret),
    isTerminal: stderr.isTTY === true && environment.TERM !== 'dumb' && environment.CI === undefined,
    wantsColour: stdout.isTTY === true && environment.TERM !== 'dumb' && (environment.NO_COLOR ?? '') === '',
    columns: stderr.columns || defaultColumns, // a terminal that does not know its width says 0
  }
}

function ignoreGoneReader(error: Error & { code?: string }): void {
  if (error.code !== 'EPIPE') throw error
}
