import {
  type AccreditationTerms,
  type ApiClient,
  createEbsiDid,
  type EntityKeys,
  KeyPair,
  LegalEntity,
  type Period,
} from "@foedus/client";
import type { Hex } from "viem";

const year = 365 * 86_400;

export const jurisdiction = "https://publications.europa.eu/resource/authority/country/BEL";

/** What the issuers of these tests issue. */
export const diploma = "DiplomaCredential";

/** Seconds since 1970. */
export const now = (): number => Math.floor(Date.now() / 1000);

export const period = (): Period => ({ from: now(), until: now() + year });

/** An entity with its document. */
export interface Inserted {
  keys: EntityKeys;
  entity: LegalEntity;
}

/** One that is accredited, too. */
export interface Onboarded extends Inserted {
  attributeId: Hex;
}

/** Whom the parts of the conformance tests find at the API that they ask. */
export interface World {
  client: ApiClient;
  rootTao: Onboarded;
  tao: Onboarded;
  /** Accredited by the TAO for diplomas. */
  issuer: Onboarded;
}

/** Invited and inserted through the API. */
export async function insert(client: ApiClient, above: Onboarded): Promise<Inserted> {
  const keys: EntityKeys = {
    did: createEbsiDid(),
    account: KeyPair.generate("ES256K"),
    signing: KeyPair.generate("ES256"),
  };
  const entity = new LegalEntity(keys, client.paths, client);
  const { thumbprint } = keys.account;
  const invitation = above.entity.inviteToOnboard(
    keys.did,
    above.attributeId,
    period(),
    thumbprint,
  );
  await entity.insertDocument(invitation, period());
  return { keys, entity };
}

/** Invited, inserted, accredited and accepted, each through the API. */
export async function onboard(
  client: ApiClient,
  above: Onboarded,
  issuerType: AccreditationTerms["issuerType"],
  types: string[],
): Promise<Onboarded> {
  const { keys, entity } = await insert(client, above);
  const { attributeId, body } = await above.entity.accredit({
    did: keys.did,
    issuerType,
    taoAttributeId: above.attributeId,
    types,
    jurisdiction,
    period: period(),
  });
  await entity.acceptAccreditation(attributeId, body);
  return { keys, entity, attributeId };
}
