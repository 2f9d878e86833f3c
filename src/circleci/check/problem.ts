/** What is wrong at one place of a config: the rule broken, what was found there and what to write instead. */
export type ConfigProblem = {
  rule: ConfigRule
  /** file:line:column, both counted from 1. */
  place: string
  found: string
  remedy: string
}

/** The names of the checker's rules; `unchecked` is a remark, not a fault: an orb that is not at hand. */
export type ConfigRule =
  | 'unreadable'
  | 'wrong-shape'
  | 'undefined-step'
  | 'undefined-job'
  | 'undefined-executor'
  | 'unknown-parameter'
  | 'missing-parameter'
  | 'wrong-type'
  | 'undeclared-parameter'
  | 'unused-parameter'
  | 'unknown-requires'
  | 'unknown-status'
  | 'duplicate-job'
  | 'cycle'
  | 'unchecked'
