import { defineCommand, ofRun } from '../command.ts'

export const report = defineCommand({
  summary: 'Renders the report from the result files, merges those of shards, and exits as the verdict says.',
  options: ofRun,
  examples: [
    ['prod-replica report', 'of the last run in this folder'],
    ['prod-replica report --results out', 'from the files in out/'],
    ['prod-replica report --json', 'the merged verdict, for a machine'],
  ],
  run: async (options, ports) => (await import('../../actions/render-report.ts')).renderReport(options, ports),
})
