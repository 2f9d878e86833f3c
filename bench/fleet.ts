/**
 * `npm run --silent bench:fleet`: hundreds of replicas at once in one process, and a reap of a thousand, over HTTP against a
 * local cloud that throttles. What is ideal, and how it is computed: README.md.
 */
import { parseArgs } from 'node:util'
import { type FleetResult, makeFleet } from './fleet/make-fleet.ts'
import { type ReapResult, reapFleet } from './fleet/reap-fleet.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    replicas: { type: 'string', default: '200' },
    reap: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '5' },
    scale: { type: 'string', default: '0.35' },
  },
})
const shape = { perSecond: Number(values.rate), timeScale: Number(values.scale) }

const made = Number(values.replicas) === 0 ? undefined : await makeFleet({ replicas: Number(values.replicas), ...shape })
if (made !== undefined) console.log(formatFleet(made))
const reaped = Number(values.reap) === 0 ? undefined : await reapFleet({ replicas: Number(values.reap), ...shape })
if (reaped !== undefined) console.log(formatReap(reaped))
// How long it takes is measured; that nothing fails is required.
if ((made?.failed ?? 0) > 0 || (reaped?.survivors.length ?? 0) > 0) process.exitCode = 1
if (values.json) console.log(JSON.stringify({ bench: 'fleet', ...shape, made, reaped }))

function formatFleet(result: FleetResult): string {
  const { replicas, failed, makespan, ideal, alone, callsPerReplica, calls, reasons } = result
  return [
    `${replicas} replicas of three stacks, ${shape.perSecond} calls/s an operation: ${failed} failed`,
    `  ${makespan.toFixed(0)} s, ${(makespan / ideal).toFixed(3)} of the ideal ${ideal.toFixed(0)} s; one alone takes ${alone.toFixed(0)} s`,
    `  ${callsPerReplica.toFixed(1)} calls a replica: ${formatCalls(calls)}`,
    ...reasons.map((reason) => `  ${reason}`),
  ].join('\n')
}

function formatReap({ replicas, deleted, survivors, makespan, ideal, callsPerReplica, calls }: ReapResult): string {
  return [
    `reap of ${replicas} expired replicas: ${deleted} stacks deleted, ${survivors.length} survivors`,
    `  ${makespan.toFixed(0)} s, ${(makespan / ideal).toFixed(3)} of the ideal ${ideal.toFixed(0)} s`,
    `  ${callsPerReplica.toFixed(1)} calls a replica: ${formatCalls(calls)}`,
    ...survivors.slice(0, 3).map((survivor) => `  ${survivor}`),
  ].join('\n')
}

function formatCalls(calls: Readonly<Record<string, number>>): string {
  return Object.entries(calls)
    .map(([operation, count]) => `${operation.replace('cloudformation:', '')} ${count}`)
    .join(', ')
}
