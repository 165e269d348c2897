import {
  type Address,
  BaseError,
  createClient,
  type Hex,
  http,
  numberToHex,
  RpcRequestError,
} from "viem";

import type { Block } from "./node-client.ts";

/** The node does not answer, or refuses; the enforcer reports it and tries again. */
export class NodeUnreachable extends Error {
  override readonly name = "NodeUnreachable";
}

/** The node answers with an error. */
export class NodeRefuses extends Error {
  override readonly name = "NodeRefuses";
}

export type Request = <T>(method: string, ...parameters: unknown[]) => Promise<T>;

/** Requests to a node's own JSON-RPC on loopback, those of one moment in one; a call that takes longer than `patience` milliseconds is given up. */
export function jsonRpc(url: string, patience = 5_000): Request {
  const client = createClient({
    transport: http(url, { batch: true, timeout: patience, retryCount: 0 }),
  });
  return async <T>(method: string, ...params: unknown[]) => {
    try {
      return (await client.request({ method, params } as never)) as T;
    } catch (cause) {
      const refusal =
        cause instanceof BaseError ? cause.walk((error) => error instanceof RpcRequestError) : null;
      if (refusal instanceof RpcRequestError) {
        throw new NodeRefuses(`${method}: ${refusal.details}`, { cause });
      }
      throw new NodeUnreachable(`${method} got no answer from the node at ${url}.`, { cause });
    }
  };
}

/** A block by its number or its hash, as all Ethereum clients tell it. */
export async function askForBlock(
  request: Request,
  which: bigint | Hex,
): Promise<Block | undefined> {
  const block = await (typeof which === "bigint"
    ? request<RpcBlock | null>("eth_getBlockByNumber", numberToHex(which), false)
    : request<RpcBlock | null>("eth_getBlockByHash", which, false));
  if (block === null) return undefined;
  const { number, hash, parentHash, timestamp, miner } = block;
  return {
    number: BigInt(number),
    hash,
    parentHash,
    timestamp: Number(timestamp),
    proposer: miner,
  };
}

interface RpcBlock {
  number: Hex;
  hash: Hex;
  parentHash: Hex;
  timestamp: Hex;
  miner: Address;
}
