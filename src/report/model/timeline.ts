import type { Event } from '../../events.ts'
import type { Replica } from '../../stack/types.ts'
import { cleanLine } from '../clean.ts'
import { shortType } from '../plan/decisions.ts'
import type { Bar, ReportContext, Span, Timeline } from '../types.ts'
import { criticalPath, summarizePhases } from './critical-path.ts'

const barsShown = 400

/** When each resource, store, check and pipeline was at work, from the replica's facts and the run's events. */
export function summarizeTimeline({ replica, events, earlier = [], run, now }: ReportContext): Timeline {
  const prefix = `prod-replica-${run.replicaId}-`
  const spans = [...spansOfReplica(replica, Date.parse(now)), ...mergeSpans(earlier, spansOfEvents(events))]
    .map((span) => (span.label.startsWith(prefix) ? { ...span, label: span.label.slice(prefix.length) } : span))
    .filter((span) => Number.isFinite(span.fromMs) && Number.isFinite(span.toMs))
    .slice(0, barsShown)
  const startMs = spans.reduce((least, span) => Math.min(least, span.fromMs), Number.POSITIVE_INFINITY)
  const endMs = spans.reduce((most, span) => Math.max(most, span.toMs), startMs)
  if (spans.length === 0) return { seconds: 0, bars: [], phases: [] }
  const critical = criticalPath(spans)
  const bars = spans.map((span) => placeSpan(span, startMs, critical.has(span)))
  return { seconds: (endMs - startMs) / 1000, bars, phases: summarizePhases(bars) }
}

/** Spans of two jobs of a run, each once, by their start. */
export function mergeSpans(earlier: readonly Span[], later: readonly Span[]): Span[] {
  const keyed = [...earlier, ...later].map((span) => [JSON.stringify([span.group, span.label, span.detail, span.toMs]), span] as const)
  return [...new Map(keyed).values()].sort((one, other) => one.fromMs - other.fromMs)
}

/** What a run's events tell of when things were at work. */
export function spansOfEvents(events: readonly Event[]): Span[] {
  return events.flatMap(spanOfEvent)
}

function placeSpan({ group, label, detail, fromMs, toMs, status }: Span, startMs: number, critical: boolean): Bar {
  const from = (fromMs - startMs) / 1000
  return {
    group: cleanLine(group),
    label: cleanLine(label, 80),
    detail: cleanLine(detail, 80),
    status,
    from,
    to: Math.max(from, (toMs - startMs) / 1000),
    critical,
  }
}

function spansOfReplica(replica: Replica | undefined, nowMs: number): Span[] {
  return (replica?.stacks ?? []).flatMap((stack) =>
    stack.resources.map((resource) => ({
      group: cleanLine(stack.production === '' ? 'stacks of the plan’s own' : `stack ${stack.production}`),
      label: cleanLine(resource.logicalId, 80),
      detail: shortType(resource.type),
      fromMs: Date.parse(resource.startedAt),
      toMs: resource.finishedAt === undefined ? nowMs : Date.parse(resource.finishedAt),
      status: resource.finishedAt === undefined ? 'running' : resource.status.includes('FAILED') ? 'failed' : 'done',
    })),
  )
}

/** Events that end something and say how long it took. */
function spanOfEvent(event: Event): Span[] {
  const { code, data, at } = event
  const ended = (group: string, label: string, detail: string, seconds: number, failed = false): Span[] => {
    const toMs = Date.parse(at)
    const span = { group, label: cleanLine(label, 80), detail: cleanLine(detail, 80), fromMs: toMs - seconds * 1000, toMs }
    return [{ ...span, status: failed ? 'failed' : 'done' }]
  }
  if (code === 'store.ready') return ended('stores', data.store, 'answers', data.seconds)
  if (code === 'store.masked') return ended('stores', data.store, 'masked', data.seconds)
  if (code === 'change.migrated') return ended('change', data.source, data.store, data.milliseconds / 1000)
  if (code === 'check.finished') return ended('checks', data.check, data.status, data.seconds, data.status === 'failed')
  if (code === 'pipeline.finished') return ended('pipelines', data.pipeline, data.side, data.seconds, data.exitCode !== 0)
  if (code === 'stack.delete_completed') return ended('teardown', data.stack, 'deleted', data.seconds)
  return []
}
