import { defineCommand, everywhere } from '../command.ts'

export const local = defineCommand({
  summary: 'Runs the local cloud until it is interrupted, and prints the environment that points any AWS client at it.',
  options: {
    ...everywhere,
    folder: { type: 'string', default: '.prod-replica/cloud', requiresArg: true, describe: 'where its state lives' },
    port: { type: 'number', default: 0, requiresArg: true, describe: 'on 127.0.0.1; 0 takes a free one' },
    'time-scale': { type: 'number', default: 0, requiresArg: true, describe: 'share of AWS’s own durations: 1 is as slow, 0 at once' },
    fault: {
      type: 'string',
      array: true,
      requiresArg: true,
      describe: 'fail on request: ACTION=CODE[:TIMES], TYPE:create=REASON[:TIMES]; 30% in place of TIMES is a share',
    },
    trouble: {
      type: 'string',
      requiresArg: true,
      describe: 'all that is to go wrong, as JSON: faults, rates, stale, clockSkewSeconds, …; or PROD_REPLICA_LOCAL_TROUBLE',
    },
    'private-stores': {
      type: 'boolean',
      default: false,
      describe: 'databases that are not publicly accessible are reached by hosts alone, as in a private subnet',
    },
  },
  examples: [
    ['prod-replica local', 'a new cloud, or the one of this folder'],
    ['prod-replica local --port 4599 --json', 'at a fixed port, the environment as JSON'],
    [`prod-replica local --trouble '{"rates":{"*":5}}'`, 'with five calls a second an operation'],
    ['prod-replica local --time-scale 0.01 --fault CreateStack=Throttling:3', 'with realistic waits and a throttled start'],
  ],
  run: async (options, ports) => (await import('../local-door.ts')).serveLocalCloud(options, ports),
})
