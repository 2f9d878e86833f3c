import { fail, failAll, type ReplicaError } from '../errors.ts'
import { checkCalls } from './check-calls.ts'
import { checkCycles } from './check-cycles.ts'
import { checkShapes } from './check-shapes.ts'
import { type Fault, outlineOf } from './check-types.ts'
import { locator } from './locate.ts'
import { parseTemplate } from './template.ts'
import type { Template } from './types.ts'

const mostFaults = 50

/**
 * Everything in a template that CloudFormation would refuse and everything that only AWS can expand, each as a
 * `production.template_faulty` at `origin:line:column`, in the order of the text; empty where there is nothing.
 * `isApproved`: AWS runs the template, so only what the derivation cannot work with is told.
 */
export function checkTemplate(template: Template, text: string, origin: string, isApproved = false): ReplicaError[] {
  const faults = findFaults(template).filter((fault) => fault.isFatal || !isApproved)
  const place = locator(text)
  const located = faults.slice(0, mostFaults).map((fault) => ({ ...fault, ...place(fault.path) }))
  located.sort((one, other) => one.line - other.line || one.column - other.column)
  return located.map(({ line, column, reason, remedy }) => {
    const context = { place: `${origin}:${line}:${column}`, reason }
    return fail('production.template_faulty', remedy === undefined ? context : { ...context, remedy })
  })
}

function findFaults(template: Template): Fault[] {
  const shapes = checkShapes(template)
  // What follows reads the sections; where their shapes are wrong it would only repeat that.
  if (shapes.some((fault) => fault.isFatal)) return shapes
  const outline = outlineOf(template)
  const { faults, needs } = checkCalls(template, outline)
  return [...shapes, ...faults, ...checkCycles(template, outline, needs)]
}

/**
 * Parses and checks a template's text: all of its faults at once. Throws `production.template_invalid` where it cannot be
 * read and `production.template_faulty` where it is wrong.
 */
export function readTemplate(text: string, origin: string, isApproved = false): Template {
  const template = parseTemplate(text, origin)
  const faults = checkTemplate(template, text, origin, isApproved)
  if (faults.length > 0) throw failAll(faults)
  return template
}
