import { type Index, IndexError } from "./client.ts";

/**
 * Stands for the index in tests: answers each query by its name with what it is given, read already, and gives no answer to
 * any other. An answer that is a function is given the variables.
 */
export function indexDouble(
  answers: Readonly<Record<string, object | ((variables: never) => object)>>,
): Index {
  return {
    async ask<T>({ name }: { name: string }, variables: unknown): Promise<T> {
      const given = answers[name];
      const answer: unknown = typeof given === "function" ? given(variables as never) : given;
      if (answer === undefined)
        throw new IndexError("unreachable", `The index gives no answer to ${name}.`);
      return answer as T;
    },
  };
}
