import type { Writable } from 'node:stream'

/** What the person at the terminal reads. Everything goes to one stream, in the order in which it happens. */
export interface Show {
  /** A step of the demo begins. */
  step(title: string): void
  /** A plain line. */
  line(text: string): void
  /** A line of another program's progress: indented and dimmed. */
  progress(text: string): void
  /** A line of another program's result: indented. */
  result(text: string): void
}

/** Colours only on a terminal that wants them. */
export function createShow(stream: Writable & { isTTY?: boolean }, environment: NodeJS.ProcessEnv): Show {
  const colours = stream.isTTY === true && !environment.NO_COLOR
  const paint = (code: number, text: string): string => (colours ? `\u001b[${code}m${text}\u001b[0m` : text)
  const write = (text: string): void => {
    stream.write(`${text.trimEnd()}\n`)
  }
  return {
    step: (title) => write(`\n${paint(1, title)}`),
    line: write,
    progress: (text) => write(paint(2, `    ${text}`)),
    result: (text) => write(`    ${text}`),
  }
}
