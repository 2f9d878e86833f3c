import type { Finding, PipelineResult, SchemaChange, Verdict } from '../../rehearsal/types.ts'
import { cleanLine } from '../clean.ts'
import { isAccepted } from '../exit-code.ts'
import type { MaybeVerdict } from '../types.ts'
import { abbreviateChange, count, describeChange } from '../words.ts'

const severalCauses = 3

/** The verdict in one sentence (two where a cause is known). */
export function formatSentence(verdict: MaybeVerdict): string {
  if (verdict === undefined) return 'Cancelled: the jobs before this one were cancelled or killed, so there is no verdict.'
  if (isCancelled(verdict)) return `Cancelled: the rehearsal was ${cleanLine(verdict.failure?.message ?? '')}`
  if (verdict.status === 'passed') return formatPassed(verdict)
  if (verdict.status === 'inconclusive') return formatInconclusive(verdict)
  const head = verdict.status === 'broken' ? 'Broken' : 'Changed'
  const accepted = verdict.status === 'changed' && isAccepted(verdict) ? ' replica.yml accepts all of it.' : ''
  return `${head}: ${formatEffects(verdict)}.${formatCauses(verdict)}${accepted}`
}

/** The run was ended from outside, so that its verdict says nothing about the change. */
export function isCancelled(verdict: Verdict): boolean {
  return verdict.failure?.code === 'cli.interrupted'
}

/** The same in a few words, as the subject of a mail has them: `2 of 7 pipelines, rename ela.test_score`. */
export function formatGist(verdict: MaybeVerdict): string {
  if (verdict === undefined) return 'no verdict'
  const failed = verdict.migrations.find((migration) => migration.status === 'failed')
  if (failed !== undefined) return `migration ${cleanLine(failed.source.split('/').at(-1) ?? failed.source, 60)} failed`
  if (verdict.status === 'passed') return formatCounts(verdict)
  if (verdict.failure !== undefined) return cleanLine(verdict.failure.message, 80).replace(/\.+$/, '')
  const touched = verdict.status === 'inconclusive' ? withStatus(verdict, 'inconclusive') : affected(verdict)
  const failedChecks = verdict.checks.filter((check) => check.status === 'failed').length
  const whose =
    touched.length > 0 || failedChecks === 0
      ? shareOf(touched.length, verdict)
      : `${failedChecks} of ${count(verdict.checks.length, 'check')}`
  const [cause] = causesOf(verdict)
  return cause === undefined ? whose : `${whose}, ${abbreviateChange(cause)}`
}

function formatPassed(verdict: Verdict): string {
  const untested = verdict.notTested.length === 0 ? '' : ` Not tested: ${count(verdict.notTested.length, 'thing')}.`
  return `Passed: ${formatCounts(verdict)} with the change as without it.${untested}`
}

/** Of a passed verdict: `all 7 pipelines ran and 2 checks passed`. */
function formatCounts(verdict: Verdict): string {
  const ran = withStatus(verdict, 'passed').length
  const total = verdict.pipelines.length
  const pipelines = ran === total ? count(total, 'pipeline') : `${ran} of ${count(total, 'pipeline')}`
  const checks = verdict.checks.filter((check) => check.status === 'passed').length
  return checks === 0 ? `${pipelines} ran the same` : `${count(checks, 'check')} passed and ${pipelines} ran the same`
}

function formatInconclusive(verdict: Verdict): string {
  const { failure } = verdict
  const pipelines = withStatus(verdict, 'inconclusive')
  const reason = pipelines.find((pipeline) => pipeline.reason !== undefined)
  const [untested] = verdict.notTested
  if (failure !== undefined) return sayInconclusive(failure.place === undefined ? failure.message : `${failure.place}: ${failure.message}`)
  if (reason !== undefined)
    return sayInconclusive(`${shareOf(pipelines.length, verdict)} cannot be judged; ${reason.name}: ${reason.reason}`)
  if (untested !== undefined) return sayInconclusive(`${untested.what}: ${untested.why}`)
  return sayInconclusive('nothing could be compared, so nothing can be said about the change')
}

function sayInconclusive(why: string): string {
  return `Inconclusive: ${cleanLine(why, 500).replace(/\.+$/, '')}.`
}

function formatEffects(verdict: Verdict): string {
  const failed = verdict.migrations.find((migration) => migration.status === 'failed')
  if (failed !== undefined) return cleanLine(`migration ${failed.source} failed on ${failed.store}, so nothing after it was tried`)
  const checks = verdict.checks.filter((check) => check.status === 'failed').map((check) => check.name)
  const effects = [
    formatWho(namesOf(withStatus(verdict, 'broken')), 'fails', 'fail'),
    formatWho(namesOf(withStatus(verdict, 'changed')), 'gives another result', 'give another result'),
    checks.length === 0
      ? ''
      : formatWho(
          checks.map((name) => `check ${name}`),
          'fails',
          'fail',
        ),
  ].filter((effect) => effect !== '')
  const touched = affected(verdict).length
  return `${touched === 0 ? '' : `${shareOf(touched, verdict)}: `}${effects.join('; ') || 'see the findings'}`
}

/** The schema changes to blame, with the migration's place. */
function formatCauses(verdict: Verdict): string {
  const causes = causesOf(verdict)
  if (causes.length === 0) return ''
  if (causes.length > severalCauses) return ` ${count(causes.length, 'schema change')} are to blame.`
  const sentences = causes.map((cause) => {
    const place = cause.migration?.place
    return place === undefined ? describeChange(cause) : `${describeChange(cause)} (${cleanLine(place.file, 120)}:${place.line})`
  })
  return ` The change ${joinWords(sentences)}.`
}

function formatWho(names: readonly string[], one: string, many: string): string {
  if (names.length === 0) return ''
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names
  return `${joinWords(shown.map((name) => cleanLine(name, 80)))} ${names.length === 1 ? one : many}`
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

function shareOf(some: number, verdict: Verdict): string {
  return `${some} of ${count(verdict.pipelines.length, 'pipeline')}`
}

function affected(verdict: Verdict): PipelineResult[] {
  return [...withStatus(verdict, 'broken'), ...withStatus(verdict, 'changed')]
}

function withStatus(verdict: Verdict, status: PipelineResult['status']): PipelineResult[] {
  return verdict.pipelines.filter((pipeline) => pipeline.status === status)
}

function namesOf(pipelines: readonly PipelineResult[]): string[] {
  return pipelines.map((pipeline) => pipeline.name)
}

/** The schema changes that findings of weight point at, in the order in which the change made them. */
function causesOf(verdict: Verdict): SchemaChange[] {
  const weighty = (finding: Finding) => finding.severity !== 'note' && finding.accepted === undefined
  const ids = new Set(verdict.findings.filter(weighty).map((finding) => finding.cause))
  return verdict.schema.filter((change) => ids.has(change.id))
}
