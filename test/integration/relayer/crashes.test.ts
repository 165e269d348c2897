import { expect } from "chai";
import { setTimeout as pause } from "node:timers/promises";
import { encodeFunctionData, keccak256, parseTransaction, type Hex } from "viem";
import pg from "pg";

import { contractBallot } from "../../../deploy/agents/relayer/ballot.ts";
import { Batches } from "../../../deploy/agents/relayer/batches.ts";
import { connectionOptions } from "../../../deploy/agents/relayer/database.ts";
import { chainId } from "../../support/body.ts";
import {
  courier,
  eventually,
  relayerSurroundings,
  sentTransactions,
  type RelayerProcess,
} from "../../support/relayer.ts";

const never = { seconds: 3_600 };

describe("Relayer: crashes and a chain that changes its mind", () => {
  const { body, database, postgres, rpc, start, ballots, voters } = relayerSurroundings();

  /** Posts ballots of three members; their ids. */
  async function post(relayer: RelayerProcess, places = [0, 1, 2]): Promise<Hex[]> {
    const ids: Hex[] = [];
    for (const ballot of await ballots(...places)) {
      const { status, body: taken } = await relayer.post(ballot);
      expect(status, JSON.stringify(taken)).to.equal(202);
      ids.push(taken.id);
    }
    return ids;
  }

  /** Every ballot was counted, each once, and the relayer has sent as many transactions as that takes. */
  async function countedOnce(relayer: RelayerProcess, ids: readonly Hex[], transactions = 1) {
    for (const id of ids) await relayer.until(id, "counted");
    const counted = await voters();
    expect(new Set(counted).size).to.equal(ids.length);
    expect(counted).to.have.length(ids.length);
    const nonce = await body().chain.client.getTransactionCount({ address: courier.address });
    expect(nonce).to.equal(transactions);
  }

  const moments: readonly [when: string, method: string, at: "before" | "after"][] = [
    ["before it has signed", "eth_maxPriorityFeePerGas", "before"],
    ["when a transaction is signed and stored, and not sent", "eth_sendRawTransaction", "before"],
    ["when a transaction is sent, and it does not know yet", "eth_sendRawTransaction", "after"],
    [
      "when the receipt is there, and nothing of it is stored",
      "eth_getTransactionReceipt",
      "after",
    ],
  ];
  for (const [when, method, at] of moments) {
    it(`loses and doubles nothing when it is killed ${when}`, async () => {
      const first = await start({ ...never, count: 3 });
      const sent: Hex[] = [];
      const killed = Promise.withResolvers<void>();
      const strike = async (moment: typeof at, called: string, result?: unknown) => {
        if (moment !== at || called !== method || !first.isRunning || result === null) return;
        await first.kill();
        killed.resolve();
        if (moment === "before") throw new Error("Nobody asks any more.");
      };
      rpc.interception = {
        before: async (called, [raw]) => {
          if (called === "eth_sendRawTransaction") sent.push(raw as Hex);
          await strike("before", called);
          return undefined;
        },
        after: (called, _, result) => strike("after", called, result),
      };
      const ids = await post(first);
      await killed.promise;
      await countedOnce(await start({ ...never, count: 3 }), ids);
      expect(new Set(sent).size).to.equal(1);
    });
  }

  it("loses nothing when it is killed after it has taken ballots", async () => {
    const first = await start(never);
    const ids = await post(first);
    await first.kill();
    await countedOnce(await start(), ids);
  });

  it("goes on when its database was killed", async () => {
    const relayer = await start({ seconds: 1 });
    const ids = await post(relayer);
    process.kill(postgres.pid!, "SIGKILL");
    await countedOnce(relayer, ids);
  });

  it("sends once for two relayers on one database, and the other takes over", async () => {
    const [first, second] = [await start({ seconds: 1 }), await start({ seconds: 1 })];
    const standing = async (relayer: RelayerProcess) =>
      ((await (await fetch(`${relayer.url}/health`)).json()) as { status: string }).status;
    await eventually("one of them stands by", async () =>
      (await standing(second)) === "stands-by" ? true : undefined,
    );
    const ids = [...(await post(first, [0, 1])), ...(await post(second, [2]))];
    await countedOnce(second, ids);
    await first.kill();
    const more = await post(second, [3]);
    await countedOnce(second, [...ids, ...more], 2);
  });

  it("sends the same transaction again when a block is no part of the chain any more", async () => {
    const { chain } = body();
    const sent = sentTransactions(rpc);
    const snapshot = await chain.request("evm_snapshot");
    const relayer = await start({ ...never, count: 3, confirmations: 50 });
    const ids = await post(relayer);
    for (const id of ids) await relayer.until(id, "counted");
    await chain.request("evm_revert", snapshot);
    await eventually("the transaction is sent again", () => (sent.length > 1 ? true : undefined));
    await countedOnce(relayer, ids);
    expect(new Set(sent).size).to.equal(1);
  });

  it("sends the same transaction again when the node has dropped it", async () => {
    const { chain } = body();
    await chain.request("evm_setAutomine", false);
    const sent = sentTransactions(rpc);
    const relayer = await start({ ...never, count: 3 });
    const ids = await post(relayer);
    const { transaction } = await relayer.until(ids[0]!, "sent");
    await chain.request("hardhat_dropTransaction", transaction);
    await eventually("the transaction is sent again", () => (sent.length > 1 ? true : undefined));
    await chain.request("evm_mine");
    await countedOnce(relayer, ids);
    expect(new Set(sent).size).to.equal(1);
  });

  it("raises the price of a transaction when gas has become dearer, and changes nothing else", async () => {
    const { chain } = body();
    await chain.request("evm_setAutomine", false);
    const sent = sentTransactions(rpc);
    const relayer = await start({ ...never, count: 3, patienceSeconds: 1 });
    const ids = await post(relayer);
    await relayer.until(ids[0]!, "sent");
    const dear = `0x${(10n ** 11n).toString(16)}`;
    await chain.request("hardhat_setNextBlockBaseFeePerGas", dear);
    await chain.request("evm_mine");
    await eventually("it is replaced", () => (new Set(sent).size > 1 ? true : undefined));
    await eventually("it is mined", async () => {
      await chain.request("evm_mine");
      return (await voters()).length === 3 ? true : undefined;
    });
    await countedOnce(relayer, ids);
    const [old, raised] = [...new Set(sent)].map((raw) => parseTransaction(raw));
    expect(raised).to.include({ nonce: old!.nonce, data: old!.data, to: old!.to, gas: old!.gas });
    expect(raised!.maxFeePerGas! > old!.maxFeePerGas!).to.equal(true);
  });

  it("pays no more for gas than its settings allow", async () => {
    const relayer = await start({ mostFeePerGas: "1" });
    const [id] = await post(relayer, [0]);
    await eventually("it says so", async () => {
      const text = await (await fetch(`${relayer.url}/health`)).text();
      return text.includes("batch.mostFeePerGas") ? true : undefined;
    });
    expect((await relayer.standing(id!)).body.status).to.equal("accepted");
  });

  it("brings ballots under another nonce when somebody else has used theirs", async () => {
    const { chain } = body();
    const first = await start({ ...never, count: 3 });
    const killed = Promise.withResolvers<void>();
    rpc.interception = {
      before: async (method) => {
        if (method !== "eth_sendRawTransaction" || !first.isRunning) return undefined;
        await first.kill();
        killed.resolve();
        throw new Error("Nobody asks any more.");
      },
    };
    const ids = await post(first);
    await killed.promise;
    const serializedTransaction = await courier.signTransaction({
      chainId,
      nonce: 0,
      to: courier.address,
      gas: 21_000n,
      maxFeePerGas: 10n ** 12n,
      maxPriorityFeePerGas: 0n,
      type: "eip1559",
    });
    await chain.client.sendRawTransaction({ serializedTransaction });
    const second = await start({ ...never, count: 3, patienceSeconds: 1 });
    await pause(500);
    await countedOnce(second, ids, 2);
  });

  it("signs for no nonce again when its database is older than the chain", async () => {
    const { chain } = body();
    const first = await start();
    const ids = await post(first, [0]);
    await countedOnce(first, ids);
    await first.kill();
    await chain.request("evm_setAutomine", false);
    // Its former life has sent this after the backup, and no block has it yet.
    const serializedTransaction = await courier.signTransaction({
      chainId,
      nonce: 1,
      to: courier.address,
      gas: 21_000n,
      maxFeePerGas: 10n ** 12n,
      maxPriorityFeePerGas: 0n,
      type: "eip1559",
    });
    await chain.client.sendRawTransaction({ serializedTransaction });
    const sent = sentTransactions(rpc);
    const second = await start({ patienceSeconds: 1 }, await postgres.database());
    ids.push(...(await post(second, [1])));
    await eventually("it says why it waits", async () => {
      const text = await (await fetch(`${second.url}/health`)).text();
      return /has sent 2 transactions, and the database knows of 0/.test(text) || undefined;
    });
    await pause(2_000);
    expect(sent).to.deep.equal([]);
    await chain.request("evm_setAutomine", true);
    await chain.request("evm_mine");
    await second.until(ids[1]!, "counted");
    expect(sent.map((raw) => parseTransaction(raw).nonce)).to.deep.equal([2]);
    expect(await voters()).to.have.length(2);
  });

  it("offers no price where gas is free, however long a transaction takes", async () => {
    const { chain } = body();
    await chain.request("evm_setAutomine", false);
    const sent = sentTransactions(rpc);
    const { before } = rpc.interception;
    rpc.interception.before = (method, params) =>
      method === "eth_maxPriorityFeePerGas" ? "0x0" : before?.(method, params);
    const free = () => chain.request("hardhat_setNextBlockBaseFeePerGas", "0x0");
    await free();
    await chain.request("evm_mine");
    // It has no coin to pay with.
    await chain.request("hardhat_setBalance", courier.address, "0x0");
    const relayer = await start({ ...never, count: 3, patienceSeconds: 1 });
    const ids = await post(relayer);
    const { transaction } = await relayer.until(ids[0]!, "sent");
    await chain.request("hardhat_dropTransaction", transaction);
    // The node that had it was away while the others made blocks.
    rpc.interception.before = (method, params) => {
      if (method === "eth_maxPriorityFeePerGas") return "0x0";
      if (method === "eth_sendRawTransaction") throw new Error("The node is away.");
      return before?.(method, params);
    };
    for (let block = 0; block < 26; block += 1) {
      await free();
      await chain.request("evm_mine");
    }
    await pause(1_500);
    rpc.interception.before = (method, params) =>
      method === "eth_maxPriorityFeePerGas" ? "0x0" : before?.(method, params);
    await eventually("the transaction is sent again", () => sent.length > 1 || undefined);
    await free();
    await chain.request("evm_mine");
    await countedOnce(relayer, ids);
    expect(new Set(sent).size).to.equal(1);
  });

  it("brings those again that a transaction had too little gas to try", async () => {
    const first = await start(never);
    const brought = await ballots(0, 1, 2);
    const ids = await post(first);
    await first.kill();
    const { address: council, abi } = body().contracts.council;
    const gas = 270_000n;
    const proposalId = brought[0]!.proposalId;
    const data = encodeFunctionData({
      abi,
      functionName: "castByBallot",
      args: [BigInt(proposalId), brought.map(contractBallot)],
    });
    const fees = { feePerGas: 10n ** 12n, priorityFeePerGas: 1n };
    const raw = await courier.signTransaction({
      chainId,
      nonce: 0,
      to: council,
      data,
      gas,
      maxFeePerGas: fees.feePerGas,
      maxPriorityFeePerGas: fees.priorityFeePerGas,
      type: "eip1559",
    });
    const client = new pg.Client(connectionOptions(database()));
    await client.connect();
    await new Batches(client, Date.now).store(
      {
        sender: courier.address,
        nonce: 0,
        council,
        proposalId,
        data,
        gas,
        ballots: ids.map((id, index) => ({ id, member: brought[index]!.member })),
      },
      { hash: keccak256(raw), raw, ...fees, signedAt: Date.now(), head: 0 },
    );
    await client.end();
    const second = await start();
    await countedOnce(second, ids, 2);
    const logs = await body().chain.client.getContractEvents({
      address: council,
      abi,
      eventName: "BallotsNotTried",
      fromBlock: 0n,
    });
    expect(logs).to.have.length(1);
  });
});
