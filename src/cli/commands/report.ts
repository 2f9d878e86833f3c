import { defineCommand, ofRun } from '../command.ts'

export const report = defineCommand({
  summary: 'Renders the report from the result files, merges those of shards, and exits as the verdict says.',
  options: {
    ...ofRun,
    format: {
      choices: ['terminal', 'markdown', 'html', 'junit', 'sarif', 'mail'],
      requiresArg: true,
      describe: 'print this face alone on stdout',
    },
  },
  examples: [
    ['prod-replica report', 'of the last run in this folder'],
    ['prod-replica report --results out', 'from the files in out/'],
    ['prod-replica report --format markdown', 'for a comment on a pull request'],
    ['prod-replica report --format html > report.html', 'the page, as one file'],
    ['prod-replica report --json', 'the merged verdict, for a machine'],
  ],
  run: async (options, ports) => (await import('../../actions/render-report.ts')).renderReport(options, ports),
})
