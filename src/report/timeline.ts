import type { Event } from '../events.ts'
import type { Replica } from '../stack/types.ts'
import { cleanLine } from './clean.ts'
import type { ReportContext, Timeline } from './types.ts'

type Bar = Timeline['bars'][number]
/** A bar before the start of the whole is known: instants in milliseconds since 1970. */
type Span = Omit<Bar, 'from' | 'to'> & { fromMs: number; toMs: number }

const barsShown = 400

/** When each resource, store, check and pipeline was at work, from the replica's facts and the run's events. */
export function summarizeTimeline({ replica, events, now }: ReportContext): Timeline {
  const spans = [...spansOfReplica(replica, Date.parse(now)), ...events.flatMap(spanOfEvent)]
    .filter((span) => Number.isFinite(span.fromMs) && Number.isFinite(span.toMs))
    .slice(0, barsShown)
  const startMs = spans.reduce((least, span) => Math.min(least, span.fromMs), Number.POSITIVE_INFINITY)
  const endMs = spans.reduce((most, span) => Math.max(most, span.toMs), startMs)
  if (spans.length === 0) return { seconds: 0, bars: [] }
  return { seconds: (endMs - startMs) / 1000, bars: spans.map((span) => placeSpan(span, startMs)) }
}

function placeSpan({ fromMs, toMs, ...bar }: Span, startMs: number): Bar {
  return { ...bar, from: (fromMs - startMs) / 1000, to: Math.max(fromMs, toMs) / 1000 - startMs / 1000 }
}

function spansOfReplica(replica: Replica | undefined, nowMs: number): Span[] {
  return (replica?.stacks ?? []).flatMap((stack) =>
    stack.resources.map((resource) => ({
      group: cleanLine(`stack ${stack.production}`),
      label: cleanLine(resource.logicalId, 80),
      detail: cleanLine(resource.type, 80),
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
