import { describe, expect, it } from "vitest";
import * as z from "zod";

import {
  collection,
  collectionShape,
  openCollection,
  openCollectionShape,
  openPageOf,
  pageOf,
  pageQuery,
} from "./paging.ts";

const query = z.object(pageQuery);

describe("pageQuery", () => {
  it("counts pages from 1, with ten items when nothing is said", () => {
    expect(query.parse({})).toEqual({ "page[after]": 1, "page[size]": 10 });
    expect(query.parse({ "page[after]": "3", "page[size]": "50" })).toEqual({
      "page[after]": 3,
      "page[size]": 50,
    });
  });

  it.each(["page[after]", "page[size]"])("refuses as %s what is no such number", (name) => {
    for (const value of ["0", "-1", "ten", "", "1.5", " 1", "1e1", "0x1", "01", "99999999999"]) {
      const { error } = query.safeParse({ [name]: value });
      expect(error?.issues[0]?.message, value).toMatch(/^Give a whole number from 1 to /);
    }
  });

  it("has 50 items at most", () => {
    expect(query.safeParse({ "page[size]": "51" }).success).toBe(false);
  });
});

describe("collection", () => {
  const url = new URL("http://host/list?page[size]=2&owner=a%20b&page[after]=2");
  const page = (number: number) => `http://host/list?page[after]=${number}&page[size]=2&owner=a+b`;

  it("names the other pages and keeps the filters", () => {
    const asked = { "page[after]": 2, "page[size]": 2 };
    const answer = collection(url, asked, pageOf([1, 2, 3, 4, 5], asked));
    expect(answer).toEqual({
      self: page(2),
      items: [3, 4],
      total: 5,
      pageSize: 2,
      links: { first: page(1), prev: page(1), next: page(3), last: page(3) },
    });
    expect(collectionShape(z.int()).parse(answer)).toEqual(answer);
  });

  it("points to the ends where there is no page before or behind", () => {
    const ends = (after: number, all: number[]) => {
      const asked = { "page[after]": after, "page[size]": 2 };
      const { items, links } = collection(url, asked, pageOf(all, asked));
      return [items, links.prev, links.next, links.last];
    };
    expect(ends(1, [])).toEqual([[], page(1), page(1), page(1)]);
    expect(ends(1, [1, 2])).toEqual([[1, 2], page(1), page(1), page(1)]);
    expect(ends(9, [1, 2, 3])).toEqual([[], page(2), page(2), page(2)]);
  });
});

describe("openCollection", () => {
  const url = new URL("http://host/list?owner=a");
  const page = (number: number) => `http://host/list?page[after]=${number}&page[size]=2&owner=a`;
  const told = (after: number, all: number[]) => {
    const asked = { "page[after]": after, "page[size]": 2 };
    const answer = openCollection(url, asked, openPageOf(all, asked));
    expect(openCollectionShape(z.int()).parse(answer)).toEqual(answer);
    return answer;
  };

  it("has no total, and names the last page when it is the last one", () => {
    expect(told(1, [1, 2, 3])).toEqual({
      self: page(1),
      items: [1, 2],
      pageSize: 2,
      links: { first: page(1), prev: page(1), next: page(2) },
    });
    expect(told(2, [1, 2, 3]).links).toEqual({
      first: page(1),
      prev: page(1),
      next: page(2),
      last: page(2),
    });
    expect(told(1, []).links.last).toBe(page(1));
  });
});
