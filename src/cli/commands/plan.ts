import { defineCommand, ofRun } from '../command.ts'

export const plan = defineCommand({
  summary: 'Shows what the replica will hold and how it differs from production. Changes nothing.',
  options: ofRun,
  examples: [
    ['prod-replica plan', 'for the replica.yml of this folder'],
    ['prod-replica plan --json | jq .leaks', 'for a machine'],
    ['prod-replica plan --local', 'against the local cloud, without an account'],
  ],
  run: async (options, ports) => (await import('../../actions/plan.ts')).plan(options, ports),
})
