/** The made-up AWS account: its number stands in no template. */
export const account = '731946028157'
export const region = 'us-east-1'
export const partition = 'aws'
/** Of every replica that is derived here. */
export const replicaId = 'r4f2a1'
