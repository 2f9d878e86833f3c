import type { ReplicaError } from '../errors.ts'

/** An error as people read it: what, where, what to do; each of several in turn. The stack only where asked for. */
export function formatError(error: ReplicaError, options: { verbose: boolean }): string {
  if (error.problems.length > 0) return error.problems.map((problem) => formatError(problem, options)).join('\n')
  const { place, message, remedy } = error.text
  const lines = [`error: ${place === undefined ? '' : `${place}: `}${message}`, ...remedy.split('\n').map((line) => `  ${line}`)]
  lines.push(`  (${error.code})`)
  return options.verbose ? [...lines, ...details(error)].join('\n') : lines.join('\n')
}

/** The same for a machine: one JSON document. */
export function formatErrorJson(error: ReplicaError): string {
  const problems = error.problems.length > 0 ? error.problems : [error]
  return JSON.stringify({ errors: problems.map(({ code, text }) => ({ code, ...text })) }, null, 2)
}

function details(error: ReplicaError): string[] {
  const lines = [error.stack ?? '']
  for (let cause = error.cause; cause !== undefined && cause !== null; cause = cause instanceof Error ? cause.cause : undefined) {
    lines.push(`caused by: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
  }
  return lines
}
