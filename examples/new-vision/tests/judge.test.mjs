// The check of replica.yml: `node tests/judge.test.mjs`.
import assert from 'node:assert/strict'
import test from 'node:test'
import { judge, mean } from '../pipelines/judge.mjs'

test('an average is good from the high mark on, and poor up to the low one', () => {
  assert.equal(judge(50, 50, 40), 1)
  assert.equal(judge(45, 50, 40), 0)
  assert.equal(judge(40, 50, 40), -1)
})

test('a missing average stops the job', () => {
  assert.throws(() => judge(mean([50, undefined]), 50, 40))
})

test('the mean of numbers', () => {
  assert.equal(mean([40, 50]), 45)
})
