import { defineCommand, ofNotify } from '../command.ts'

export const notify = defineCommand({
  summary: 'E-mails the verdict of the result files, whatever the end was.',
  options: ofNotify,
  examples: [
    ['prod-replica notify', 'from the result files of this folder'],
    ['prod-replica notify --results out', 'from those in out/'],
    ['prod-replica notify --require-delivery', 'and fail when the mail was not taken'],
  ],
  run: async (options, ports) => (await import('../../actions/notify.ts')).notify(options, ports),
})
