import { isMapping, kinds, type Mapping, type Orb, parametersOf, textsIn, type Value } from './types.ts'

const reference = /(?<!\\)<<\s*parameters\.([\w-]+)\s*>>/g

/** Everything that is wrong with an orb, one line each: what CircleCI would refuse, and what its users would miss. */
export function checkOrb(orb: Orb): string[] {
  const components = (['commands', 'executors', 'jobs'] as const).flatMap((kind) =>
    Object.entries(orb[kind]).map(([name, component]) => ({ place: `${kind}/${name}`, component })),
  )
  return [
    ...missingDescriptions(orb),
    ...components.flatMap(({ place, component }) => checkParameters(place, component)),
    ...components.flatMap(({ place, component }) => checkShell(place, component)),
    ...components.flatMap(({ place, component }) => checkSteps(place, component, orb)),
  ]
}

function missingDescriptions(orb: Orb): string[] {
  const lines = kinds.flatMap((kind) =>
    Object.entries(orb[kind]).flatMap(([name, component]) => [
      ...(component.description ? [] : [`${kind}/${name} has no description`]),
      ...Object.entries(parametersOf(component))
        .filter(([, parameter]) => !parameter.description)
        .map(([parameter]) => `${kind}/${name}: parameter ${parameter} has no description`),
    ]),
  )
  return orb.description ? lines : ['@orb.yml has no description', ...lines]
}

/** Every parameter that is used is declared, and the other way round. */
function checkParameters(place: string, component: Mapping): string[] {
  const { parameters: _, ...body } = component
  const used = new Set(textsIn(body).flatMap((text) => [...text.matchAll(reference)].map((match) => match[1] ?? '')))
  const declared = Object.keys(parametersOf(component))
  return [
    ...[...used].filter((name) => !declared.includes(name)).map((name) => `${place}: parameter ${name} is used but not declared`),
    ...declared.filter((name) => !used.has(name)).map((name) => `${place}: parameter ${name} is declared but not used`),
  ]
}

/** CircleCI pastes parameters into text, so one inside a shell command would run as shell. */
function checkShell(place: string, component: Mapping): string[] {
  return stepsIn(component.steps ?? [])
    .filter(
      ([name, body]) => name === 'run' && textsIn(isMapping(body) ? (body.command ?? '') : body).some((text) => text.match(reference)),
    )
    .map(() => `${place}: a parameter stands in a shell command; pass it by environment`)
}

/** Steps that call the orb's own commands give them parameters that they have, and all that they need. */
function checkSteps(place: string, component: Mapping, orb: Orb): string[] {
  return stepsIn(component.steps ?? []).flatMap(([name, body]) => {
    const command = orb.commands[name]
    if (command === undefined) return []
    const given = Object.keys(isMapping(body) ? body : {})
    const declared = parametersOf(command)
    const needed = Object.keys(declared).filter((parameter) => declared[parameter]?.default === undefined)
    return [
      ...given.filter((parameter) => !(parameter in declared)).map((parameter) => `${place}: ${name} has no parameter ${parameter}`),
      ...needed.filter((parameter) => !given.includes(parameter)).map((parameter) => `${place}: ${name} needs the parameter ${parameter}`),
    ]
  })
}

/** Every step, those inside `when` and `unless` too, as its name and what it is given. */
export function stepsIn(steps: Value): [name: string, body: Value][] {
  if (!Array.isArray(steps)) return []
  return steps.flatMap((step): [string, Value][] => {
    if (!isMapping(step)) return [[String(step), null]]
    const [name = '', body = null] = Object.entries(step)[0] ?? []
    const inner = (name === 'when' || name === 'unless') && isMapping(body) ? stepsIn(body.steps ?? []) : []
    return [[name, body], ...inner]
  })
}
