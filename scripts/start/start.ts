import path from "node:path";
import { parseArgs } from "node:util";

import { describeFailure } from "./launcher-error.ts";
import { localFolder, type Stack, startStack } from "./stack.ts";

const help = `npm start

Starts everything that Foedus needs on this machine: a local chain with the genesis of the system and a sample body,
the index (graph-node and PostgreSQL), and the dApp with its API. Ctrl-C stops all of it and removes its data.

Settings, by environment variable:
  FOEDUS_PORT_OFFSET    moves all ports by this number (8545 JSON-RPC, 8000 GraphQL, 5173 dApp and API, and inner ones)
  FOEDUS_POSTGRES_URL   a PostgreSQL (14 or newer) to use instead of the embedded one; its user may create databases
  SUBGRAPH_URL          query address of an index to use where graph-node cannot run (it exists for Linux x64)
  FOEDUS_HOME           folder for everything that comes about at run time, instead of .foedus
`;

/** Nobody who presses Ctrl-C should have to wait for longer than this. */
const longestStop = 15_000;

const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
if (values.help === true) {
  process.stdout.write(help);
} else {
  await main();
}

async function main(): Promise<void> {
  const interruption = new AbortController();
  const ended = Promise.withResolvers<void>();
  const interrupt = (why: string) => {
    if (interruption.signal.aborted) return;
    say(`\nStopping (${why}) ...`);
    interruption.abort(new Error(why));
    ended.resolve();
    setTimeout(() => {
      say("Some parts do not stop; the next start ends them.");
      process.exit(1);
    }, longestStop).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => interrupt(signal));
  // The bootstrap holds the other end: when it is killed, nobody could stop this process any more.
  process.on("disconnect", () => interrupt("the command that started it is gone"));
  // Without a channel it is undefined: then nobody held the other end in the first place.
  if ((process.connected as boolean | undefined) === false)
    interrupt("the command that started it is gone");
  process.channel?.unref();

  let stack: Stack;
  try {
    stack = await startStack({ report: say, signal: interruption.signal });
  } catch (error) {
    if (!interruption.signal.aborted) {
      process.stderr.write(`\nFoedus cannot start.\n${describeFailure(error)}\n`);
      process.exit(1);
    }
    say("Stopped.");
    process.exit(0);
  }
  say(summary(stack));
  await ended.promise;
  try {
    await stack.stop();
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exit(1);
  }
  say("Stopped: no process and no data is left.");
  process.exit(0);
}

function summary({ endpoints, endpointsFile }: Stack): string {
  const { app, rpc, graphql } = endpoints;
  return `
  Foedus is ready.

    dApp and API    ${app}
    JSON-RPC        ${rpc}  (chain ${endpoints.chainId})
    GraphQL         ${graphql}
    addresses       ${path.relative(process.cwd(), endpointsFile)}
    identities      ${path.relative(process.cwd(), path.join(localFolder(), "identities"))}  (keys of a Root TAO, a TAO and an issuer; credential.jwt to verify)
    logs            ${path.relative(process.cwd(), path.join(localFolder(), "logs"))}

  Open ${app}: the Assembly has an open proposal that lacks a few votes.
  Choose a representative in the development wallet, read what it does, and vote.

  Ctrl-C stops everything.
`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
