import { readFile } from 'node:fs/promises'
import { derivePlan } from '../../src/derive/plan.ts'
import type { Leak } from '../../src/derive/types.ts'
import type { Production } from '../../src/production/types.ts'
import { reportPlan } from '../../src/report/plan/report.ts'
import type { PlanReport } from '../../src/report/plan/types.ts'
import type { Spec } from '../../src/spec/types.ts'
import { productionOf, specOf } from './derive.ts'

const folder = new URL('../../examples/new-vision/production/', import.meta.url)
const snapshot = { createdAt: new Date('2026-11-01'), masterUser: 'newvision' }

/** The example company as it runs on AWS, each stack with its template's text. */
export async function newVisionProduction(): Promise<Production> {
  const read = async (name: string) => [`newvision-${name}`, await readFile(new URL(`${name}.yml`, folder), 'utf8')] as const
  const texts = Object.fromEntries(await Promise.all(['hosts', 'data', 'network'].map(read)))
  const production = productionOf(texts, { physicalIds: { AppDatabase: 'newvision-app', PipelineHost: 'i-0a1b2c3d4e5f60718' } })
  const snapshots = {
    warehouse: { ...snapshot, id: 'rs:newvision-warehouse-2026-11-01' },
    app: { ...snapshot, id: 'rds:newvision-app-2026-11-01' },
  }
  return { ...withTexts(production, texts), snapshots }
}

/** As `productionOf`, with the texts, as a live read has them. */
export function productionWithTexts(texts: Record<string, string>, physicalIds: Record<string, string> = {}): Production {
  return withTexts(productionOf(texts, { physicalIds }), texts)
}

/** The report on what is derived from a production, with these leaks in place of those that are found. */
export function planReportOf(production: Production, spec: Spec = specOf(''), leaks?: readonly Leak[]): PlanReport {
  const plan = derivePlan(production, spec, { replicaId: 'r4f2a1' })
  return reportPlan(leaks === undefined ? plan : { ...plan, leaks }, production)
}

function withTexts(production: Production, texts: Record<string, string>): Production {
  return { ...production, stacks: production.stacks.map((stack) => ({ ...stack, text: texts[stack.name] ?? '' })) }
}
