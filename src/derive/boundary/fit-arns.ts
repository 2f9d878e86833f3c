/** Patterns for a policy's Resource, and the ARNs that none of them covers because they found no room. */
export interface FittedArns {
  patterns: readonly string[]
  uncovered: readonly string[]
}

/**
 * Makes ARNs fit in `limit` characters, counted as they stand in JSON: with their quotes and a comma each. As they are,
 * where that is enough; else, in this order and no further than needed:
 *
 * 1. Region and account become `*`: a policy speaks of its own account only.
 * 2. Names that CloudFormation has made (`stack-LogicalId-1A2B3C4D5E6F`) share `stack-*`, the longest start that they have
 *    in common; never one that a name of somebody's own starts with too, because what it becomes in the replica does as well.
 * 3. Resources of EC2 are left out, whose every call can be denied by the tags that CloudFormation gives them.
 * 4. The last ones are left out. `uncovered` names all that were.
 */
export function fitArns(arns: readonly string[], limit: number): FittedArns {
  const all = [...new Set(arns.map(toPattern))].sort()
  if (sizeOf(all) <= limit) return { patterns: all, uncovered: [] }
  const anywhere = unique(all.map(withoutPlace))
  if (sizeOf(anywhere) <= limit) return { patterns: anywhere, uncovered: [] }
  const merged = mergeGenerated(anywhere, limit)
  if (sizeOf(merged) <= limit) return { patterns: merged, uncovered: [] }
  return leaveOut(merged, limit)
}

/** Characters that the list takes in a policy. */
export function sizeOf(arns: readonly string[]): number {
  return arns.reduce((sum, arn) => sum + arn.length + 3, 0)
}

/** A comma would part the list, `$` would begin a variable, and IAM takes no other characters: each becomes "any one". */
function toPattern(arn: string): string {
  return arn.replaceAll(/[,$"\\\s]|[^\x20-\xff]/gu, '?')
}

function unique(arns: readonly string[]): string[] {
  return [...new Set(arns)].sort()
}

/** `arn:aws:sqs:us-east-1:123456789012:x` → `arn:aws:sqs:*:*:x`. */
function withoutPlace(arn: string): string {
  const [scheme, partition, service, region, account, ...rest] = arn.split(':')
  if (rest.length === 0) return arn
  return [scheme, partition, service, region === '' ? '' : '*', account === '' ? '' : '*', ...rest].join(':')
}

interface Generated {
  /** What comes before the name: `arn:aws:sqs:*:*:`, `arn:aws:iam::*:role/`. */
  head: string
  /** Parts of the name that are not random. */
  words: string[]
}

/** `head`, words, the 12 or 13 random characters that CloudFormation adds, and perhaps what lies inside. */
const generatedName =
  /^(arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:[a-zA-Z-]+[/:])?)((?:[A-Za-z0-9]+-)+)(?=[0-9]*[A-Za-z])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{12,13}(?:[:/].*)?$/

function parseGenerated(arn: string): Generated | undefined {
  const [, head, stem] = generatedName.exec(arn) ?? []
  return head === undefined || stem === undefined ? undefined : { head, words: stem.slice(0, -1).split('-') }
}

/** Starts with the longest common starts, and takes shorter ones until there is room; one word is the shortest. */
function mergeGenerated(arns: readonly string[], limit: number): string[] {
  const own = arns.filter((arn) => parseGenerated(arn) === undefined)
  const generated = arns.flatMap((arn) => {
    const parsed = parseGenerated(arn)
    return parsed === undefined ? [] : [{ arn, ...parsed }]
  })
  const longest = Math.max(0, ...generated.map(({ words }) => words.length))
  let merged = [...arns]
  for (let words = longest; words >= 1 && sizeOf(merged) > limit; words -= 1) {
    merged = unique([...own, ...generated.map((each) => shorten(each, words, own))])
  }
  return merged
}

/** The shortest start of at least `count` words that meets nobody else’s name. */
function shorten({ arn, head, words }: Generated & { arn: string }, count: number, own: readonly string[]): string {
  for (let length = count; length <= words.length; length += 1) {
    const name = `${words.slice(0, length).join('-')}-`
    if (replicaPrefix.startsWith(name) || name.startsWith(replicaPrefix)) continue
    if (!someStartsWith(own, head + name)) return `${head}${name}*`
  }
  return arn
}

/** Whether one of the sorted texts starts so: those that do stand together, and no text that is less does. */
function someStartsWith(sorted: readonly string[], start: string): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < start) low = middle + 1
    else high = middle
  }
  return sorted[low]?.startsWith(start) ?? false
}

/** What the names of every replica’s stacks, and so of what CloudFormation names in them, begin with. */
const replicaPrefix = 'prod-replica-'

/** EC2’s first, then from the end of the alphabet; and any that is longer than an ARN can be. */
function leaveOut(arns: readonly string[], limit: number): FittedArns {
  const isTagged = (arn: string) => /^arn:[^:]*:ec2:/.test(arn)
  const patterns: string[] = []
  const uncovered: string[] = []
  let room = limit
  for (const arn of [...arns.filter((each) => !isTagged(each)), ...arns.filter(isTagged)]) {
    const fits = arn.length <= longestArn && arn.length + 3 <= room
    if (fits) room -= arn.length + 3
    ;(fits ? patterns : uncovered).push(arn)
  }
  return { patterns: patterns.sort(), uncovered: uncovered.sort() }
}

/** Characters. */
const longestArn = 2048
