import { execFileSync } from 'node:child_process'
import { expect } from 'chai'
import { exportToBashEnv } from '../../src/circleci/bash-env.ts'
import { aReplica } from '../support/verdict-builder.ts'

const hostile = `it's $(touch x) \`id\` "q" \\ \n; rm -rf ~`

describe('what the next steps of a job know of the replica', () => {
  const [stack] = aReplica().stacks
  if (stack === undefined) throw new Error('the builder has no stack')
  const outputs = { BucketName: hostile, DBHost: 'db', 'Weird-Name': '1' }
  const lines = exportToBashEnv(aReplica({ stacks: [{ ...stack, outputs }] }))

  it('reaches a shell word for word, whatever is in it', () => {
    const read = (name: string) => execFileSync('sh', ['-c', `${lines}printf %s "$${name}"`], { env: {}, encoding: 'utf8' })
    expect(read('PROD_REPLICA_ID')).to.equal('scores-1f2e3d4c')
    expect(read('PROD_REPLICA_REGION')).to.equal('us-east-1')
    expect(read('REPLICA_BUCKETNAME')).to.equal(hostile)
    expect(read('REPLICA_DBHOST')).to.equal('db')
    expect(read('REPLICA_WEIRD_NAME')).to.equal('1')
  })
})
