import { CommandError } from "../foedus/command-error.ts";

const signals = ["SIGINT", "SIGTERM"] as const;

/**
 * Does a work and then puts back what it changed, also when it fails or when somebody interrupts the command (Ctrl-C, SIGTERM) in the
 * middle of it. An interrupted work fails at once; its remains are left to `putBack`, which no further signal cuts short.
 */
export async function thenPutBack<T>(
  work: () => Promise<T>,
  putBack: () => Promise<void>,
): Promise<T> {
  let interrupt: (signal: NodeJS.Signals) => void = () => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = (signal) => {
      const said = `Interrupted by ${signal}; what the command had changed is put back.`;
      reject(new CommandError(said, "Run it again when it can go on to its end."));
    };
  });
  for (const signal of signals) process.on(signal, interrupt);
  const working = work();
  try {
    return await Promise.race([working, interrupted]);
  } finally {
    // Whatever an interrupted work still meets is no news any more.
    working.catch(() => undefined);
    try {
      await putBack();
    } finally {
      for (const signal of signals) process.off(signal, interrupt);
    }
  }
}
