import { defineCommand, ofNotify, ofProvision } from '../command.ts'

export const rehearse = defineCommand({
  summary: 'Provisions a replica, rehearses the change on it, tears it down and mails the verdict.',
  options: { ...ofProvision, ...ofNotify },
  examples: [
    ['prod-replica rehearse', 'the change in this checkout'],
    ['prod-replica rehearse --local', 'without an account, on the local cloud'],
    ['prod-replica rehearse --results out --json', 'for a machine'],
  ],
  run: async (options, ports) => (await import('../../actions/rehearse.ts')).rehearse(options, ports),
})
