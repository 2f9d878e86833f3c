import { expect } from 'chai'
import { createTempo } from '../../../src/stack/watch/tempo.ts'

describe('the tempo of a stack', () => {
  it('is as usual, and uncertain, before anything is done', () => {
    const { seconds, spread } = createTempo().guess('AWS::SQS::Queue', 72)
    expect(seconds).to.equal(72)
    expect(spread).to.be.greaterThan(0.3)
  })

  it('follows a long resource more than quick ones, and one of the same type most', () => {
    const tempo = createTempo()
    for (let count = 0; count < 3; count++) tempo.learn('AWS::SSM::Parameter', 2, 1)
    const afterQuick = tempo.guess('AWS::SQS::Queue', 72)
    tempo.learn('AWS::DynamoDB::Table', 7.5, 15)
    const afterLong = tempo.guess('AWS::SQS::Queue', 72)
    expect(afterLong.seconds).to.be.lessThan(60).and.to.be.lessThan(afterQuick.seconds)
    expect(afterLong.spread).to.be.lessThan(afterQuick.spread)
    tempo.learn('AWS::SQS::Queue', 90, 72)
    expect(tempo.guess('AWS::SQS::Queue', 72).seconds).to.be.closeTo(90, 0.1)
  })
})
