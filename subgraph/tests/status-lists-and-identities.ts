import { concatHex, keccak256, numberToHex, stringToHex } from "viem";

import { account, emit, expect, hash, type Hex, type Json, type Suite, word } from "./suite.ts";

const actor = account("issuer's key");
const issuer = "did:ebsi:zIssuerIssuerIssuer";
const list = hash(0x115);
const uri = "https://issuer.example/lists/1";
const publicationId = (sequence: number) => concatHex([list, numberToHex(sequence, { size: 8 })]);

function publish(transaction: number, sequence: number, ttl: number) {
  return emit(hash(transaction), "StatusLists", "StatusListPublished", {
    list,
    actor,
    sequence,
    hash: hash(0xb0 + sequence),
    ttl,
  });
}

const [alice, bob] = [account("alice"), account("bob")];
const guardians = [account("first guardian"), account("second guardian")].sort();
const [guardian] = guardians as [Hex, Hex];
const successor = account("successor");
const delegate = account("delegate");
const zero = numberToHex(0, { size: 20 });
const key = word("did/pub/Secp256k1/veriKey/hex");
const scrambled = hash(1);
const value: Hex = "0x02aa";
const forever = (2n ** 256n - 1n).toString();

function say(transaction: number, event: string, identity: Hex, params: Record<string, Json>) {
  return emit(hash(transaction), "IdentityRegistry", event, { identity, ...params });
}

export const suite: Suite = {
  name: "Status lists with every sequence, and lightweight identities",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        emit(hash(1), "StatusLists", "StatusListRegistered", {
          list,
          actor,
          issuerHash: keccak256(stringToHex(issuer)),
          issuer,
          uri,
          kind: 1,
          purpose: 4,
          bits: 2,
          size: 16_777_216,
        }),
        publish(1, 1, 60),
        say(1, "DIDDelegateChanged", alice, {
          delegateType: word("veriKey"),
          delegate,
          validTo: 1100,
          previousChange: 0,
        }),
        say(1, "DIDAttributeChanged", alice, {
          name: key,
          value,
          validTo: forever,
          previousChange: 1,
        }),
        say(1, "DIDAttributeChanged", alice, {
          name: scrambled,
          value: "0x",
          validTo: 2000,
          previousChange: 1,
        }),
        say(1, "GuardiansSet", alice, {
          round: 1,
          actor: alice,
          guardians,
          threshold: 2,
          delay: 86_400,
        }),
      ],
    },
    {
      // In time.
      timestamp: 1060,
      events: [
        publish(2, 2, 60),
        say(2, "RecoveryApproved", alice, {
          round: 1,
          guardian,
          newOwner: successor,
          approvals: 1,
          executableFrom: 0,
          expiry: 9000,
        }),
        say(2, "RecoveryCancelled", alice, { round: 2, actor: alice }),
        say(2, "RecoveryApproved", alice, {
          round: 2,
          guardian,
          newOwner: successor,
          approvals: 2,
          executableFrom: 1100,
          expiry: 9000,
        }),
        say(2, "DIDOwnerChanged", bob, { owner: successor, previousChange: 0 }),
      ],
    },
    {
      // Ten seconds late.
      timestamp: 1130,
      events: [
        publish(3, 3, 3600),
        say(3, "DIDOwnerChanged", alice, { owner: successor, previousChange: 1 }),
        say(3, "RecoveryExecuted", alice, { round: 2, actor, newOwner: successor }),
        say(3, "DIDDelegateChanged", alice, {
          delegateType: word("veriKey"),
          delegate,
          validTo: 1130,
          previousChange: 3,
        }),
        say(3, "DIDAttributeChanged", alice, { name: key, value, validTo: 0, previousChange: 3 }),
        say(3, "DIDOwnerChanged", bob, { owner: zero, previousChange: 2 }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ statusLists { id issuer issuerDocument { did } issuerEntry { did } uri kind purpose bits size sequence latestPublication { id } currentUntil
         registeredBy registeredBlock registeredAt registeredIn { id }
         publications(orderBy: sequence) { id sequence hash ttl publishedAt currentUntil lateBy actor block transaction { id } } } }`,
      {
        statusLists: [
          {
            id: list,
            issuer,
            issuerDocument: null,
            issuerEntry: null,
            uri,
            kind: "TOKEN",
            purpose: "STATUS",
            bits: 2,
            size: 16_777_216,
            sequence: "3",
            latestPublication: { id: publicationId(3) },
            currentUntil: "4730",
            registeredBy: actor,
            registeredBlock: "1",
            registeredAt: "1000",
            registeredIn: { id: hash(1) },
            publications: (
              [
                [1, 1000, 60, 0],
                [2, 1060, 60, 0],
                [3, 1130, 3600, 10],
              ] as const
            ).map(([sequence, publishedAt, ttl, lateBy]) => ({
              id: publicationId(sequence),
              sequence: String(sequence),
              hash: hash(0xb0 + sequence),
              ttl: String(ttl),
              publishedAt: String(publishedAt),
              currentUntil: String(publishedAt + ttl),
              lateBy: String(lateBy),
              actor,
              block: String(sequence),
              transaction: { id: hash(sequence) },
            })),
          },
        ],
      },
    ),
    // Which lists wait for their issuers follows from the clock.
    ...(
      [
        [2, 1120, 0],
        [2, 1121, 1],
      ] as const
    ).map(([block, now, count]) =>
      expect(
        `{ statusLists(block: { number: ${block} }, where: { currentUntil_lt: ${now} }) { id } }`,
        { statusLists: Array.from({ length: count }, () => ({ id: list })) },
      ),
    ),
    expect(
      `{ identities(orderBy: changedBlock, orderDirection: desc, where: { id: "${alice}" }) { id owner deactivatedAt changedBlock changedAt changedIn { id }
         delegates { id delegateType delegateTypeText delegate validTo changedAt changedIn { id } }
         attributes(orderBy: changedAt) { id name nameText value validTo changedAt changedIn { id } }
         guardiansOwner guardianThreshold guardianDelay recoveryRound
         recoveries(orderBy: round) { id round newOwner approvals executableFrom expiry approvedAt approvedIn { id } executedAt executedIn { id } } } }`,
      {
        identities: [
          {
            id: alice,
            owner: successor,
            deactivatedAt: null,
            changedBlock: "3",
            changedAt: "1130",
            changedIn: { id: hash(3) },
            delegates: [
              {
                id: concatHex([alice, word("veriKey"), delegate]),
                delegateType: word("veriKey"),
                delegateTypeText: "veriKey",
                delegate,
                validTo: "1130",
                changedAt: "1130",
                changedIn: { id: hash(3) },
              },
            ],
            attributes: [
              {
                id: concatHex([alice, scrambled, keccak256("0x")]),
                name: scrambled,
                nameText: scrambled,
                value: "0x",
                validTo: "2000",
                changedAt: "1000",
                changedIn: { id: hash(1) },
              },
              {
                id: concatHex([alice, key, keccak256(value)]),
                name: key,
                nameText: "did/pub/Secp256k1/veriKey/hex",
                value,
                validTo: "0",
                changedAt: "1130",
                changedIn: { id: hash(3) },
              },
            ],
            guardiansOwner: alice,
            guardianThreshold: 2,
            guardianDelay: "86400",
            recoveryRound: "2",
            recoveries: (
              [
                [1, 1, null],
                [2, 2, 1100],
              ] as [number, number, number | null][]
            ).map(([round, approvals, executableFrom]) => ({
              id: concatHex([alice, numberToHex(round, { size: 8 }), successor]),
              round: String(round),
              newOwner: successor,
              approvals,
              executableFrom: executableFrom === null ? null : String(executableFrom),
              expiry: "9000",
              approvedAt: "1060",
              approvedIn: { id: hash(2) },
              executedAt: round === 2 ? "1130" : null,
              executedIn: round === 2 ? { id: hash(3) } : null,
            })),
          },
        ],
      },
    ),
    // Lists are compared as sets, and guardians stand in ascending order on chain.
    expect(`{ identity(id: "${alice}") { guardians } }`, { identity: { guardians } }),
    ...(
      [
        [2, successor, null],
        [3, bob, "1130"],
      ] as const
    ).map(([block, owner, deactivatedAt]) =>
      expect(
        `{ identity(id: "${bob}", block: { number: ${block} }) { owner deactivatedAt changedBlock } }`,
        { identity: { owner, deactivatedAt, changedBlock: String(block) } },
      ),
    ),
    expect(
      `{ identity(id: "${alice}") { ownerChanges { owner previousChange } delegateChanges(orderBy: ordinal) { delegateEntry { delegateTypeText } delegateType delegate validTo previousChange }
         attributeChanges(orderBy: ordinal) { attribute { nameText } name value validTo previousChange } } }`,
      {
        identity: {
          ownerChanges: [{ owner: successor, previousChange: "1" }],
          delegateChanges: (
            [
              ["1100", "0"],
              ["1130", "3"],
            ] as const
          ).map(([validTo, previousChange]) => ({
            delegateEntry: { delegateTypeText: "veriKey" },
            delegateType: word("veriKey"),
            delegate,
            validTo,
            previousChange,
          })),
          attributeChanges: (
            [
              [key, "did/pub/Secp256k1/veriKey/hex", value, forever, "1"],
              [scrambled, scrambled, "0x", "2000", "1"],
              [key, "did/pub/Secp256k1/veriKey/hex", value, "0", "3"],
            ] as const
          ).map(([name, nameText, content, validTo, previousChange]) => ({
            attribute: { nameText },
            name,
            value: content,
            validTo,
            previousChange,
          })),
        },
      },
    ),
    expect(
      `{ statusListRegistereds { list { id } issuer uri kind purpose bits size actor }
         statusListPublisheds(orderBy: sequence) { publication { id } sequence hash ttl actor }
         guardiansSets { identity { id } round threshold delay actor }
         recoveryApproveds(orderBy: ordinal) { recovery { round } round guardian newOwner approvals executableFrom expiry }
         recoveryCancelleds { identity { id } round actor } recoveryExecuteds { recovery { round } round newOwner actor } }`,
      {
        statusListRegistereds: [
          {
            list: { id: list },
            issuer,
            uri,
            kind: "TOKEN",
            purpose: "STATUS",
            bits: 2,
            size: 16_777_216,
            actor,
          },
        ],
        statusListPublisheds: (
          [
            [1, "60"],
            [2, "60"],
            [3, "3600"],
          ] as const
        ).map(([sequence, ttl]) => ({
          publication: { id: publicationId(sequence) },
          sequence: String(sequence),
          hash: hash(0xb0 + sequence),
          ttl,
          actor,
        })),
        guardiansSets: [
          { identity: { id: alice }, round: "1", threshold: 2, delay: "86400", actor: alice },
        ],
        recoveryApproveds: (
          [
            [1, null],
            [2, "1100"],
          ] as [number, string | null][]
        ).map(([round, executableFrom]) => ({
          recovery: { round: String(round) },
          round: String(round),
          guardian,
          newOwner: successor,
          approvals: round,
          executableFrom,
          expiry: "9000",
        })),
        recoveryCancelleds: [{ identity: { id: alice }, round: "2", actor: alice }],
        recoveryExecuteds: [{ recovery: { round: "2" }, round: "2", newOwner: successor, actor }],
      },
    ),
  ],
};
