import { network } from "hardhat";

import { deploySystem } from "../../deploy/deploy.ts";
import { localParameters } from "../../deploy/networks/local/parameters.ts";
import { ratio, type Result } from "../result.ts";
import { type Ask, DidInserter } from "./did-inserter.ts";

const many = 10_000;

/** What inserting a DID and adding a key to one costs when the register has many already. */
export async function didRegistryGrowth(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const { DidRegistry } = await deploySystem(connection, localParameters);
    const ask: Ask = ({ method, params = [] }) => connection.provider.request({ method, params });
    const register = await DidInserter.on(ask, DidRegistry);
    const tenth = { insertion: await register.insert(10), key: await register.addMethod() };
    const last = { insertion: await register.insert(many - 10), key: await register.addMethod() };
    const growth = (id: string, ours: number, peer: number) =>
      ratio({ suite: "identity", id, unit: "gas", ours, peer, goal: 1.02 });
    return [
      growth(
        "insertDidDocument, the 10,000th DID against the 10th",
        last.insertion,
        tenth.insertion,
      ),
      growth("addVerificationMethod, at the 10,000th DID against the 10th", last.key, tenth.key),
    ];
  } finally {
    await connection.close();
  }
}
