import type { Graph } from '../types.ts'

/** Where everything of the drawing lies, in pixels. */
export interface Layout {
  boxes: readonly Box[]
  edges: readonly Edge[]
  width: number
  height: number
  /** Pipelines that are not drawn. */
  hidden: number
}

export interface Box {
  x: number
  y: number
  title: string
  /** A pipeline's status, or `cause`. */
  status: string
}

export interface Edge {
  from: Box
  to: Box
  kind: 'needs' | 'broken' | 'changed'
  /** Where it passes above the columns between: how far down. */
  lane?: number
}

/** In pixels; `gap` lies between two columns. */
export const boxSize = { width: 260, height: 54, gap: 70 }
const gapY = 16
const margin = 8
const mostDrawn = 40
const laneHeight = 12
const mostLanes = 6

/** Changes in the first column, each pipeline one column after the last of those it needs. */
export function layOut(graph: Graph): Layout {
  const drawn = chooseDrawn(graph)
  const causes = graph.causes.slice(0, mostDrawn)
  const depths = depthsOf(drawn)
  const shift = causes.length === 0 ? 0 : 1
  const far = graph.paths.filter(({ pipeline }) => (depths.get(pipeline) ?? 0) > 0)
  const columns = new Columns(Math.min(far.length, mostLanes) * laneHeight)
  const causeBoxes = new Map(causes.map(({ id, short }) => [id, columns.place(0, short, 'cause')]))
  const boxes = new Map(drawn.map(({ name, status }) => [name, columns.place((depths.get(name) ?? 0) + shift, name, status)]))
  const edges = [
    ...drawn.flatMap(({ name, needs }) => needs.flatMap((need) => edgeOf(boxes.get(need), boxes.get(name), 'needs'))),
    ...graph.paths.flatMap((path) => {
      const lane = far.indexOf(path)
      const edge = edgeOf(causeBoxes.get(path.cause), boxes.get(path.pipeline), path.severity)
      return lane === -1 ? edge : edge.map((each) => ({ ...each, lane: margin + (lane % mostLanes) * laneHeight }))
    }),
  ]
  const all = [...causeBoxes.values(), ...boxes.values()]
  return { boxes: all, edges, ...columns.size(), hidden: graph.pipelines.length - drawn.length }
}

/** Boxes stacked in columns, all but the first below the lanes of edges that pass by. */
class Columns {
  readonly #heights: number[] = []
  readonly #lanes: number

  constructor(lanes: number) {
    this.#lanes = lanes
  }

  place(column: number, title: string, status: string): Box {
    const top = margin + (column === 0 ? 0 : this.#lanes)
    const y = this.#heights[column] ?? top
    for (let at = this.#heights.length; at < column; at++) this.#heights[at] = top
    this.#heights[column] = y + boxSize.height + gapY
    return { x: margin + column * (boxSize.width + boxSize.gap), y, title, status }
  }

  size(): { width: number; height: number } {
    const width = this.#heights.length * (boxSize.width + boxSize.gap) - boxSize.gap + 2 * margin
    return { width: Math.max(0, width), height: Math.max(0, ...this.#heights) - gapY + margin }
  }
}

function edgeOf(from: Box | undefined, to: Box | undefined, kind: Edge['kind']): Edge[] {
  return from === undefined || to === undefined ? [] : [{ from, to, kind }]
}

/** All where there are few; else those that a change reaches, with those that they need. */
function chooseDrawn({ pipelines, paths }: Graph): Graph['pipelines'] {
  if (pipelines.length <= mostDrawn) return pipelines
  const reached = new Set(paths.map(({ pipeline }) => pipeline))
  for (const { name, needs } of pipelines) if (reached.has(name)) for (const need of needs) reached.add(need)
  return pipelines.filter(({ name }) => reached.has(name)).slice(0, mostDrawn)
}

function depthsOf(pipelines: Graph['pipelines']): Map<string, number> {
  const byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]))
  const depths = new Map<string, number>()
  const depthOf = (name: string): number => {
    const known = depths.get(name)
    if (known !== undefined) return known
    depths.set(name, 0) // a circle ends here
    const needs = (byName.get(name)?.needs ?? []).filter((need) => byName.has(need))
    const depth = needs.length === 0 ? 0 : 1 + Math.max(...needs.map(depthOf))
    depths.set(name, depth)
    return depth
  }
  for (const { name } of pipelines) depthOf(name)
  return depths
}
