import { nameBodies, readBodies } from "#lib/chain/bodies.ts";
import type { PageSources } from "#lib/chain/events.ts";
import type { KeyHolders } from "#lib/chain/who.ts";
import { readHolders } from "#lib/features/proposals/read-holders.ts";
import { readRegistrars } from "#lib/flows/register-node/read-registrars.ts";

/** Who holds which key in any body, the Assembly first, and who administers organisations. */
export async function readKeyHolders(sources: PageSources): Promise<KeyHolders> {
  const { chain, addresses } = sources;
  const bodies = await readBodies(chain, addresses);
  const [names, registrars, mandates] = await Promise.all([
    nameBodies(chain, addresses, bodies),
    readRegistrars(sources),
    Promise.all(bodies.map(async (body) => readHolders(sources, body))),
  ]);
  const held = names.flatMap((body, i) => {
    const found = mandates[i];
    return found ? [{ body, ...found }] : [];
  });
  return {
    representatives: held.flatMap(({ body, representatives }) =>
      representatives.map(({ key, member: { account, code, class: memberClass } }) => ({
        key,
        member: { account, code },
        observer: memberClass === "observer",
        body,
      })),
    ),
    mandateKeys: held.flatMap(({ body, members }) =>
      members.flatMap(({ account, code, mandateKey: key }) =>
        key === null ? [] : [{ key, member: { account, code }, body }],
      ),
    ),
    administrators: registrars.flatMap(({ id, name, administrators }) =>
      administrators.map(({ account }) => ({ account, organisation: { id, name } })),
    ),
  };
}
