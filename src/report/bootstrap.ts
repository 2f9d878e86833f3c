/** What bootstrap did. */
export interface BootstrapDone {
  outcome: 'created' | 'updated' | 'unchanged'
  stack: string
  arn: string
  region: string
  outputs: Readonly<Record<string, string>>
}

/** What was done, what there is now, and the lines for replica.yml. */
export function formatBootstrap({ outcome, stack, arn, region, outputs }: BootstrapDone): string {
  const head = outcome === 'unchanged' ? `${stack} in ${region} is up to date; nothing was changed` : `${stack} in ${region} is ${outcome}`
  const width = Math.max(0, ...Object.keys(outputs).map((name) => name.length))
  const list = Object.entries(outputs)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `  ${name.padEnd(width)}  ${value}`)
  const sections = [head, list.join('\n'), configLines(outputs, arn), 'Replicas find the staging bucket and the schedules by themselves.']
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function configLines(outputs: Readonly<Record<string, string>>, arn: string): string {
  const { ProvisionRoleArn: provision, TeardownRoleArn: teardown, NotifyRoleArn: notify } = outputs
  if (provision === undefined || teardown === undefined || notify === undefined) return ''
  const account = arn.split(':')[4] ?? ''
  return `For replica.yml:\n\naws:\n  role:\n    provision: ${provision}\n    teardown: ${teardown}\n    notify: ${notify}\n  accounts: ["${account}"]`
}
