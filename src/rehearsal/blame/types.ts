import type { RecordedError } from '../../store/record/recording.ts'
import type { TrackedChange } from '../context.ts'
import type { Place, SchemaChange } from '../types.ts'

/** A change that explains what happened to a pipeline. */
export interface Blame {
  change: SchemaChange
  rule: string
  weight: Suspect['weight']
  /** The statement that failed because of it, else the baseline's that touched it, literals stripped. */
  statement?: string
  /** The server's error that it explains. */
  failure?: Failure
  /** Where the pipeline's code uses it, the likeliest place first. */
  places: readonly Place[]
}

/** A change under suspicion. */
export interface Suspect {
  tracked: TrackedChange
  /** Fingerprints of the baseline's statements that feel it. */
  statements: readonly string[]
  /** What speaks against it; `elimination`: it is the only thing that differs between the sides. */
  weight: 'error' | 'strong' | 'weak' | 'additive' | 'elimination'
  failure?: Failure
}

/** An error of the server that only the candidate met. */
export interface Failure {
  store: string
  error: RecordedError
  /** Literals stripped. */
  statement?: string
}
