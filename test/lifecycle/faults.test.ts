import type { ChildProcess } from 'node:child_process'
import { DeleteStackCommand } from '@aws-sdk/client-cloudformation'
import { expect } from 'chai'
import type { FaultSettings } from '../../src/local-cloud/faults/settings.ts'
import { type HelperEnd, startHelper } from '../support/run-helper.ts'
import { type SmallCompany, startSmallCompany } from '../support/small-company.ts'

interface Case {
  when: string
  trouble: Partial<FaultSettings>
  /** In words of the progress or of the error; where it is given, the rehearsal fails. */
  failsWith?: RegExp
  /** Where it is not 3: the way in is wrong, not the cloud. */
  exitCode?: number
}

const share = (outcome: string, part: number) => [{ on: '*', with: outcome, share: part }]

const cases: readonly Case[] = [
  { when: 'three calls in ten are throttled', trouble: { faults: share('throttled', 0.3) } },
  { when: 'one call in five is answered by 500', trouble: { faults: share('500', 0.2) } },
  { when: 'one call in five is answered by 503', trouble: { seed: 2, faults: share('503', 0.2) } },
  { when: 'one call in five is answered by a page of a gateway', trouble: { seed: 3, faults: share('502', 0.2) } },
  { when: 'one connection in five is reset', trouble: { faults: share('reset', 0.2) } },
  { when: 'one answer in ten is lost after the work was done', trouble: { faults: share('lost-answer', 0.1) } },
  {
    when: 'the answer to each first CreateStack and DeleteStack is lost',
    trouble: { faults: ['CreateStack', 'DeleteStack'].map((on) => ({ on, with: 'lost-answer', times: 2 })) },
  },
  {
    when: 'every attempt at the first CreateStack loses its answer',
    trouble: { faults: [{ on: 'CreateStack', with: 'lost-answer', times: 6 }] },
  },
  { when: 'our clock is an hour behind', trouble: { clockSkewSeconds: 3_600 } },
  { when: 'our clock is an hour ahead', trouble: { clockSkewSeconds: -3_600 } },
  { when: 'every read is two seconds old', trouble: { stale: { seconds: 2, share: 1 } } },
  { when: 'every other read is four seconds old', trouble: { stale: { seconds: 4, share: 0.5 } } },
  { when: 'an operation takes two calls a second', trouble: { rates: { '*': 2 } } },
  {
    when: 'several of these come together',
    trouble: {
      stale: { seconds: 1, share: 0.5 },
      faults: [...share('throttled', 0.15), ...share('lost-answer', 0.05), ...share('500', 0.05)],
    },
  },
  {
    when: 'a resource cannot be created',
    trouble: { faults: [{ on: 'Jobs:create', with: 'You have too many queues (Service: Sqs, Status Code: 400)' }] },
    failsWith: /Jobs.*You have too many queues[\s\S]*\(stack\.create_failed\)/,
  },
  {
    when: 'a hook refuses a resource',
    trouble: { faults: [{ on: 'Jobs:hook', with: 'Queues must be encrypted' }] },
    failsWith: /Queues must be encrypted[\s\S]*\(stack\.create_failed\)/,
  },
  {
    when: 'validation refuses a stack before it is made',
    trouble: { faults: [{ on: 'Jobs:validate', with: 'Resource of type AWS::SQS::Queue already exists' }] },
    failsWith: /already exists[\s\S]*\(stack\.create_failed\)/,
  },
  {
    when: 'the stack is deleted under us',
    trouble: { faults: [{ on: 'Later:create', with: 'stack-deleted', times: 1 }] },
    failsWith: /\(stack\.vanished\)/,
  },
  {
    when: 'credentials expire between the first stack and the second',
    trouble: { faults: [{ on: 'CreateStack', with: 'expired', after: 1 }] },
    failsWith: /they have expired[\s\S]*\(cloud\.rejected_credentials\)/,
    exitCode: 2,
  },
  {
    when: 'credentials have expired before it begins',
    trouble: { faults: [{ on: 'GetCallerIdentity', with: 'expired' }] },
    failsWith: /they have expired[\s\S]*\(cloud\.rejected_credentials\)/,
    exitCode: 2,
  },
  {
    when: 'a call is denied',
    trouble: { faults: [{ on: 'CreateStack', with: 'AccessDenied' }] },
    failsWith: /\(cloud\.denied\)/,
  },
]

describe('a rehearsal on a cloud in which things go wrong', function () {
  this.timeout(120_000)
  let company: SmallCompany
  let picture: string
  let child: ChildProcess | undefined

  before(async () => {
    company = await startSmallCompany({ timeScale: 0.004 })
    picture = await company.picture()
  })
  after(() => company?.close())
  // What a failed test leaves must not meet the next one.
  afterEach(async () => {
    await company.trouble()
    child?.kill('SIGKILL')
    await company.rest()
    if ((await company.stacks()).length > 0) await run(['reap', '--all', '--mine'])
  })

  const call = (keyId?: string) => ({ folder: company.checkout, environment: company.environment(keyId) })
  const run = async (words: readonly string[], keyId?: string): Promise<HelperEnd> => {
    const helper = startHelper(words, call(keyId))
    child = helper.child
    return await helper.end
  }

  for (const { when, trouble, failsWith, exitCode = 3 } of cases) {
    const outcome = failsWith === undefined ? 'passes' : 'fails, says why'
    it(`${outcome} and leaves nothing where ${when}`, async () => {
      // What the test before has deleted is not to be read any more.
      await new Promise((resolve) => setTimeout(resolve, (trouble.stale?.seconds ?? 0) * 1_000))
      await company.trouble(trouble)
      const end = await run(['rehearse'])
      if (trouble.faults !== undefined) expect(await company.hits(), 'the faults struck').to.satisfy(struck)
      await company.trouble()
      expect(end.stderr).to.match(failsWith ?? /mailed the verdict/)
      expect(end.exitCode, end.stderr).to.equal(failsWith === undefined ? 0 : exitCode)
      await expectNothing(end)
    })
  }

  it('names what it could not delete once its credentials have expired for good, and is reaped with fresh ones', async () => {
    await company.trouble({ keySeconds: 0.6 })
    const end = await run(['rehearse'], 'short-lived')
    await company.trouble()
    expect(end.exitCode).to.be.oneOf([2, 3])
    expect(end.stdout + end.stderr).to.contain('they have expired')
    await company.rest()
    const reaped = await run(['reap', '--all', '--mine'], 'fresh')
    expect(reaped.exitCode, reaped.stderr).to.equal(0)
    await expectNothing(reaped)
  })

  it('is inconclusive and leaves nothing where somebody deletes its first stack meanwhile', async () => {
    const { child, end } = startHelper(['rehearse'], call())
    let deletion: Promise<unknown> | undefined
    child.stderr?.on('data', (chunk) => {
      const StackName = /creating (\S+-shop-base)/.exec(String(chunk))?.[1]
      if (StackName !== undefined) deletion = company.cloud.client.send(new DeleteStackCommand({ StackName }))
    })
    const ended = await end
    await deletion
    expect(ended.exitCode, ended.stderr).to.equal(3)
    expect(ended.stderr).to.match(/\((stack\.vanished|stack\.create_failed)\)/)
    await expectNothing(ended)
  })

  async function expectNothing({ stderr }: HelperEnd): Promise<void> {
    await company.rest()
    expect(await company.leftovers(), stderr).to.deep.equal([])
    expect(await company.picture()).to.equal(picture)
  }
})

const struck = (hits: readonly number[]): boolean => hits.every((count) => count > 0)
