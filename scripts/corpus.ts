/**
 * `npm run --silent corpus -- DIR [--out DIR2] [--each] [--json]`: derives every CloudFormation template found under DIR
 * as if its stack were live, with made-up physical ids, and prints a table and, last, one line of JSON. `--out` writes the
 * derived templates, `--each` adds a line for every template, `--json` prints the line of JSON alone. What a stack shares
 * with others by its parameters and imports is allowed by name, as a team would in replica.yml; `allowed` counts the
 * templates that needed it. Exit 0 where every template parses, none crashes and nothing of production's is left in a
 * derived one.
 */
import { parseArgs } from 'node:util'
import { formatEach, formatReport, summaryOf } from './corpus/report.ts'
import { runCorpus } from './corpus/run.ts'

const usage = 'npm run --silent corpus -- DIR [--out DIR2] [--each] [--json]'
const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, each: { type: 'boolean' }, json: { type: 'boolean' } },
  allowPositionals: true,
})
const [folder, ...rest] = positionals
if (folder === undefined || rest.length > 0) {
  console.error(`Give the folder that holds the templates: ${usage}`)
  process.exit(2)
}
const run = await runCorpus(folder, values.out === undefined ? {} : { out: values.out })
const summary = summaryOf(run)
if (values.each === true) console.log(formatEach(run))
if (values.json !== true) console.log(formatReport(run, summary))
console.log(JSON.stringify(summary))
process.exitCode = summary.crashed === 0 && summary.leaks === 0 && summary.parsed === summary.templates ? 0 : 1
