/**
 * One question to EBSI's published packages, unmodified, in a process of its own: they remember what they fetched. The question comes as JSON on
 * the standard input, the answer goes as JSON to the standard output. Plain JavaScript, for the Node that the packages run on.
 */
import { text } from "node:stream/consumers";

import { getResolver } from "@cef-ebsi/ebsi-did-resolver";
import { getResolver as getKeyResolver, util as keyUtil } from "@cef-ebsi/key-did-resolver";
import {
  createVerifiableCredentialJwt,
  verifyCredentialJwt,
} from "@cef-ebsi/verifiable-credential";
import {
  createVerifiablePresentationJwt,
  verifyPresentationJwt,
} from "@cef-ebsi/verifiable-presentation";
import { EbsiWallet } from "@cef-ebsi/wallet-lib";
import { Resolver } from "did-resolver";

const { place, question } = JSON.parse(await text(process.stdin));

/** How EBSI's packages are pointed at another host than EBSI's. */
const options = {
  ebsiAuthority: place.authority,
  ebsiEnvConfig: {
    didRegistry: `${place.api}/did-registry/v5/identifiers`,
    trustedIssuersRegistry: `${place.api}/trusted-issuers-registry/v5/issuers`,
    trustedPoliciesRegistry: `${place.api}/trusted-policies-registry/v3/users`,
  },
  trustedHostnames: ["127.0.0.1"],
  timeout: 15_000,
};

const answers = {
  resolve: ({ did }) =>
    new Resolver({
      ...getResolver({ registry: options.ebsiEnvConfig.didRegistry }),
      ...getKeyResolver(),
    }).resolve(did),
  "new did": () => EbsiWallet.createDid(),
  "did of key": ({ jwk }) => keyUtil.createDid(jwk),
  issue: ({ payload, signer }) => createVerifiableCredentialJwt(payload, signer, options),
  verify: ({ jwt, withoutTerms }) =>
    verifyCredentialJwt(jwt, {
      ...options,
      validateAccreditationWithoutTermsOfUse: withoutTerms === true,
    }),
  present: ({ holder, credentials, audience }) => {
    const now = Math.floor(Date.now() / 1000);
    const presentation = {
      "@context": ["https://www.w3.org/2018/credentials/v1"],
      id: `urn:uuid:${crypto.randomUUID()}`,
      type: ["VerifiablePresentation"],
      holder: holder.did,
      verifiableCredential: credentials,
    };
    // Whoever is invited has no document that could be looked at.
    const claims = {
      skipValidation: true,
      nbf: now - 1,
      exp: now + 200,
      nonce: crypto.randomUUID(),
    };
    return createVerifiablePresentationJwt(presentation, holder, audience, {
      ...options,
      ...claims,
    });
  },
  "verify presentation": ({ jwt, audience }) => verifyPresentationJwt(jwt, audience, options),
};

let answer;
try {
  answer = { ok: true, value: await answers[question.ask](question) };
} catch (error) {
  answer = { ok: false, error: error instanceof Error ? error.message : String(error) };
}
process.stdout.write(JSON.stringify(answer));
