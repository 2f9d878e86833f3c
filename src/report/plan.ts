import type { Decision, Leak, Plan, PlannedStack } from '../derive/types.ts'

/** The plan for a terminal: per stack a table of resource, decision and reasons; then stores and leaks. Plain text. */
export function formatPlan(plan: Plan): string {
  const sections = [
    `Plan for replica ${plan.replicaId} in ${plan.region} (account ${plan.account})`,
    ...plan.stacks.map(formatStack),
    formatStores(plan),
    formatLeaks(plan.leaks),
    formatSummary(plan),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function formatStack(stack: PlannedStack): string {
  const after = stack.needs.length === 0 ? '' : `, after ${stack.needs.join(', ')}`
  const rows = stack.decisions.map((decision) => [`${decision.logicalId}`, shortType(decision.type), decision.kind, reasonsOf(decision)])
  return [`${stack.production} → ${stack.name}${after}`, ...table([['resource', 'type', 'decision', 'why'], ...rows])].join('\n')
}

function reasonsOf(decision: Decision): string {
  return decision.reasons.map((each) => each.reason).join('; ')
}

function shortType(type: string): string {
  return type.replace(/^AWS::/, '')
}

function formatStores(plan: Plan): string {
  const rows = Object.entries(plan.stores).map(([name, store]) => [name, store.engine, `${store.stack}/${store.logicalId}`, store.database])
  return rows.length === 0 ? '' : ['Stores', ...table([['store', 'engine', 'resource', 'database'], ...rows])].join('\n')
}

function formatLeaks(leaks: readonly Leak[]): string {
  if (leaks.length === 0) return 'Leaks: none. No string in the derived templates leads to production.'
  const rows = leaks.map((leak) => [leak.allowed ? 'allowed' : 'LEAK', `${leak.stack}${leak.path}`, leak.found, leak.meaning])
  const open = leaks.filter((leak) => !leak.allowed).length
  const title =
    open === 0 ? 'Leaks: all are allowed by replica.allow' : `Leaks: ${open} must be mended, or allowed by name in replica.allow`
  return [title, ...table([['', 'where', 'found', 'what it is'], ...rows])].join('\n')
}

function formatSummary(plan: Plan): string {
  const counts = new Map<string, number>()
  for (const stack of plan.stacks) for (const { kind } of stack.decisions) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  const parts = [...counts].map(([kind, count]) => `${count} ${kind}`)
  return `${plan.stacks.length} stacks: ${parts.join(', ')}`
}

/** Columns as wide as their widest cell; the last one runs free. Control characters of templates are not passed on. */
function table(rows: readonly (readonly string[])[]): string[] {
  const clean = rows.map((row) => row.map((cell) => cell.replaceAll(/\p{Cc}/gu, ' ')))
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => (row[column] ?? '').length)))
  return clean.map((row) =>
    `  ${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  )
}
