import { createHash } from 'node:crypto'

/** What a replica's secret gives for masking. None of it is ever part of a statement's text. */
export interface MaskKeys {
  /** Two keys of 64 hexadecimal digits each, one block of SHA-256: the inner and the outer one of a nested hash. */
  inner: string
  outer: string
  /** How far dates move back. One distance for a replica: order and intervals stay. */
  days: number
  /** Tells keys apart without telling anything of them. */
  digest: string
}

/** The keys that a replica's secret gives. */
export function deriveMaskKeys(secret: string): MaskKeys {
  const key = (use: string): string => createHash('sha256').update(`prod-replica mask ${use} ${secret}`).digest('hex')
  return {
    inner: key('inner'),
    outer: key('outer'),
    days: 30 + (Number.parseInt(key('days').slice(0, 8), 16) % 300),
    digest: key('digest'),
  }
}
