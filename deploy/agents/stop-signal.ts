/** Resolves when somebody asks the agent to stop: SIGINT or SIGTERM. */
export const stopSignal = (): Promise<unknown> =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
