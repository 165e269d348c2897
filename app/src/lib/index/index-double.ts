import { type Index, IndexError } from "./client.ts";

/**
 * Stands for the index in tests: answers each query by its name with what it is given, read already, and gives no answer to
 * any other.
 */
export function indexDouble(answers: Readonly<Record<string, object>>): Index {
  return {
    async ask<T>({ name }: { name: string }): Promise<T> {
      const answer = answers[name];
      if (answer === undefined)
        throw new IndexError("unreachable", `The index gives no answer to ${name}.`);
      return answer as T;
    },
  };
}
