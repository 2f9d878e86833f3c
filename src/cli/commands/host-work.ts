import { defineCommand, everywhere, ofRun } from '../command.ts'

export const hostWork = defineCommand({
  summary: 'Does on a host of the replica what run-integration sent there. Nobody else needs to start it.',
  options: { ...everywhere, config: ofRun.config },
  examples: [
    ['prod-replica host-work', 'with sealed orders in this folder'],
    ['prod-replica host-work --config checkout/replica.yml', 'as run-integration starts it'],
    ['PROD_REPLICA_WORK=prepare prod-replica host-work --config checkout/replica.yml', 'before the orders: unpacks, and makes their key'],
  ],
  run: async (options, ports) => (await import('../../actions/on-host/host-work.ts')).hostWork(options, ports),
})
