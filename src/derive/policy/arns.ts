import type { Binding } from './types.ts'

/** What every stack of a replica, and whatever CloudFormation names in it, begins with. */
export const ourPrefix = 'prod-replica-'

/** The replica's stacks: those of any id, nested ones too. */
export function ourStacks(binding: Binding): string {
  return stackArn(`${ourPrefix}*`, binding)
}

/** Stacks of that name, whichever id they have. */
export function stackArn(name: string, { partition, region, account }: Binding): string {
  return `arn:${partition}:cloudformation:${region}:${account}:stack/${name}/*`
}

/** `role`, `user`, `policy`, … of that name, under any path. */
export function iamArn(kind: string, name: string, { partition, account }: Binding): string {
  return `arn:${partition}:iam::${account}:${kind}/${name}`
}
