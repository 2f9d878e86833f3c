import { isMapping, type Mapping, type Value } from '../../../scripts/orb/types.ts'
import { scopeOf, substitute } from './scope.ts'

/** One job of a workflow: an entry of `jobs`, or one of those that its matrix stands for. */
export interface Variant {
  name: string
  /** What `requires` may call all variants by. */
  alias: string
  /** The job that it runs. */
  job: string
  given: Mapping
  matrix: Mapping
}

/** The jobs that an entry of a workflow's `jobs` stands for: one, or one for each combination of its matrix. */
export function variantsOf(entry: Value): Variant[] {
  const [job = '', body = null] = isMapping(entry) ? (Object.entries(entry)[0] ?? []) : [String(entry), null]
  const given = isMapping(body) ? body : {}
  const name = String(given.name ?? job)
  if (!isMapping(given.matrix)) return [{ name, alias: name, job, given, matrix: {} }]
  const { parameters, exclude = [], alias = name } = given.matrix
  const wanted = combine(isMapping(parameters) ? parameters : {}).filter((values) => !isExcluded(values, exclude))
  return wanted.map((matrix) => {
    const own =
      given.name === undefined ? `${job}-${Object.values(matrix).join('-')}` : String(substitute(given.name, scopeOf('matrix', matrix)))
    return { name: own, alias: String(given.name === undefined ? alias : (alias ?? job)), job, given, matrix }
  })
}

function combine(parameters: Mapping): Mapping[] {
  return Object.entries(parameters).reduce<Mapping[]>(
    (combinations, [name, values]) =>
      combinations.flatMap((known) => (Array.isArray(values) ? values : [values]).map((value) => ({ ...known, [name]: value }))),
    [{}],
  )
}

function isExcluded(values: Mapping, exclude: Value): boolean {
  const excluded = Array.isArray(exclude) ? exclude.filter((item) => isMapping(item)) : []
  return excluded.some((item) => Object.entries(item).every(([name, value]) => values[name] === value))
}
