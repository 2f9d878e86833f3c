import { expect } from 'chai'
import { identifyRun } from '../../src/circleci/identity.ts'
import { isReplicaError } from '../../src/errors.ts'

const pipeline = {
  CIRCLECI: 'true',
  CIRCLE_PROJECT_USERNAME: 'newvision',
  CIRCLE_PROJECT_REPONAME: 'scores',
  CIRCLE_BRANCH: 'rename-score',
  CIRCLE_PIPELINE_ID: '5034460f-c7c4-4c43-9457-de07e2029e7b',
  CIRCLE_BUILD_NUM: '123',
  CIRCLE_BUILD_URL: 'https://circleci.com/gh/newvision/scores/123',
  CIRCLE_USERNAME: 'jane',
  CIRCLE_WORKFLOW_ID: 'first',
}
const machine = { USER: 'jane', PWD: '/home/jane/scores', HOSTNAME: 'laptop' }
const revision = { sha: 'abc1234', branch: 'rename-score', subject: 'Rename' }

describe('whose replica it is, in CircleCI', () => {
  it('names the run, its owner and its thread', () => {
    expect(identifyRun(pipeline)).to.deep.equal({
      replicaId: identifyRun(pipeline).replicaId,
      owner: 'newvision/scores by jane',
      thread: 'newvision/scores/rename-score',
      url: 'https://circleci.com/gh/newvision/scores/123',
      number: '#123',
    })
    expect(identifyRun(pipeline).replicaId).to.match(/^scores-[0-9a-f]{8}$/)
  })

  it('is the same for every job and every rerun of a pipeline', () => {
    const rerun = { ...pipeline, CIRCLE_WORKFLOW_ID: 'second', CIRCLE_BUILD_NUM: '130', CIRCLE_USERNAME: 'joe', CIRCLE_JOB: 'teardown' }
    expect(identifyRun(rerun).replicaId).to.equal(identifyRun(pipeline).replicaId)
  })

  it('is another for another pipeline and another project', () => {
    const ids = [pipeline, { ...pipeline, CIRCLE_PIPELINE_ID: 'other' }, { ...pipeline, CIRCLE_PROJECT_USERNAME: 'other' }].map(
      (one) => identifyRun(one).replicaId,
    )
    expect(new Set(ids).size).to.equal(3)
  })

  it('needs no variable at all', () => {
    expect(identifyRun({ CIRCLECI: 'true' }).replicaId).to.match(/^[a-z][a-z0-9-]{2,19}$/)
  })
})

describe('whose replica it is, on a machine', () => {
  it('is the same on any host for one person, folder and branch', () => {
    const other = { ...machine, HOSTNAME: 'desktop', PWD: '/srv/scores' }
    expect(identifyRun(other, revision)).to.deep.equal(identifyRun(machine, { ...revision, sha: 'newer' }))
  })

  it('is another for another person, folder or branch', () => {
    const runs = [
      identifyRun(machine, revision),
      identifyRun({ ...machine, USER: 'joe' }, revision),
      identifyRun({ ...machine, PWD: '/home/jane/other' }, revision),
      identifyRun(machine, { ...revision, branch: 'main' }),
    ]
    expect(new Set(runs.map((run) => run.replicaId)).size).to.equal(4)
  })

  it('needs no git and no variable', () => {
    expect(identifyRun({}).replicaId).to.match(/^project-[0-9a-f]{8}$/)
  })
})

describe('the parts of an identity', () => {
  it('stay within their alphabets for hostile names', () => {
    const names = ['../../etc', 'Ünïcödé/😀', '123', '-', '$(rm -rf ~)', 'a\r\nb', "'; DROP", 'x'.repeat(500), '']
    for (const name of names) {
      const hostile = { ...pipeline, CIRCLE_PROJECT_REPONAME: name, CIRCLE_BRANCH: name, CIRCLE_USERNAME: name, CIRCLE_PIPELINE_ID: name }
      const run = identifyRun(hostile)
      expect(run.replicaId).to.match(/^[a-z][a-z0-9-]{2,19}$/)
      expect(run.owner).to.match(/^[\p{L}\p{N} _.:/=+\-@]{1,256}$/u)
      expect(identifyRun({ USER: name, PWD: `/${name}` }, { ...revision, branch: name }).replicaId).to.match(/^[a-z][a-z0-9-]{2,19}$/)
    }
  })

  it('give way to --id, and to PROD_REPLICA_ID where there is no --id', () => {
    const environment = { ...pipeline, PROD_REPLICA_ID: 'from-env' }
    expect(identifyRun(environment).replicaId).to.equal('from-env')
    expect(identifyRun(environment, undefined, { explicitId: 'from-option' }).replicaId).to.equal('from-option')
    expect(identifyRun({ ...pipeline, PROD_REPLICA_ID: '' }).replicaId).to.match(/^scores-/)
  })

  it('refuse an id that AWS names could not hold', () => {
    for (const id of ['', 'ab', 'Upper', '1st', 'under_score', 'x'.repeat(21), 'a b c', 'a\nb']) {
      expect(() => identifyRun(pipeline, undefined, { explicitId: id }))
        .to.throw()
        .that.satisfies((error: unknown) => isReplicaError(error, 'circleci.bad_replica_id'))
    }
  })
})
