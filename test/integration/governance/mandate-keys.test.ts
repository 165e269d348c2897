import { expect } from "chai";
import { concat, numberToHex, slice, type Address, type Hex } from "viem";

import { keyOf } from "../../../deploy/typed-data.ts";
import { BallotOutcome, castByBallot, keyBallot, outcomesOf } from "../../support/ballots.ts";
import { callOf, day, Support, type Call, type Proposal } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { p256Signer, passkeySigner, sealSigner, type TestSigner } from "../../support/keys.ts";
import { membersWith, testKey } from "../../support/members.ts";

const bySignature = 1;

describe("Keys of representatives that are no accounts", () => {
  const body = bodyForEachTest({ members: membersWith([10n, 20n, 30n, 40n, 50n]) });
  let proposal: Proposal;
  let verifiers: { p256: Address; passkey: Address; seal: Address };
  beforeEach(async () => {
    const { authority, memberRegistry } = body().contracts;
    const call: Call = callOf(authority, "labelRole", [1n, "MEMBERSHIP"]);
    proposal = await body().propose([call]);
    verifiers = await body().chain.read(memberRegistry, "verifiers", []);
  });
  const registry = () => body().contracts.memberRegistry;
  const council = () => body().contracts.council;
  const cast = async (index: number, key: TestSigner, support: keyof typeof Support = "for") =>
    castByBallot(body(), proposal.id, [await keyBallot(body(), proposal.id, index, support, key)]);

  const kinds: [string, () => TestSigner][] = [
    ["a P-256 key", () => p256Signer(verifiers.p256)],
    ["a passkey", () => passkeySigner(verifiers.passkey)],
    ["an RSA seal", () => sealSigner(verifiers.seal)],
  ];
  for (const [kind, make] of kinds) {
    it(`lets ${kind} vote once it has proved itself, and nobody with another`, async () => {
      const { chain } = body();
      const member = body().member(3);
      const [key, other] = [make(), make()];
      await chain.refuses(cast(3, key), registry(), "MemberRegistryNotRepresentative", [
        keyOf(key.signer),
      ]);
      const wrong = { signer: key.signer, sign: other.sign };
      await chain.refuses(
        body().appointKey(member, wrong),
        registry(),
        "MemberRegistryProofInvalid",
        [keyOf(key.signer)],
      );
      const now = await chain.now();
      const appointed = body().appointKey(member, key, { notBefore: now, notAfter: now + day });
      await chain.emits(appointed, registry(), "KeyAppointed", [
        member.account,
        keyOf(key.signer),
        member.mandate.address,
        key.signer.toLowerCase() as Hex,
        now,
        now + day,
      ]);
      expect(await chain.read(registry(), "voterOf", [keyOf(key.signer)])).to.equal(member.account);
      await chain.refuses(cast(3, wrong), council(), "CouncilBallotInvalid", [
        member.account,
        key.signer.toLowerCase() as Hex,
      ]);
      await chain.refuses(cast(2, key), registry(), "MemberRegistryOtherMember", [
        keyOf(key.signer),
        body().member(2).account,
      ]);
      const brought = cast(3, key, "against");
      await chain.emits(brought, council(), "VoteCast", [
        member.account,
        proposal.id,
        Support.against,
        40n,
        "",
      ]);
      await chain.emits(brought, council(), "VoteCastBy", [
        proposal.id,
        member.account,
        keyOf(key.signer),
        bySignature,
      ]);
      await chain.refuses(cast(3, key), council(), "CouncilAlreadyVoted", [
        proposal.id,
        member.account,
      ]);
    });
  }

  it("lets keys of all kinds vote in one transaction, within their share of gas", async () => {
    const signers = kinds.map(([, make]) => make());
    const ballots = [];
    for (const [index, key] of signers.entries()) {
      await body().appointKey(body().member(index), key);
      ballots.push(await keyBallot(body(), proposal.id, index, "for", key));
    }
    const { counted } = BallotOutcome;
    expect(await outcomesOf(body(), proposal.id, ballots)).to.deep.equal(
      signers.map(() => counted),
    );
  });

  it("lets the longest seal that the dApp takes vote within a ballot's share of gas", async () => {
    const seal = sealSigner(verifiers.seal, { bits: 4_096 });
    await body().appointKey(body().member(3), seal);
    const ballot = await keyBallot(body(), proposal.id, 3, "for", seal);
    expect(await outcomesOf(body(), proposal.id, [ballot])).to.deep.equal([BallotOutcome.counted]);
  });

  it("GV2: lets a member have two keys, and counts it once", async () => {
    const { chain } = body();
    const member = body().member(3);
    const [first, second] = [
      passkeySigner(verifiers.passkey),
      passkeySigner(verifiers.passkey),
    ] as const;
    for (const key of [first, second]) await body().appointKey(member, key);
    await cast(3, first);
    for (const again of [
      async () => cast(3, second),
      async () => body().vote(proposal.id, 3, "against"),
    ]) {
      await chain.refuses(again(), council(), "CouncilAlreadyVoted", [proposal.id, member.account]);
    }
  });

  it("refuses the signature with the high s of a P-256 key and of a passkey", async () => {
    const { chain } = body();
    const member = body().member(3);
    for (const key of [
      p256Signer(verifiers.p256, false),
      passkeySigner(verifiers.passkey, { lowS: false }),
    ]) {
      await chain.refuses(
        body().appointKey(member, key),
        registry(),
        "MemberRegistryProofInvalid",
        [keyOf(key.signer)],
      );
    }
  });

  it("refuses a passkey whose user was not verified, and one that was asked for something else", async () => {
    const { chain } = body();
    for (const options of [{ userVerified: false }, { type: "webauthn.new" }]) {
      const key = passkeySigner(verifiers.passkey, options);
      await chain.refuses(
        body().appointKey(body().member(3), key),
        registry(),
        "MemberRegistryProofInvalid",
        [keyOf(key.signer)],
      );
    }
  });

  it("refuses RSA seals with another exponent than 65537, and other ways of writing it", async () => {
    const { chain } = body();
    const keys = [
      sealSigner(verifiers.seal, { exponent: 3 }),
      sealSigner(verifiers.seal, { exponent: 17 }),
      sealSigner(verifiers.seal, { writtenExponent: "0x00010001" }),
    ];
    for (const key of keys) {
      await chain.refuses(
        body().appointKey(body().member(3), key),
        registry(),
        "MemberRegistryProofInvalid",
        [keyOf(key.signer)],
      );
    }
    const right = sealSigner(verifiers.seal);
    const longer = { signer: concat([right.signer, "0x00"]), sign: right.sign };
    await chain.refuses(
      body().appointKey(body().member(3), longer),
      registry(),
      "MemberRegistryProofInvalid",
      [keyOf(longer.signer)],
    );
    await body().appointKey(body().member(3), right);
  });

  it("takes no verifier that it does not know, also one that says yes", async () => {
    const { chain } = body();
    const yes = await chain.connection.viem.deployContract("HostileWallet", []);
    const none = numberToHex(0, { size: 20 });
    for (const verifier of [yes.address, council().address, none]) {
      const key = p256Signer(verifier);
      await chain.refuses(
        body().appointKey(body().member(3), key),
        registry(),
        "MemberRegistryVerifierUnknown",
        [(value: Address) => value.toLowerCase() === verifier.toLowerCase()],
      );
    }
    const short = { signer: slice(verifiers.p256, 0, 19), sign: () => "0x" as const };
    await chain.refuses(
      body().appointKey(body().member(3), short),
      registry(),
      "MemberRegistryKeyTaken",
      [none],
    );
  });

  it("needs the mandate key, and a proof of exactly this member, signer, time, nonce and deadline", async () => {
    const { chain } = body();
    const member = body().member(3);
    const key = p256Signer(verifiers.p256);
    const stranger = { ...member, mandate: body().member(2).mandate };
    await chain.refuses(
      body().appointKey(stranger, key),
      registry(),
      "MemberRegistryNotMandateKey",
      [member.account, stranger.mandate.address],
    );
    const now = await chain.now();
    const changes = [
      { account: body().member(2).account },
      { signer: p256Signer(verifiers.p256).signer },
      { notBefore: now - 5 },
      { notAfter: now + 5 },
      { nonce: 1n },
      { deadline: now + 5 },
    ];
    for (const signed of changes) {
      await chain.refuses(
        body().appointKey(member, key, {}, signed),
        registry(),
        "MemberRegistryProofInvalid",
        [keyOf(key.signer)],
      );
    }
    await body().appointKey(member, key);
    const deadline = (await chain.now()) - 1;
    const late = [member.account, key.signer, now, now + day, deadline, "0x"] as const;
    await chain.refuses(
      chain.send(member.mandate.address, registry(), "appointKey", late),
      registry(),
      "MemberRegistryProofExpired",
      [deadline],
    );
  });

  it("uses up the proof: whoever has it appoints no key that was ended", async () => {
    const { chain } = body();
    const member = body().member(3);
    const key = p256Signer(verifiers.p256);
    await body().appointKey(member, key);
    await chain.send(member.mandate.address, registry(), "endRepresentation", [keyOf(key.signer)]);
    await chain.refuses(
      body().appointKey(member, key, {}, { nonce: 0n }),
      registry(),
      "MemberRegistryProofInvalid",
      [keyOf(key.signer)],
    );
  });

  it("MR4: belongs to one member at a time", async () => {
    const { chain } = body();
    const key = p256Signer(verifiers.p256);
    await body().appointKey(body().member(3), key);
    await chain.refuses(
      body().appointKey(body().member(2), key),
      registry(),
      "MemberRegistryKeyTaken",
      [keyOf(key.signer)],
    );
    await chain.send(body().member(3).mandate.address, registry(), "endRepresentation", [
      keyOf(key.signer),
    ]);
    await chain.refuses(cast(3, key), registry(), "MemberRegistryNotRepresentative", [
      keyOf(key.signer),
    ]);
    await body().appointKey(body().member(2), key);
    await cast(2, key);
  });

  it("MR4: votes from the first to the last second of its mandate", async () => {
    const { chain } = body();
    const member = body().member(3);
    const key = p256Signer(verifiers.p256);
    const now = await chain.now();
    const times = { notBefore: now + 100, notAfter: now + 200 };
    await body().appointKey(member, key, times);
    const early = await keyBallot(body(), proposal.id, 3, "for", key);
    await chain.nextAt(times.notBefore - 1);
    await chain.refuses(
      castByBallot(body(), proposal.id, [early]),
      registry(),
      "MemberRegistryMandateNotBegun",
      [keyOf(key.signer), times.notBefore],
    );
    const snapshot = await chain.request("evm_snapshot");
    for (const moment of [times.notBefore, times.notAfter]) {
      await chain.nextAt(moment);
      await castByBallot(body(), proposal.id, [early]);
      await chain.request("evm_revert", snapshot);
      await chain.request("evm_snapshot");
    }
    await chain.nextAt(times.notAfter + 1);
    await chain.refuses(
      castByBallot(body(), proposal.id, [early]),
      registry(),
      "MemberRegistryMandateEnded",
      [keyOf(key.signer), times.notAfter],
    );
  });

  it("refuses a mandate that ends before it begins, or has ended", async () => {
    const { chain } = body();
    const key = p256Signer(verifiers.p256);
    const now = await chain.now();
    await chain.refuses(
      body().appointKey(body().member(3), key, { notBefore: now + 100, notAfter: now + 99 }),
      registry(),
      "MemberRegistryEndBeforeStart",
      [now + 100, now + 99],
    );
    await chain.refuses(
      body().appointKey(body().member(3), key, { notBefore: now - 100, notAfter: now - 99 }),
      registry(),
      "MemberRegistryEndInPast",
      [now - 99],
    );
  });

  it("MR4: loses its powers when the body revokes the mandate", async () => {
    const { chain } = body();
    const key = p256Signer(verifiers.p256);
    const { account } = body().member(3);
    await body().appointKey(body().member(3), key);
    await body().decide([
      callOf(registry(), "designateMandateKey", [account, testKey(78).address]),
    ]);
    await chain.refuses(cast(3, key), registry(), "MemberRegistryMandateRevoked", [
      keyOf(key.signer),
      account,
    ]);
  });
});
