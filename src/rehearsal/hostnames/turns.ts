/** Turns at something that many may use at once, or one alone. */
export interface Turns {
  together<Result>(work: () => Promise<Result>): Promise<Result>
  alone<Result>(work: () => Promise<Result>): Promise<Result>
}

/** First come, first served: those who come behind one that wants to be alone wait for it. */
export function createTurns(): Turns {
  let running: Promise<unknown>[] = []
  let last: Promise<unknown> = Promise.resolve()
  const quiet = (work: Promise<unknown>): Promise<void> => work.then(nothing, nothing)
  return {
    together<Result>(work: () => Promise<Result>): Promise<Result> {
      const mine = last.then(work)
      const ended = quiet(mine)
      running.push(ended)
      void ended.then(() => {
        running = running.filter((each) => each !== ended)
      })
      return mine
    },
    alone<Result>(work: () => Promise<Result>): Promise<Result> {
      const mine = Promise.all([last, ...running]).then(work)
      last = quiet(mine)
      return mine
    },
  }
}

const nothing = (): void => {}
