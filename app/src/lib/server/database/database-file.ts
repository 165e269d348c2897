import { readFile } from "node:fs/promises";

import { EndpointsError } from "../parse-endpoints.ts";

/**
 * The connection URL in a file.
 * @throws EndpointsError where it cannot be read, or holds something else.
 */
export async function databaseIn(file: string): Promise<string> {
  const remedy = "Write postgresql://user:password@host:5432/database into it.";
  let content: string;
  try {
    content = (await readFile(file, "utf8")).trim();
  } catch (cause) {
    throw new EndpointsError(`The file of the server's database cannot be read: ${file}.`, remedy, {
      cause,
    });
  }
  if (/^postgres(?:ql)?:\/\//.test(content)) return content;
  throw new EndpointsError(
    `The file ${file} does not hold the URL of a PostgreSQL database.`,
    remedy,
  );
}
