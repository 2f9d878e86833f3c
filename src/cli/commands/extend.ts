import { defineCommand, ofRun } from '../command.ts'

export const extend = defineCommand({
  summary: 'Moves the expiry of a replica: so long from now, at most replica.max-ttl from its creation.',
  options: { ...ofRun, ttl: { type: 'string', requiresArg: true, describe: 'from now, in place of replica.ttl: 90m, 2h' } },
  examples: [
    ['prod-replica extend --ttl 2h', 'the replica of this CI run'],
    ['prod-replica extend --id try-1 --ttl 90m', 'one by name'],
    ['prod-replica extend', 'by replica.ttl of replica.yml'],
  ],
  run: async (options, ports) => (await import('../../actions/extend.ts')).extend(options, ports),
})
