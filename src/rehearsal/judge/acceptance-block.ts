import type { Finding } from '../types.ts'

const days = 30
const dayMs = 86_400_000

/** Pure: the entry of `accept` in replica.yml that accepts a finding for 30 days, as one line of YAML. */
export function acceptanceBlock(finding: Finding, today: string): string {
  const until = new Date(Date.parse(`${today}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
  const { rule, store, table, column, pipeline } = finding
  const names = Object.entries({ rule, store, table, column, pipeline }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${quoteScalar(value)}`],
  )
  return `- {${[...names, 'because: "say why it is intended"', `until: ${until}`].join(', ')}}`
}

/** A name as YAML takes it, whatever it holds. */
function quoteScalar(text: string): string {
  const isPlain = /^[A-Za-z_][\w.-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain ? text : JSON.stringify(text)
}
