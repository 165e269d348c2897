import * as z from "zod";

import { numberInAddress, wholeNumber } from "./shapes.ts";

/** Items of a page at most; the contracts have the same bound. */
export const largestPage = 50;

/** Beyond it no list reaches, and sizes can be multiplied without losing digits. */
const lastPage = 2 ** 31 - 1;

/** How EBSI's interfaces are asked for a part of a list. */
export const pageQuery = {
  "page[after]": numberInAddress(wholeNumber(1, lastPage).default(1)).describe(
    "Number of the page, counted from 1.",
  ),
  "page[size]": numberInAddress(wholeNumber(1, largestPage).default(10)).describe(
    "Items of a page.",
  ),
};

export interface PageAsked {
  "page[after]": number;
  "page[size]": number;
}

/** No URI by the letter of RFC 3986, whose queries have no brackets. */
const pageAddress = z.string().describe("Address of a page, with brackets as EBSI writes them.");

export function collectionShape<Item extends z.ZodType>(item: Item) {
  return z.object({
    self: pageAddress,
    items: z.array(item).max(largestPage),
    total: z.int().min(0).describe("Items of all pages."),
    pageSize: z.int().min(1).max(largestPage),
    links: z
      .object({ first: pageAddress, prev: pageAddress, next: pageAddress, last: pageAddress })
      .describe("Where there is no page before or behind, the first or the last one."),
  });
}

/** A page of a list, with the addresses of the others; filters of the address stay in them. */
export function collection<Item>(
  url: URL,
  asked: PageAsked,
  { items, total }: { items: readonly Item[]; total: number },
) {
  const { "page[after]": page, "page[size]": pageSize } = asked;
  const last = Math.max(1, Math.ceil(total / pageSize));
  const link = (number: number) => {
    const filters = new URLSearchParams(url.searchParams);
    filters.delete("page[after]");
    filters.delete("page[size]");
    const rest = filters.size === 0 ? "" : `&${filters.toString()}`;
    // EBSI writes the brackets as they are.
    return `${url.origin}${url.pathname}?page[after]=${number}&page[size]=${pageSize}${rest}`;
  };
  return {
    self: link(page),
    items,
    total,
    pageSize,
    links: {
      first: link(1),
      prev: link(Math.min(Math.max(1, page - 1), last)),
      next: link(Math.min(page + 1, last)),
      last: link(last),
    },
  };
}

/** The part of a whole list that a page shows. */
export function pageOf<Item>(
  all: readonly Item[],
  { "page[after]": page, "page[size]": size }: PageAsked,
): { items: Item[]; total: number } {
  return { items: all.slice((page - 1) * size, page * size), total: all.length };
}
