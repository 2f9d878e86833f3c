import type { PipelineSpec } from '../spec/types.ts'

/**
 * The connected parts of the `needs` graph, each in an order in which every pipeline comes after those it needs, and
 * otherwise as written. The loader has refused cycles and unknown names.
 */
export function connectedParts(pipelines: readonly PipelineSpec[]): PipelineSpec[][] {
  const parts = new Map<string, string>(pipelines.map(({ name }) => [name, name]))
  const rootOf = (name: string): string => {
    const parent = parts.get(name) ?? name
    return parent === name ? name : rootOf(parent)
  }
  for (const { name, needs } of pipelines) for (const need of needs) parts.set(rootOf(name), rootOf(need))
  const grouped = new Map<string, PipelineSpec[]>()
  for (const pipeline of inOrder(pipelines)) {
    const root = rootOf(pipeline.name)
    grouped.set(root, [...(grouped.get(root) ?? []), pipeline])
  }
  return [...grouped.values()]
}

function inOrder(pipelines: readonly PipelineSpec[]): PipelineSpec[] {
  const byName = new Map(pipelines.map((pipeline) => [pipeline.name, pipeline]))
  const done = new Set<PipelineSpec>()
  const visit = (pipeline: PipelineSpec): void => {
    if (done.has(pipeline)) return
    for (const need of pipeline.needs) {
      const needed = byName.get(need)
      if (needed !== undefined) visit(needed)
    }
    done.add(pipeline)
  }
  for (const pipeline of pipelines) visit(pipeline)
  return [...done]
}
