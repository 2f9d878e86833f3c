/**
 * What is done about a stack of the replica that is there already: `adopt` one that stands whole, `follow` one that is
 * being made, `wait` until one that moves has come to rest, `replace` one that cannot be used, and make an `absent` one.
 */
export type Course = 'adopt' | 'follow' | 'wait' | 'replace' | 'absent'

const courses: Readonly<Record<string, Course>> = {
  CREATE_IN_PROGRESS: 'follow',
  CREATE_COMPLETE: 'adopt',
  // What it is made of cannot be told from what is missing.
  CREATE_FAILED: 'replace',
  // CloudFormation takes no other change to a stack that moves, and may refuse to delete it.
  ROLLBACK_IN_PROGRESS: 'wait',
  ROLLBACK_COMPLETE: 'replace',
  ROLLBACK_FAILED: 'replace',
  // Only a change set that nobody has carried out: it never moves by itself.
  REVIEW_IN_PROGRESS: 'replace',
  UPDATE_IN_PROGRESS: 'wait',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'wait',
  UPDATE_COMPLETE: 'adopt',
  UPDATE_FAILED: 'replace',
  UPDATE_ROLLBACK_IN_PROGRESS: 'wait',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'wait',
  UPDATE_ROLLBACK_COMPLETE: 'adopt',
  UPDATE_ROLLBACK_FAILED: 'replace',
  IMPORT_IN_PROGRESS: 'wait',
  IMPORT_COMPLETE: 'adopt',
  IMPORT_ROLLBACK_IN_PROGRESS: 'wait',
  IMPORT_ROLLBACK_COMPLETE: 'adopt',
  IMPORT_ROLLBACK_FAILED: 'replace',
  DELETE_IN_PROGRESS: 'wait',
  DELETE_FAILED: 'replace',
  DELETE_COMPLETE: 'absent',
}

/** What to do about a stack in that status; undefined for one that CloudFormation did not know when this was written. */
export function courseOf(status: string): Course | undefined {
  return Object.hasOwn(courses, status) ? courses[status] : undefined
}
