import type { Find } from './find.ts'

const reference = /\{\{resolve:([\w-]+):([^}]{0,2048})\}?\}?/g

/** References to values stored outside the plan. `given` are the names of parameters and secrets that the plan makes. */
export function storedValues(text: string, given: ReadonlySet<string>): Find[] {
  if (!text.includes('{{resolve:')) return []
  return [...text.matchAll(reference)].flatMap((match) => {
    const [found, service = '', rest = ''] = match
    const isInside = isInPlan(service, rest, given)
    return isInside ? [] : [{ at: match.index, found, meaning: 'a reference to a value stored outside the plan' }]
  })
}

/** A name that the replica's own resources or its stack's name make is the replica's. */
function isInPlan(service: string, rest: string, given: ReadonlySet<string>): boolean {
  if (rest.startsWith('/aws/service/') || /^[^:]*\uE000/.test(rest)) return true
  if (rest.startsWith('arn:') && rest.includes('\uE000')) return true
  const name = service === 'secretsmanager' ? rest.split(':', 1)[0] : rest.replace(/:\d+$/, '')
  return given.has(name ?? '')
}
