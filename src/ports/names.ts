import type { ShellRequest } from './shell.ts'

/** Makes host names lead elsewhere for the programs that we start, and for them only wherever the machine allows that. */
export interface Names {
  /** What this machine allows, tried for real, once. Takes away what a run that died has left in the hosts file. */
  way(): Promise<NamesWay>
  /** Whether addresses of loopback beside 127.0.0.1 can be listened on at this port: where nobody listens on all addresses. */
  canListen(port: number): Promise<boolean>
  /** Prepares one command. */
  lead(request: LeadRequest): Promise<LedCommand>
}

/**
 * `private`: each program sees a hosts file of its own. `private-user`: so it is, but the program cannot become another user in
 * there. `shared`: the machine's hosts file, for one run at a time. `hooks`: the languages' own means. `none`: not even those,
 * as no address of loopback but one can be listened on.
 */
export type NamesWay = 'private' | 'private-user' | 'shared' | 'hooks' | 'none'

export interface LeadRequest {
  way: Exclude<NamesWay, 'none'>
  command: string
  /** The environment that the command is going to have. */
  environment: Readonly<Record<string, string>>
  /** Addresses of loopback, by host name in lower case. */
  addresses: Readonly<Record<string, string>>
  /** With `hooks`: also those that change what happens to other names (libpq's and Java's). */
  everything: boolean
}

export interface LedCommand {
  command: ShellRequest['command']
  environment: Readonly<Record<string, string>>
  /** Undoes everything. */
  end(): Promise<void>
}
