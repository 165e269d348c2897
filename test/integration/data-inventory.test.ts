import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect } from "chai";

const root = path.join(import.meta.dirname, "../..");
const abis = path.join(root, "generated/abis");

/** Events by contract, as the ABIs have them; several of one name are one. */
const emitted = new Map(
  readdirSync(abis).map((file) => {
    const items = JSON.parse(readFileSync(path.join(abis, file), "utf8")) as {
      type: string;
      name?: string;
    }[];
    const names = items.flatMap(({ type, name }) => (type === "event" && name ? [name] : []));
    return [path.basename(file, ".json"), [...new Set(names)].sort()] as const;
  }),
);

/** Events by contract, as the inventory has them: what stands in the first column of each contract's table. */
function listed(): Map<string, string[]> {
  const page = readFileSync(path.join(root, "docs/data-inventory.md"), "utf8");
  const sections = page.split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [name = "", ...lines] = section.split("\n");
      const names = lines
        .filter((line) => line.startsWith("| `"))
        .flatMap((line) => line.split("|")[1]?.match(/(?<=`)\w+(?=`)/g) ?? []);
      return [name.trim(), names.sort()] as const;
    }),
  );
}

describe("The inventory of what stands on the chain", () => {
  it("names every event of every contract, each once, and none that does not exist", () => {
    const inventory = listed();
    for (const [contract, events] of emitted) {
      if (events.length === 0) continue;
      expect(inventory.get(contract), `docs/data-inventory.md, ${contract}`).to.deep.equal(events);
    }
    const silent = [...inventory.keys()].filter((name) => !emitted.get(name)?.length);
    expect(silent, "sections of contracts that have no events").to.deep.equal([]);
  });

  it("says of every contract what its state holds", () => {
    const page = readFileSync(path.join(root, "docs/data-inventory.md"), "utf8");
    for (const section of page.split(/^### /m).slice(1)) {
      expect(section, section.split("\n")[0]).to.match(/^State: /m);
    }
  });
});
