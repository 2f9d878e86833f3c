import { defineCommand, ofRun } from '../command.ts'

export const plan = defineCommand({
  summary: 'Shows what the replica will hold, how it differs from production, what it takes and costs. Changes nothing on AWS.',
  options: {
    ...ofRun,
    out: { type: 'string', requiresArg: true, describe: 'write the derived templates and their parameters to this folder' },
    all: { type: 'boolean', default: false, describe: 'show every resource that is kept, too' },
  },
  examples: [
    ['prod-replica plan', 'for the replica.yml of this folder'],
    ['prod-replica plan --out derived', 'to read, lint or deploy the templates yourself'],
    ['prod-replica plan --json | jq .estimate.cost', 'for a machine'],
    ['prod-replica plan --local', 'against the local cloud, without an account'],
  ],
  run: async (options, ports) => (await import('../../actions/plan.ts')).plan(options, ports),
})
