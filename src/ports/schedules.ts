/** EventBridge Scheduler, as far as the fuse needs it. */
export interface Schedules {
  /** Makes the schedule; where there is one of that name already, it is set to this. */
  put(schedule: Schedule): Promise<void>
  /** The names in a group that begin so; none where there is no such group. */
  names(group: string, prefix: string): Promise<string[]>
  /** Undefined where there is none of that name. */
  read(group: string, name: string): Promise<Schedule | undefined>
  /** One that is not there is not an error. */
  remove(group: string, name: string): Promise<void>
}

/** A schedule that deletes one stack, again and again from its start to its end, and then itself. */
export interface Schedule {
  group: string
  /** Letters, digits and `-_.`, at most 64. */
  name: string
  description: string
  /** Name of the stack. */
  stack: string
  /** Whose rights it deletes with. */
  roleArn: string
  startAt: Date
  endAt: Date
  everyMinutes: number
  /** The same for the same work: a repeated call is answered with the schedule that it has made. */
  token: string
}
