import type { Catalogue } from './entry.ts'

export const circleciErrors = {} satisfies Catalogue
