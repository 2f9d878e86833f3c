/** The error that a promise rejects with; throws where it does not. */
export async function refusalOf(work: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await work
  } catch (error) {
    return error as Error & Record<string, unknown>
  }
  throw new Error('nothing was refused')
}
