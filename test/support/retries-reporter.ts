// Tells why a test had to be tried again that has passed in the end: such a test is either wrong, or right about something rare.
import type { Reporter, TestCase } from 'vitest/node'

/** A reporter beside others: a line for each test that passed only when tried again, with what it failed by before. */
export const retriesReporter: Reporter = {
  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky !== true) return
    const reasons = (test.result().errors ?? []).map(({ message, stack }) => `${message}\n${stack ?? ''}`)
    process.stderr.write(`\nTried again: ${test.module.relativeModuleId} > ${test.fullName}\n${reasons.join('\n')}\n\n`)
  },
}
