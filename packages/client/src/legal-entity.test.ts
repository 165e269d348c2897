import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { sha256, toBytes } from "viem";

import { apiPaths } from "./api-paths.ts";
import { ClientError } from "./client-error.ts";
import { credentialTypes, issueCredential } from "./credential.ts";
import { createEbsiDid } from "./did.ts";
import { KeyPair } from "./key-pair.ts";
import { LegalEntity } from "./legal-entity.ts";
import type { RegisterCall } from "./register-calls.ts";
import { encodeStatusList, statusListSize } from "./status-list.ts";

const keys = {
  did: createEbsiDid(),
  account: KeyPair.generate("ES256K"),
  signing: KeyPair.generate("ES256"),
};

/** An entity, and the calls that it makes. */
function entityWith() {
  const calls: RegisterCall[] = [];
  const entity = new LegalEntity(keys, apiPaths("https://foedus.example"), {
    write: async (call) => {
      calls.push(call);
      return "0x";
    },
  });
  return { entity, calls };
}

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
