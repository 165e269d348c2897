/**
 * One question to EBSI's published packages, unmodified, in a process of its own: they remember what they fetched. The question comes as JSON on
 * the standard input, the answer goes as JSON to the standard output: `node scenarios.ts < question`.
 */
import { text } from "node:stream/consumers";

import { getResolver } from "@cef-ebsi/ebsi-did-resolver";
import { getResolver as getKeyResolver, util as keyUtil } from "@cef-ebsi/key-did-resolver";
import {
  createVerifiableCredentialJwt,
  type EbsiEnvConfiguration,
  type EbsiIssuer,
  type EbsiVerifiableAttestation,
  verifyCredentialJwt,
} from "@cef-ebsi/verifiable-credential";
import {
  createVerifiablePresentationJwt,
  verifyPresentationJwt,
} from "@cef-ebsi/verifiable-presentation";
import { EbsiWallet } from "@cef-ebsi/wallet-lib";
import { Resolver } from "did-resolver";

/** Where the registers are. */
export interface Place {
  /** Host and port. */
  authority: string;
  /** Address of the API. */
  api: string;
}

/** A signer as EBSI's packages take it. */
export type Signer = EbsiIssuer;

export type Question =
  | { ask: "resolve"; did: string }
  | { ask: "resolve key"; did: string }
  | { ask: "new did" }
  | { ask: "did of key"; jwk: object }
  | { ask: "issue"; payload: object; signer: Signer }
  | { ask: "verify"; jwt: string; withoutTerms?: boolean }
  | { ask: "present"; credentials: string[]; holder: Signer; audience: string; nonce?: string }
  | { ask: "verify presentation"; jwt: string; audience: string };

export type Answer = { ok: true; value: unknown } | { ok: false; error: string };

/** How EBSI's packages are pointed at another host than EBSI's. */
function options({ authority, api }: Place) {
  const ebsiEnvConfig: EbsiEnvConfiguration = {
    didRegistry: `${api}/did-registry/v5/identifiers`,
    trustedIssuersRegistry: `${api}/trusted-issuers-registry/v5/issuers`,
    trustedPoliciesRegistry: `${api}/trusted-policies-registry/v3/users`,
  };
  return {
    ebsiAuthority: authority,
    ebsiEnvConfig,
    trustedHostnames: ["127.0.0.1"],
    timeout: 15_000,
  };
}

async function answer(place: Place, question: Question): Promise<unknown> {
  switch (question.ask) {
    case "resolve": {
      const registry = `${place.api}/did-registry/v5/identifiers`;
      return new Resolver(getResolver({ registry }) as never).resolve(question.did);
    }
    case "resolve key":
      return new Resolver(getKeyResolver() as never).resolve(question.did);
    case "new did":
      return EbsiWallet.createDid();
    case "did of key":
      return keyUtil.createDid(question.jwk as never);
    case "issue":
      return createVerifiableCredentialJwt(
        question.payload as EbsiVerifiableAttestation,
        question.signer,
        options(place),
      );
    case "verify":
      return verifyCredentialJwt(question.jwt, {
        ...options(place),
        validateAccreditationWithoutTermsOfUse: question.withoutTerms ?? false,
      });
    case "present": {
      const { holder, credentials, audience, nonce } = question;
      const now = Math.floor(Date.now() / 1000);
      return createVerifiablePresentationJwt(
        {
          "@context": ["https://www.w3.org/2018/credentials/v1"],
          id: `urn:uuid:${crypto.randomUUID()}`,
          type: ["VerifiablePresentation"],
          holder: holder.did,
          verifiableCredential: credentials,
        },
        holder,
        audience,
        {
          ...options(place),
          skipValidation: true,
          nbf: now - 1,
          exp: now + 200,
          nonce: nonce ?? crypto.randomUUID(),
        },
      );
    }
    case "verify presentation":
      return verifyPresentationJwt(question.jwt, question.audience, options(place));
  }
}

const { place, question } = JSON.parse(await text(process.stdin)) as {
  place: Place;
  question: Question;
};
let answered: Answer;
try {
  answered = { ok: true, value: await answer(place, question) };
} catch (error) {
  answered = { ok: false, error: error instanceof Error ? error.message : String(error) };
}
process.stdout.write(JSON.stringify(answered));
