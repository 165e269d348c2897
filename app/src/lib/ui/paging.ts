/** Entries of a list on one page. */
export const pageSize = 50;

/** The page that an address asks for, from 1. */
export function pageOf(params: Pick<URLSearchParams, "get">): number {
  const page = Number(params.get("page"));
  return Number.isSafeInteger(page) && page >= 1 && page <= 100 ? page : 1;
}

/** One entry more than a page holds, which tells whether there is another page. */
export function window(page: number): { first: number; skip: number } {
  return { first: pageSize + 1, skip: (page - 1) * pageSize };
}

export function cut<T>(entries: readonly T[]): { entries: T[]; more: boolean } {
  return { entries: entries.slice(0, pageSize), more: entries.length > pageSize };
}
