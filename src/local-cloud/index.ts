export { attachLocalCloud } from './attach.ts'
export { parseSettings } from './faults/settings.ts'
export { startLocalCloud } from './start.ts'
