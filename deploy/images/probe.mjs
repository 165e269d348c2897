/**
 * Asks an address from inside a container, for health checks and for operators, because the images hold no other program that could.
 *
 *   node probe.mjs <url>          GET
 *   node probe.mjs <url> <json>   POST of a body of JSON
 *
 * Prints the answer; ends with 0 when its status is 2xx, else with 1.
 */
const [url, body] = process.argv.slice(2);
const post = { method: "POST", headers: { "content-type": "application/json" }, body };
try {
  const response = await fetch(url, {
    ...(body === undefined ? {} : post),
    // A health check is given five seconds; an operator waits on a busy machine.
    signal: AbortSignal.timeout(body === undefined ? 4_000 : 20_000),
  });
  process.stdout.write(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stderr.write(`${url} does not answer: ${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
