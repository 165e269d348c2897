import http from "node:http";
import https from "node:https";
import { urlToHttpOptions } from "node:url";

import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionParameters,
  type ContractFunctionReturnType,
  decodeFunctionResult,
  encodeFunctionData,
  type EncodeFunctionDataParameters,
  type DecodeFunctionResultParameters,
  type Hex,
  numberToHex,
  type RpcLog,
} from "viem";

import type { Block } from "./node-client.ts";

/** The node does not answer, or not what was asked; the enforcer reports it and tries again. */
export class NodeUnreachable extends Error {
  override readonly name = "NodeUnreachable";
}

/** The node answers with an error. */
export class NodeRefuses extends Error {
  override readonly name = "NodeRefuses";
}

export type Request = <T>(method: string, ...parameters: unknown[]) => Promise<T>;

/** A question that waits for its answer. */
interface Question {
  method: string;
  params: readonly unknown[];
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

/** What a node answers to one question. */
interface Answer {
  id: number;
  result?: unknown;
  error?: { message?: unknown };
}

/** Questions in one request, and bytes of its answer. */
const mostAtOnce = 200;
const mostBytes = 10 * 1_024 * 1_024;

/**
 * Requests to a node's own JSON-RPC on loopback, those of one moment in one; a request that takes longer than `patience` milliseconds is
 * given up. It does without `fetch`, which costs more than all else that an enforcer does while nothing happens.
 */
export function jsonRpc(url: string, patience = 5_000): Request {
  const post = poster(url, patience);
  let waiting: Question[] = [];

  const ask = async (questions: readonly Question[]): Promise<void> => {
    const asked = questions.map(({ method, params }, id) => ({
      jsonrpc: "2.0",
      id,
      method,
      params,
    }));
    let answers = new Map<number, Answer>();
    let cause: unknown;
    try {
      answers = answersIn(await post(JSON.stringify(asked)));
    } catch (error) {
      cause = error;
    }
    for (const [id, { method, resolve, reject }] of questions.entries()) {
      const { result, error } = answers.get(id) ?? {};
      if (error) reject(new NodeRefuses(`${method}: ${String(error.message)}`));
      else if (result !== undefined) resolve(result as never);
      else {
        const text = `${method} got no answer from the node at ${url}.`;
        reject(new NodeUnreachable(text, { cause }));
      }
    }
  };
  const askAll = () => {
    const questions = waiting;
    waiting = [];
    for (let first = 0; first < questions.length; first += mostAtOnce)
      void ask(questions.slice(first, first + mostAtOnce));
  };
  return <T>(method: string, ...params: unknown[]) =>
    new Promise<T>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(askAll);
      waiting.push({ method, params, resolve, reject });
    });
}

interface Reply {
  status: number | undefined;
  text: string;
}

/** Answers by the number of their question. An error about the request as a whole is no answer: it refuses none of them. */
function answersIn({ status, text }: Reply): Map<number, Answer> {
  let answers: unknown;
  try {
    answers = JSON.parse(text);
  } catch {
    // What it says instead is told below.
  }
  if (!Array.isArray(answers))
    throw new Error(`The node answers with status ${status}: ${text.slice(0, 200)}`);
  return new Map((answers as (Answer | null)[]).flatMap((one) => (one ? [[one.id, one]] : [])));
}

/** Posts JSON to one place, over connections that are kept. */
function poster(url: string, patience: number): (body: string) => Promise<Reply> {
  const place = new URL(url);
  const { request } = place.protocol === "https:" ? https : http;
  const options: http.RequestOptions = {
    ...urlToHttpOptions(place),
    method: "POST",
    headers: { "content-type": "application/json" },
  };
  return (body) =>
    new Promise((resolve, reject) => {
      const asking = request(options, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes > mostBytes) asking.destroy(new Error(`More than ${mostBytes} bytes came.`));
        });
        response.on("end", () => {
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
        });
        response.on("error", reject);
      });
      // It counts for the whole: a node that sends a byte now and then is given up, too.
      const late = setTimeout(() => {
        asking.destroy(new Error(`Not all of it came within ${patience} ms.`));
      }, patience);
      asking.on("error", reject);
      asking.on("close", () => {
        clearTimeout(late);
      });
      asking.end(body);
    });
}

/** What a contract answers at one block. @throws NodeRefuses when it reverts. */
export async function readContract<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "pure" | "view">,
  const args extends ContractFunctionArgs<abi, "pure" | "view", name>,
>(
  request: Request,
  question: ContractFunctionParameters<abi, "pure" | "view", name, args> & { blockNumber: bigint },
): Promise<ContractFunctionReturnType<abi, "pure" | "view", name, args>> {
  const { address: to, blockNumber } = question;
  const call = { to, data: encodeFunctionData(question as EncodeFunctionDataParameters) };
  const data = await request<Hex>("eth_call", call, numberToHex(blockNumber));
  const answer = decodeFunctionResult({ ...question, data } as DecodeFunctionResultParameters);
  return answer as ContractFunctionReturnType<abi, "pure" | "view", name, args>;
}

/** Logs of some contracts in a range of blocks. */
export async function readLogs(
  request: Request,
  { fromBlock, toBlock, ...filter }: LogFilter,
): Promise<RpcLog[]> {
  return await request<RpcLog[]>("eth_getLogs", {
    ...filter,
    fromBlock: numberToHex(fromBlock),
    toBlock: numberToHex(toBlock),
  });
}

interface LogFilter {
  address: Address | readonly Address[];
  /** Any of these is the first topic; all logs when left out. */
  topics?: readonly [readonly Hex[]];
  fromBlock: bigint;
  toBlock: bigint;
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
