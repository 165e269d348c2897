import { error } from "@sveltejs/kit";
import { hexToString } from "viem";

import { typesNamedIn } from "#lib/chain/credential-types.ts";
import { issuerAttributeQuery, type IssuerAttributeRevision } from "#lib/index/issuers.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

/** Names of types that the accepted bodies say; the register has their hashes alone. */
function toldBy(revisions: readonly Pick<IssuerAttributeRevision, "body">[]) {
  const bodies = revisions.map(({ body }) => {
    const [, claims = ""] = hexToString(body).split(".");
    return Buffer.from(claims, "base64url").toString("utf8");
  });
  return typesNamedIn(bodies.join(" "));
}

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const id = params.attribute.toLowerCase();
  if (!/^0x[0-9a-f]{64}$/.test(id)) notFound();
  const [{ issuerAttribute }, now] = await Promise.all([
    reading.index.ask(issuerAttributeQuery, { id }),
    reading.now,
  ]);
  if (issuerAttribute === null) notFound();
  return { accreditation: issuerAttribute, told: toldBy(issuerAttribute.revisions), now };

  function notFound(): never {
    error(404, m.accredit_not_found(), { remedy: m.accredit_not_found_hint() });
  }
};
