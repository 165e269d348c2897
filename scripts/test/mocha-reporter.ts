import Mocha from "mocha";

import { failure, type Outcome } from "./outcome.ts";

/** Mocha's usual report on the screen, and its counts in `outcome`. */
export function countingReporter(outcome: Outcome): Mocha.ReporterConstructor {
  return class extends Mocha.reporters.Spec {
    constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
      super(runner, options);
      const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
      runner.on(EVENT_TEST_PASS, () => (outcome.passed += 1));
      runner.on(EVENT_TEST_FAIL, (test, error: Error) => {
        outcome.failed.push(failure(test.fullTitle(), error.message));
      });
      runner.on(EVENT_TEST_PENDING, (test) => {
        outcome.skipped.push({ name: test.fullTitle(), reason: "marked as pending in its file" });
      });
    }
  };
}
