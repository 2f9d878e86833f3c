/**
 * `npm run --silent corpus -- DIR [--out DIR2] [--each] [--allow-outside] [--json]`: derives every CloudFormation template found under DIR
 * as if its stack were live, with made-up physical ids, and prints a table and, last, one line of JSON. `--out` writes the
 * derived templates, `--each` adds a line for every template, `--allow-outside` lets each
 * replica.yml allow what its stack's parameters name, `--json` prints the line of JSON alone. Exit 0 where every
 * template parses, none crashes and nothing of production's is left in a derived one.
 */
import { parseArgs } from 'node:util'
import { formatEach, formatReport, summaryOf } from './corpus/report.ts'
import { runCorpus } from './corpus/run.ts'

const usage = 'npm run --silent corpus -- DIR [--out DIR2] [--each] [--allow-outside] [--json]'
const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, each: { type: 'boolean' }, 'allow-outside': { type: 'boolean' }, json: { type: 'boolean' } },
  allowPositionals: true,
})
const [folder, ...rest] = positionals
if (folder === undefined || rest.length > 0) {
  console.error(`Give the folder that holds the templates: ${usage}`)
  process.exit(2)
}
const run = await runCorpus(folder, {
  ...(values.out === undefined ? {} : { out: values.out }),
  allowOutside: values['allow-outside'] === true,
})
const summary = summaryOf(run)
if (values.each === true) console.log(formatEach(run))
if (values.json !== true) console.log(formatReport(run, summary))
console.log(JSON.stringify(summary))
process.exitCode = summary.crashed === 0 && summary.leaks === 0 && summary.parsed === summary.templates ? 0 : 1
