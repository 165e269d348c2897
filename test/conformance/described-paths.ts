import { answerOf } from "./raw-api.ts";

/** What these tests read of the description at `/openapi.json`. */
export interface Described {
  paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
}

export async function describedPaths(api: string): Promise<Described["paths"]> {
  return ((await (await fetch(`${api}/openapi.json`)).json()) as Described).paths;
}

/** The path with the first entry of each list in the place of its parameter; undefined where the sample has no entry, or no list. */
export async function filledPath(api: string, path: string): Promise<string | undefined> {
  let done = "";
  for (const part of path.split("/").slice(1)) {
    if (!part.startsWith("{")) {
      done += `/${part}`;
      continue;
    }
    const { body } = await answerOf(await fetch(`${api}${done}`));
    const [first] = (body["items"] ?? []) as { href: string }[];
    if (first === undefined) return undefined;
    done += `/${first.href.split("/").at(-1) ?? ""}`;
  }
  return done;
}
