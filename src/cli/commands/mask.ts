import { defineCommand, everywhere, ofRun } from '../command.ts'

export const mask = defineCommand({
  summary: 'Shows which columns of the stores are new since the mask rules were confirmed, and confirms them. Needs no replica.',
  options: {
    ...everywhere,
    config: ofRun.config,
    results: ofRun.results,
    confirm: { type: 'boolean', default: false, describe: 'write replica.columns beside replica.yml, from the results of the last run' },
  },
  examples: [
    ['prod-replica mask', 'what the last run found that nobody has confirmed'],
    ['prod-replica mask --confirm', 'after a look: none of it needs another rule'],
    ['prod-replica mask --results ci-artifacts --confirm', 'from the results that a CI run kept'],
  ],
  run: async (options, ports) => (await import('../../actions/mask.ts')).mask(options, ports),
})
