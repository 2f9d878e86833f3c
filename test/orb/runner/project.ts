/** What CircleCI keeps of a project between jobs, and what it gives each of them. */
export interface Project {
  /** Where jobs' machines, workspaces, caches, artifacts and test results are kept. */
  folder: string
  /** What `checkout` brings. */
  repository: string
  /** Of every job: the project's variables, CIRCLE_*. */
  environment: Readonly<Record<string, string>>
  /** Variables of the contexts by name. A job that asks for another is unauthorized; where there are none, all are allowed and empty. */
  contexts?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** How long a job that is ended may go on before it is killed, in milliseconds. */
  graceMs?: number
}

/** How a job's machine is started and ended, and who hears what it prints. */
export interface Watch {
  /** The end of a job before its time: `cancel` by a person, `kill` by a machine that is lost. */
  signal: AbortSignal
  heard: (text: string) => void
}
