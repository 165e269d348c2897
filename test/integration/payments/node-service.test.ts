import { expect } from "chai";
import { encodeFunctionData, stringToHex, zeroAddress, zeroHash, type Address } from "viem";

import { roles } from "../../../generated/roles.ts";
import { callOf, day, type Call } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  nodeKey,
  operator,
  registerNode,
  registerOperator,
  reportSilence,
} from "../../support/operators.ts";
import { expectRefusal } from "../../support/refusal.ts";

const euro = 1_000_000n;
const line = stringToHex("Operations 2026", { size: 32 });
const ceiling = 100_000n * euro;
/** For each day in which the node is active. */
const daily = 120n * euro;
const issuer = testKey(970).address;
const officers = [testKey(971).address, testKey(972).address] as const;
const monitors = [testKey(973).address, testKey(975).address] as const;
const node = nodeKey(0);
const reference = stringToHex("SEPA 1", { size: 32 });

describe("A node's service contract", () => {
  const body = bodyForEachTest({ members: membersWith([1n, 1n, 1n]) }, async (fresh) => {
    const { chain, contracts } = fresh;
    const { authority, treasury, euroToken, organisationRegistry } = contracts;
    const now = await chain.now();
    await fresh.decide([
      registerOperator(fresh),
      callOf(authority, "grantRole", [roles.MONEY_ISSUERS, issuer, 0]),
      ...officers.map((officer) => callOf(authority, "grantRole", [roles.FINANCE, officer, 0])),
      ...monitors.map((monitor) => callOf(authority, "grantRole", [roles.MONITORS, monitor, 0])),
      callOf(contracts.nodeMonitoring, "setQuarantineRule", [monitors.length, 3_600]),
      // Every payment of the line needs two officers.
      callOf(treasury, "openBudgetLine", [
        line,
        euroToken.address,
        ceiling,
        0n,
        now,
        now + 400 * day,
        zeroHash,
      ]),
    ]);
    await chain.impersonate(issuer, ...officers, ...monitors, payee, stranger);
    await chain.send(issuer, euroToken, "mint", [treasury.address, 1_000_000n * euro, reference]);
    expect(await chain.read(organisationRegistry, "isActive", [operator.id])).to.equal(true);
    await registerNode(fresh, node);
    await fresh.decide([callOf(contracts.nodeRegistry, "admitNode", [node.id])]);
  });
  const payee = operator.administrator.address;
  const stranger = testKey(974).address;
  const nodeCall = (name: "retireNode" | "suspendNode" | "reinstateNode"): Call =>
    callOf(body().contracts.nodeRegistry, name, [node.id]);
  const termsFrom = (now: number) => ({
    payer: body().addresses.Treasury,
    payee,
    sponsor: zeroAddress,
    token: body().addresses.EuroToken,
    amountPerPeriod: daily,
    period: day,
    cap: 365n * daily,
    from: now,
    until: now + 365 * day,
    feeBps: 0,
    orderReference: stringToHex("SERVICE-1", { size: 32 }),
    meter: body().addresses.NodeRegistry,
    meterSubject: node.id,
    salt: 0n,
  });
  type Terms = ReturnType<typeof termsFrom>;

  /** What the Assembly's officers do: one proposes, the other confirms. */
  async function fund(deposit: bigint): Promise<Terms> {
    const { chain, contracts, addresses } = body();
    const terms = termsFrom(await chain.now());
    const data = encodeFunctionData({
      abi: contracts.paymentStreams.abi,
      functionName: "open",
      args: [terms, deposit],
    });
    const funding = [line, addresses.PaymentStreams, data, deposit] as const;
    await chain.send(officers[0], contracts.treasury, "proposeFunding", [...funding]);
    await chain.refuses(
      chain.send(officers[0], contracts.treasury, "confirmFunding", [...funding]),
      contracts.treasury,
      "TreasurySamePerson",
      [officers[0]],
    );
    await chain.send(officers[1], contracts.treasury, "confirmFunding", [...funding]);
    return terms;
  }

  const balance = async (account: Address) =>
    body().chain.read(body().contracts.euroToken, "balanceOf", [account]);
  const activeSeconds = async () =>
    body().chain.read(body().contracts.nodeRegistry, "activeSeconds", [node.id]);
  const withdraw = async (terms: Terms) =>
    body().chain.send(stranger, body().contracts.paymentStreams, "withdraw", [terms]);
  const earned = (seconds: bigint) => (seconds * daily) / BigInt(day);

  it("is paid by the second while the node is active, and stops in the block in which a vote retires it", async () => {
    const { chain, contracts } = body();
    const before = await activeSeconds();
    const terms = await fund(20_000n * euro);
    const opened = await chain.now();
    expect((await chain.read(contracts.treasury, "budgetLine", [line])).spent).to.equal(
      20_000n * euro,
    );

    await chain.wait(10 * day);
    await withdraw(terms);
    const afterTenDays = earned(BigInt((await chain.now()) - opened));
    expect(await balance(payee)).to.equal(afterTenDays);

    const retirement = await body().mature([nodeCall("retireNode")]);
    await body().execute(retirement);
    const retired = await chain.now();
    const due = earned(BigInt(retired - opened));
    expect(await chain.read(contracts.paymentStreams, "accrued", [terms])).to.equal(
      due - afterTenDays,
    );
    await chain.wait(50 * day);
    expect(await chain.read(contracts.paymentStreams, "accrued", [terms])).to.equal(
      due - afterTenDays,
    );
    await withdraw(terms);
    expect(await balance(payee)).to.equal(due);
    expect((await activeSeconds()) >= before + BigInt(retired - opened)).to.equal(true);

    // The treasury ends what has no use any more, by one officer, and gets the rest.
    const treasuryBefore = await balance(terms.payer);
    await chain.send(officers[0], contracts.treasury, "instruct", [
      contracts.paymentStreams.address,
      encodeFunctionData({
        abi: contracts.paymentStreams.abi,
        functionName: "end",
        args: [terms],
      }),
    ]);
    expect((await balance(terms.payer)) - treasuryBefore).to.equal(20_000n * euro - due);
    expect(await balance(contracts.paymentStreams.address)).to.equal(0n);
  });

  it("rests while the node is suspended, and goes on when it is reinstated", async () => {
    const { chain } = body();
    const terms = await fund(20_000n * euro);
    const opened = await chain.now();
    await body().decide([nodeCall("suspendNode")]);
    const suspended = await chain.now();
    await chain.wait(30 * day);
    await body().decide([nodeCall("reinstateNode")]);
    const reinstated = await chain.now();
    await chain.wait(day);
    await withdraw(terms);
    const active = BigInt(suspended - opened + ((await chain.now()) - reinstated));
    expect(await balance(payee)).to.equal(earned(active));
  });

  it("stops in the block in which silence puts the node into quarantine", async () => {
    const { chain } = body();
    const terms = await fund(20_000n * euro);
    const opened = await chain.now();
    for (const monitor of monitors) await reportSilence(body(), monitor, node.id);
    const quarantined = await chain.now();
    await chain.wait(20 * day);
    await withdraw(terms);
    expect(await balance(payee)).to.equal(earned(BigInt(quarantined - opened)));
  });

  it("is paid out also when the register fails, with what was counted last", async () => {
    const { chain, addresses } = body();
    const terms = await fund(20_000n * euro);
    const opened = await chain.now();
    await chain.wait(5 * day);
    await withdraw(terms);
    const paid = earned(BigInt((await chain.now()) - opened));
    await chain.request("hardhat_setCode", addresses.NodeRegistry, "0xfe");
    await chain.wait(400 * day);
    const treasuryBefore = await balance(terms.payer);
    await chain.send(stranger, body().contracts.paymentStreams, "end", [terms]);
    expect(await balance(payee)).to.equal(paid);
    expect((await balance(terms.payer)) - treasuryBefore).to.equal(20_000n * euro - paid);
  });

  it("is funded by a decision of the Assembly alone, for exactly the amount that it decided on", async () => {
    const { chain, contracts, addresses } = body();
    // The vote and the delay come first: seconds count from when the stream is opened.
    const terms = termsFrom(await chain.now());
    const data = encodeFunctionData({
      abi: contracts.paymentStreams.abi,
      functionName: "open",
      args: [terms, 20_000n * euro],
    });
    const decided = (amount: bigint): Call =>
      callOf(contracts.treasury, "fundByDecision", [line, addresses.PaymentStreams, data, amount]);
    // An amount above the deposit is no approval for later.
    const wrong = await body().mature([decided(20_001n * euro)]);
    await expectRefusal(body().execute(wrong), /TreasuryAmountDiffers/);
    await expectRefusal(
      chain.send(officers[0], contracts.treasury, "fundByDecision", [
        line,
        addresses.PaymentStreams,
        data,
        20_000n * euro,
      ]),
      /AccessManagedUnauthorized/,
    );
    await body().decide([decided(20_000n * euro)]);
    const opened = await chain.now();
    const { spent, spentAlone } = await chain.read(contracts.treasury, "budgetLine", [line]);
    expect([spent, spentAlone]).to.deep.equal([20_000n * euro, 0n]);
    await chain.wait(day);
    await withdraw(terms);
    expect(await balance(payee)).to.equal(earned(BigInt((await chain.now()) - opened)));
  });

  it("is funded by no single officer, by no stranger, and not above the ceiling", async () => {
    const { chain, contracts, addresses } = body();
    const terms = termsFrom(await chain.now());
    const data = encodeFunctionData({
      abi: contracts.paymentStreams.abi,
      functionName: "open",
      args: [terms, euro],
    });
    await chain.refuses(
      chain.send(officers[0], contracts.treasury, "fund", [
        line,
        addresses.PaymentStreams,
        data,
        euro,
      ]),
      contracts.treasury,
      "TreasurySecondPersonNeeded",
      [line, euro, 0n],
    );
    await expectRefusal(
      chain.send(stranger, contracts.treasury, "proposeFunding", [
        line,
        addresses.PaymentStreams,
        data,
        euro,
      ]),
      /AccessManagedUnauthorized/,
    );
    const above = [line, addresses.PaymentStreams, data, ceiling + 1n] as const;
    await chain.send(officers[0], contracts.treasury, "proposeFunding", [...above]);
    await chain.refuses(
      chain.send(officers[1], contracts.treasury, "confirmFunding", [...above]),
      contracts.treasury,
      "TreasuryCeilingExceeded",
      [line, ceiling + 1n, ceiling],
    );
  });
});
