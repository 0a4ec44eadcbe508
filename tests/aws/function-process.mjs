/**
 * A process in which one function of the deployment runs, as Lambda starts it: only its bundle, only its environment.
 * Takes events over IPC, one at a time, and answers with what the handler gives.
 */
const { handler } = await import(process.env.TEST_BUNDLE)

/** Of a function behind HTTP; others have longer. */
const TIME = Number(process.env.TEST_TIMEOUT ?? 30_000)

process.on('message', async ({ id, event }) => {
  const deadline = Date.now() + TIME
  const context = {
    awsRequestId: `test-${id}`,
    functionName: 'test',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
  try {
    process.send({ id, result: await handler(event, context) })
  } catch (error) {
    process.send({ id, error: `${error.name}: ${error.message}` })
  }
})
process.on('disconnect', () => process.exit())
process.send({ ready: true })
