import { defineCommand, everywhere, ofRun } from '../command.ts'

export const list = defineCommand({
  summary: 'Shows the replicas of this account and region, from their tags alone.',
  options: { ...everywhere, config: ofRun.config, region: ofRun.region, role: ofRun.role, local: ofRun.local },
  examples: [
    ['prod-replica list', 'in the region of the environment'],
    ['prod-replica list --region eu-west-1', 'in another'],
    ['prod-replica list --json | jq -r .[].id', 'ids only'],
  ],
  run: async (options, ports) => (await import('../../actions/list.ts')).list(options, ports),
})
