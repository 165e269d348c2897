import * as z from "zod";

import { Problem } from "./problem-of.ts";
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

/** The same for a list that nobody counts: no total, and the last page is named by itself alone. */
export function openCollectionShape<Item extends z.ZodType>(item: Item) {
  const { self, items, pageSize } = collectionShape(item).shape;
  return z.object({
    self,
    items,
    pageSize,
    links: z
      .object({
        first: pageAddress,
        prev: pageAddress,
        next: pageAddress,
        last: pageAddress.optional(),
      })
      .describe("Where there is no page before or behind, the first or this one."),
  });
}

/** Address of a page of a list; filters of the address stay in it. */
function linksOf(url: URL, pageSize: number): (page: number) => string {
  const filters = new URLSearchParams(url.searchParams);
  filters.delete("page[after]");
  filters.delete("page[size]");
  const rest = filters.size === 0 ? "" : `&${filters.toString()}`;
  // EBSI writes the brackets as they are.
  return (page) => `${url.origin}${url.pathname}?page[after]=${page}&page[size]=${pageSize}${rest}`;
}

/** A page of a list, with the addresses of the others. */
export function collection<Item>(
  url: URL,
  asked: PageAsked,
  { items, total }: { items: readonly Item[]; total: number },
) {
  const { "page[after]": page, "page[size]": pageSize } = asked;
  const last = Math.max(1, Math.ceil(total / pageSize));
  const link = linksOf(url, pageSize);
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

/** A page of a list that nobody counts, and whether there is another behind it. */
export interface OpenPage<Item> {
  items: readonly Item[];
  more: boolean;
}

export function openCollection<Item>(
  url: URL,
  { "page[after]": page, "page[size]": pageSize }: PageAsked,
  { items, more }: OpenPage<Item>,
) {
  const link = linksOf(url, pageSize);
  return {
    self: link(page),
    items,
    pageSize,
    links: {
      first: link(1),
      prev: link(Math.max(1, page - 1)),
      next: link(more ? page + 1 : page),
      ...(more ? {} : { last: link(page) }),
    },
  };
}

/** Entries before a page at most: the index counts them off one by one. */
const deepest = 1_000_000;

/**
 * What the index is asked for: one entry more than the page holds, which tells whether there is another page.
 * @throws Problem for a page that lies too deep.
 */
export function windowOf({ "page[after]": page, "page[size]": size }: PageAsked) {
  const skip = (page - 1) * size;
  if (skip > deepest)
    throw new Problem(
      400,
      "The parameter page[after] leads too deep into the list.",
      `Ask for one of the first ${deepest} entries.`,
    );
  return { first: size + 1, skip };
}

/** The page out of what was asked for by `windowOf`. */
export function cutPage<Item>(
  found: readonly Item[],
  { "page[size]": size }: PageAsked,
): OpenPage<Item> {
  return { items: found.slice(0, size), more: found.length > size };
}

/** The same out of the whole list. */
export function openPageOf<Item>(all: readonly Item[], asked: PageAsked): OpenPage<Item> {
  const { first, skip } = windowOf(asked);
  return cutPage(all.slice(skip, skip + first), asked);
}
