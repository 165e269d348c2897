import type { representativesQuery } from "#lib/index/members.ts";
import { m } from "#lib/messages.ts";
import { compareText, countryName, shortened } from "#lib/ui/format.ts";

type Hex = `0x${string}`;

type Held = ReturnType<typeof representativesQuery.read>;

/** What the registers say of keys: representatives, mandate keys, administrators. */
export interface KeyHolders extends Pick<Held, "members" | "administrators"> {
  representatives: readonly Pick<Held["representatives"][number], "key" | "notAfter" | "member">[];
}

export type Who =
  | { role: "representative"; key: Hex; member: { account: Hex; code: string; observer: boolean } }
  | { role: "mandate"; key: Hex; member: { account: Hex; code: string } }
  | { role: "administrator"; key: Hex; organisation: { id: Hex; name: string } }
  | { role: "none"; key: Hex };

/** Every office that a key holds; a key with none is named by itself. */
export function officesOf(key: string, holders: KeyHolders): Who[] {
  const own = key.toLowerCase() as Hex;
  const offices: Who[] = [
    ...holders.representatives
      .filter((holder) => holder.key === own)
      .map(({ member }): Who => ({
        role: "representative",
        key: own,
        member: {
          account: member.account,
          code: member.code,
          observer: member.class === "observer",
        },
      })),
    ...holders.members
      .filter(({ mandateKey }) => mandateKey === own)
      .map(({ account, code }): Who => ({ role: "mandate", key: own, member: { account, code } })),
    ...holders.administrators
      .filter(({ account }) => account === own)
      .map(({ organisation }): Who => ({ role: "administrator", key: own, organisation })),
  ];
  return offices.length > 0 ? offices : [{ role: "none", key: own }];
}

/** "Representative of Belgium". */
export function whoLabel(who: Who): string {
  switch (who.role) {
    case "representative":
      return m.chain_who_representative({ member: countryName(who.member.code) });
    case "mandate":
      return m.chain_who_mandate({ member: countryName(who.member.code) });
    case "administrator":
      return m.chain_who_administrator({ organisation: who.organisation.name });
    case "none":
      return m.chain_who_account({ account: shortened(who.key) });
  }
}

export interface AccountChoice {
  value: Hex;
  label: string;
  detail: string;
  group: string;
}

const order: Record<Who["role"], number> = {
  representative: 0,
  administrator: 1,
  mandate: 2,
  none: 3,
};

/** Choices of the development wallet: every account of the node by its first office, in the order of the reader's language. */
export function accountChoices(accounts: readonly string[], holders: KeyHolders): AccountChoice[] {
  const whos = accounts.flatMap((account) => officesOf(account, holders).slice(0, 1));
  return whos
    .map((who) => ({ who, label: whoLabel(who) }))
    .sort((a, b) => order[a.who.role] - order[b.who.role] || compareText(a.label, b.label))
    .map(({ who, label }) => ({
      value: who.key,
      label,
      detail: detailOf(who),
      group: groupOf(who),
    }));
}

function detailOf(who: Who): string {
  if (who.role === "representative" && who.member.observer)
    return `${who.member.code} · ${m.chain_observer()}`;
  if (who.role === "representative" || who.role === "mandate") return who.member.code;
  return shortened(who.key);
}

function groupOf({ role }: Who): string {
  switch (role) {
    case "representative":
      return m.chain_group_representatives();
    case "administrator":
      return m.chain_group_administrators();
    case "mandate":
      return m.chain_group_mandates();
    case "none":
      return m.chain_group_others();
  }
}
