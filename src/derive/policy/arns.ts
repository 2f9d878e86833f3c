import { idTag } from '../tags.ts'
import type { Binding } from './types.ts'

/** The condition that a resource has the tag of a replica, whichever. */
export const ourTag = { StringLike: { [`aws:ResourceTag/${idTag}`]: '*' } } as const

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

/** Buckets of these names and the objects in them: S3 asks a bucket for its tags only where that was switched on for it. */
export function bucketArns(names: readonly string[], { partition }: Binding): string[] {
  return names.flatMap((name) => [`arn:${partition}:s3:::${name}`, `arn:${partition}:s3:::${name}/*`])
}
