import { pathToFileURL } from "node:url";

import Mocha from "mocha";

import { toleratedBy } from "./tolerated.ts";

const loaded = new Map<string, Mocha>();

/** Runs the tests of a file of mocha. Its modules are loaded once; every suite makes its own chain anew. */
export async function runMocha(
  file: string,
  untilFailure: boolean,
): Promise<{ passed: number; failures: string[] }> {
  const mocha = loaded.get(file) ?? (await load(file));
  mocha.bail(untilFailure);
  const failures: string[] = [];
  let passed = 0;
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on(Mocha.Runner.constants.EVENT_TEST_PASS, () => (passed += 1));
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error: Error) =>
      failures.push(`${test.fullTitle()}: ${error.message}`),
    );
  });
  return { passed, failures };
}

async function load(file: string): Promise<Mocha> {
  const mocha = new Mocha({ timeout: 60_000, reporter: Silent });
  mocha.cleanReferencesAfterRun(false);
  // As mocha's own loading does it, which cannot load modules that wait while they load.
  mocha.suite.emit("pre-require", globalThis, file, mocha);
  await import(pathToFileURL(file).href);
  const tolerated = toleratedBy(file);
  mocha.suite.eachTest((test) => {
    if (tolerated.some((title) => test.fullTitle() === title)) test.pending = true;
  });
  loaded.set(file, mocha);
  return mocha;
}

/** Who runs the tests listens to them itself. */
class Silent extends Mocha.reporters.Base {
  override epilogue(): void {
    // Base would write a summary.
  }
}
