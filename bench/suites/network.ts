import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { provideKaia } from "../../scripts/network/kaia-binary.ts";
import { build } from "../../scripts/start/build.ts";
import { provideNamespace } from "../../scripts/test/network-namespace.ts";
import { limit, reported, type Result } from "../result.ts";
import type { NetworkFigures } from "./network-on-real-nodes.ts";
import { networkRegisters } from "./network-registers.ts";
import { reconciliation } from "./reconciliation.ts";

const run = promisify(execFile);
const suite = "network";
const report = (line: string) => console.log(line);

/** How fast real nodes obey a vote, and what an enforcer costs beside its node. Limits in blocks of one second, said as such. */
export async function network(): Promise<Result[]> {
  const kcn = await provideKaia("kcn", report);
  const ken = await provideKaia("ken", report);
  const namespace = await provideNamespace(report);
  if ("missing" in kcn) throw new Error(kcn.missing);
  if ("missing" in ken) throw new Error(ken.missing);
  if ("missing" in namespace) throw new Error(namespace.missing);
  for (const product of ["agents", "subgraph"] as const) {
    await build(product, {
      logs: path.join(import.meta.dirname, "../../.foedus/bench"),
      signal: new AbortController().signal,
      report,
    });
  }
  const [program, ...within] = namespace.within;
  const script = path.join(import.meta.dirname, "network-on-real-nodes.ts");
  const { stdout } = await run(program, [...within, process.execPath, script], {
    env: { ...process.env, KCN: kcn.file, KEN: ken.file },
    maxBuffer: 64 * 1024 * 1024,
  });
  const figures = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as NetworkFigures;
  const blocks = (id: string, ours: number, most: number) =>
    limit({ suite, id: `executed to ${id}, 4 real nodes`, unit: "blocks", ours, limit: most });
  return [
    blocks("validates", figures.validatesAfter, 5),
    blocks("connected", figures.connectedAfter, 2),
    blocks("validates no more", figures.validatesNoMoreAfter, 5),
    blocks("disconnected", figures.disconnectedAfter, 2),
    limit({
      suite,
      id: "memory of an enforcer",
      unit: "MB",
      ours: figures.enforcerMegabytes,
      limit: 110,
    }),
    limit({
      suite,
      id: "share of a core of an enforcer, one block a second",
      unit: "%",
      ours: figures.enforcerCorePercent,
      limit: 1,
    }),
    reported({
      suite,
      id: "1,000 changes of nodes in the register sent at once, 4 real nodes",
      unit: "s",
      ours: figures.registerOperations,
    }),
    reported({
      suite,
      id: "1,000 plain transfers sent at once, the same network",
      unit: "s",
      ours: figures.transfers,
    }),
    reported({
      suite,
      id: `block at the node to block in the index, median of ${figures.indexLag.blocks}`,
      unit: "ms",
      ours: figures.indexLag.median,
    }),
    reported({
      suite,
      id: `block at the node to block in the index, worst of ${figures.indexLag.blocks}`,
      unit: "ms",
      ours: figures.indexLag.worst,
    }),
    ...(await reconciliation()),
    ...(await networkRegisters()),
  ];
}
