import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { sha256, toBytes, toHex } from "viem";

import { apiPaths } from "./api-paths.ts";
import { ClientError } from "./client-error.ts";
import { credentialTypes, issueCredential } from "./credential.ts";
import { createEbsiDid } from "./did.ts";
import { canonicalJwk } from "./jwk.ts";
import { KeyPair } from "./key-pair.ts";
import { LegalEntity } from "./legal-entity.ts";
import type { RegisterCall } from "./register-calls.ts";
import { RegistersDouble } from "./registers-double.ts";
import { encodeStatusList, statusListSize } from "./status-list.ts";

const keys = {
  did: createEbsiDid(),
  account: KeyPair.generate("ES256K"),
  signing: KeyPair.generate("ES256"),
};

/** An entity, and the calls that it makes; those after the first `most` fail. */
function entityWith(most = Infinity) {
  const calls: RegisterCall[] = [];
  const entity = new LegalEntity(keys, apiPaths("https://foedus.example"), {
    write: async (call) => {
      if (calls.length >= most) throw new ClientError("server-silent", "No answer.", "Try again.");
      calls.push(call);
      return "0x";
    },
  });
  return { entity, calls };
}

describe("insertDocument", () => {
  const { did, account, signing } = keys;
  const period = { from: 1_700_000_000, until: 1_800_000_000 };
  const namesOf = (calls: readonly RegisterCall[]) =>
    calls.map(({ functionName, args }) => {
      if (functionName === "insertDidDocument") return functionName;
      return [functionName, ...args.filter((one) => one !== did && typeof one === "string")].join();
    });
  const key = `addVerificationMethod,${signing.thumbprint},${toHex(canonicalJwk(signing.publicJwk))}`;
  const relate = (name: string, { thumbprint }: KeyPair) =>
    `addVerificationRelationship,${name},${thumbprint}`;
  const all = [
    "insertDidDocument",
    key,
    relate("authentication", signing),
    relate("assertionMethod", signing),
  ];

  /** What the register shows after the first calls. */
  async function documentAfter(calls: number) {
    const registers = new RegistersDouble();
    if (calls > 0) registers.addKey(did, account, ["authentication", "capabilityInvocation"]);
    if (calls > 1) {
      const purposes = (["authentication", "assertionMethod"] as const).slice(0, calls - 2);
      registers.addKey(did, signing, purposes);
    }
    return registers.didDocument(did);
  }

  it("inserts the document, and adds the key that signs credentials", async () => {
    const { entity, calls } = entityWith();
    await entity.insertDocument("invitation", period);
    assert.deepEqual(namesOf(calls), all);
  });

  it("finishes what an earlier run left, wherever that one stopped", async () => {
    for (let done = 0; done <= all.length; done += 1) {
      const first = entityWith(done);
      const run = first.entity.insertDocument("invitation", period);
      if (done < all.length) await assert.rejects(run, /No answer/);
      else await run;
      const second = entityWith();
      await second.entity.insertDocument("invitation", period, await documentAfter(done));
      assert.deepEqual(namesOf([...first.calls, ...second.calls]), all);
    }
  });

  it("adds nothing to a document of another key", async () => {
    const registers = new RegistersDouble();
    registers.addKey(did, KeyPair.generate("ES256K"), ["authentication", "capabilityInvocation"]);
    const { entity, calls } = entityWith();
    await assert.rejects(
      entity.insertDocument("invitation", period, await registers.didDocument(did)),
      (error: unknown) =>
        error instanceof ClientError &&
        error.code === "did-invalid" &&
        error.message.includes(did) &&
        error.message.includes(account.thumbprint),
    );
    assert.deepEqual(calls, []);
  });
});

describe("anchorStatusList", () => {
  const { did, signing } = keys;
  const listOf = async (size: number) =>
    issueCredential(did, signing, {
      types: [credentialTypes.statusList],
      subject: {
        id: did,
        type: "StatusList2021",
        statusPurpose: "revocation",
        encodedList: await encodeStatusList([1], size),
      },
      schema: "https://foedus.example/s",
      validFrom: 1_700_000_000,
    });
  const state = { uri: "https://issuer.example/status/1", ttl: 60 };

  it("registers as many entries as the list has", async () => {
    for (const size of [statusListSize.least, statusListSize.least * 2, statusListSize.most]) {
      const { entity, calls } = entityWith();
      const list = await listOf(size);
      await entity.anchorStatusList({ ...state, sequence: 1n, list });
      assert.deepEqual(
        calls.map(({ functionName, args }) => [functionName, ...args]),
        [["registerStatusList", did, state.uri, 0, 0, 1, size, sha256(toBytes(list)), 60]],
      );
    }
  });

  it("anchors nothing that a verifier could not read", async () => {
    const { entity, calls } = entityWith();
    const other = issueCredential(did, signing, {
      types: ["DiplomaCredential"],
      subject: { id: did },
      schema: "https://foedus.example/s",
      validFrom: 1_700_000_000,
    });
    for (const list of ["no list", other])
      for (const sequence of [1n, 2n])
        await assert.rejects(
          entity.anchorStatusList({ ...state, sequence, list }),
          (error: unknown) => error instanceof ClientError && error.remedy !== "",
        );
    assert.deepEqual(calls, []);
  });
});
