export { attachLocalCloud } from './attach.ts'
export { startLocalCloud } from './start.ts'
