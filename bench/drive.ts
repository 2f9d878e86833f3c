/**
 * `npm run --silent bench:drive`: how this helper, the AWS CLI, SAM and CDK drive one and the same stack on the local cloud,
 * side by side. What they are compared by, and what the figures leave out: README.md.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { figuresOf } from './drive/figures.ts'
import { type Case, cases, observeTool } from './drive/observe.ts'
import { versionOf } from './drive/peers.ts'
import { aimsOf, collect, formatResults, type Result } from './drive/report.ts'
import { prepareTool, type Tool, type ToolName, titles, toolNames } from './drive/tools.ts'

/** The share of AWS's durations in each run: another one each time, so that no tool's interval happens to fit. */
const timeScales = [0.45, 0.6, 0.75]

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
    only: { type: 'string', default: cases.join() },
    tools: { type: 'string', default: toolNames.join() },
    abreast: { type: 'boolean', default: false },
    peers: { type: 'string', default: join(tmpdir(), 'prod-replica-peers') },
  },
})
const wanted = choose(values.only, cases)
const tools: Tool[] = []
for (const name of choose(values.tools, toolNames)) tools.push(await prepareTool(name, values.peers))

const versions: Partial<Record<ToolName, string>> = {}
const environment = { ...process.env, SAM_CLI_TELEMETRY: '0', CDK_DISABLE_CLI_TELEMETRY: 'true' }
for (const { name, program } of tools) versions[name] = await versionOf(program, environment)

const seen: { tool: ToolName; case: Case; figures: ReturnType<typeof figuresOf> }[] = []
const scales = Array.from({ length: Number(values.runs) }, (_, run) => timeScales[run % timeScales.length] ?? 1)
for (const [run, timeScale] of scales.entries()) {
  if (values.abreast) await Promise.all(tools.map((tool) => watch(tool, run, timeScale)))
  else for (const tool of tools) await watch(tool, run, timeScale)
}
const results = collect(seen)
print(results)

async function watch(tool: Tool, run: number, timeScale: number): Promise<void> {
  for (const [kind, observation] of await observeTool(tool, wanted, timeScale)) {
    const figures = figuresOf(observation)
    seen.push({ tool: tool.name, case: kind, figures })
    const [what, after] = kind === 'fail' ? ['reported after', figures.reported] : ['lag', figures.lag]
    console.error(`run ${run + 1}, ${kind}, ${titles[tool.name]}: ${what} ${after?.toFixed(2)} s, ${figures.calls} calls`)
  }
}

function print(results: readonly Result[]): void {
  console.log(
    `20 resources at ${scales.join(', ')} of AWS's durations; ${values.abreast ? 'all tools at once' : 'one tool after the other'}.`,
  )
  console.log(
    `${Object.entries(versions)
      .map(([name, version]) => `  ${name}: ${version}\n`)
      .join('')}`,
  )
  console.log(formatResults(results))
  const aims = aimsOf(results)
  for (const { aim, measured, isMet } of aims) console.log(`${isMet ? 'met   ' : 'missed'}  ${aim}: ${measured}`)
  if (values.json) console.log(JSON.stringify({ bench: 'drive', scales, versions, results, aims }))
}

function choose<Name extends string>(text: string, known: readonly Name[]): Name[] {
  const unknown = text.split(',').find((name) => !known.some((each) => each === name))
  if (unknown !== undefined) throw new Error(`there is no ${unknown}; there are ${known.join(', ')}`)
  return known.filter((name) => text.split(',').includes(name))
}
