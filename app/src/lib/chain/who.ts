import type { BodyName } from "./bodies.ts";
import { m } from "#lib/messages.ts";
import { compareText, countryName, formatList, shortened } from "#lib/ui/format.ts";

type Hex = `0x${string}`;

interface Held {
  key: Hex;
  member: { account: Hex; code: string };
  body: BodyName;
}

/** What accounts do for payments: they pay out of the treasury, mint e-money, or settle disputes. */
export type MoneyOffice = "finance" | "issuer" | "arbiter";

/** What the registers of all bodies, and that of organisations, say of keys. Of a member's several bodies the Assembly comes first. */
export interface KeyHolders {
  representatives: readonly (Held & { observer: boolean })[];
  mandateKeys: readonly Held[];
  administrators: readonly { account: Hex; organisation: { id: Hex; name: string } }[];
  moneyOffices: readonly { account: Hex; office: MoneyOffice }[];
}

export const nobody: KeyHolders = {
  representatives: [],
  mandateKeys: [],
  administrators: [],
  moneyOffices: [],
};

export type Who =
  | {
      role: "representative";
      key: Hex;
      member: { account: Hex; code: string; observer: boolean };
      body: BodyName;
    }
  | { role: "mandate"; key: Hex; member: { account: Hex; code: string }; body: BodyName }
  | { role: "administrator"; key: Hex; organisation: { id: Hex; name: string } }
  | { role: "money"; key: Hex; office: MoneyOffice }
  | { role: "none"; key: Hex };

/** Every office that a key holds; a key with none is named by itself. */
export function officesOf(key: string, holders: KeyHolders): Who[] {
  const own = key.toLowerCase() as Hex;
  const offices: Who[] = [
    ...holders.representatives
      .filter((holder) => holder.key === own)
      .map(({ member, observer, body }): Who => ({
        role: "representative",
        key: own,
        member: { ...member, observer },
        body,
      })),
    ...holders.mandateKeys
      .filter((holder) => holder.key === own)
      .map(({ member, body }): Who => ({ role: "mandate", key: own, member, body })),
    ...holders.administrators
      .filter(({ account }) => account === own)
      .map(({ organisation }): Who => ({ role: "administrator", key: own, organisation })),
    ...holders.moneyOffices
      .filter(({ account }) => account === own)
      .map(({ office }): Who => ({ role: "money", key: own, office })),
  ];
  return offices.length > 0 ? offices : [{ role: "none", key: own }];
}

/** Tells an office apart from all others of the same key. */
export function officeKey(who: Who): string {
  switch (who.role) {
    case "representative":
    case "mandate":
      return `${who.role} ${who.body.council} ${who.member.account}`;
    case "administrator":
      return `${who.role} ${who.organisation.id}`;
    case "money":
      return `${who.role} ${who.office}`;
    case "none":
      return who.key;
  }
}

/** "Representative of Belgium"; of a member of another body than the Assembly with the name of the body. */
export function whoLabel(who: Who): string {
  switch (who.role) {
    case "representative":
      return m.chain_who_representative({ member: memberName(who) });
    case "mandate":
      return m.chain_who_mandate({ member: memberName(who) });
    case "administrator":
      return m.chain_who_administrator({ organisation: who.organisation.name });
    case "money":
      return moneyLabel(who.office, shortened(who.key));
    case "none":
      return m.chain_who_account({ account: shortened(who.key) });
  }
}

/** The chain knows no names of those who deal with money: their address tells them apart. */
function moneyLabel(office: MoneyOffice, account: string): string {
  switch (office) {
    case "finance":
      return m.chain_who_finance({ account });
    case "issuer":
      return m.chain_who_issuer({ account });
    case "arbiter":
      return m.chain_who_arbiter({ account });
  }
}

/** "Belgium"; "ALPHA (Operators' Committee)". */
export function memberName({ member, body }: Pick<Held, "body"> & { member: { code: string } }) {
  const name = countryName(member.code);
  return body.isAssembly ? name : m.chain_who_member_of({ member: name, body: body.name });
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
  money: 2,
  mandate: 3,
  none: 4,
};

/** Choices of the development wallet: every account of the node by its first office, in the order of the reader's language. */
export function accountChoices(accounts: readonly string[], holders: KeyHolders): AccountChoice[] {
  return accounts
    .map((account) => {
      const [who, ...further] = officesOf(account, holders) as [Who, ...Who[]];
      return { who, further, label: whoLabel(who) };
    })
    .sort((a, b) => order[a.who.role] - order[b.who.role] || compareText(a.label, b.label))
    .map(({ who, further, label }) => ({
      value: who.key,
      label,
      detail: detailOf(who, further),
      group: groupOf(who),
    }));
}

function detailOf(who: Who, further: readonly Who[]): string {
  const own =
    who.role === "representative" || who.role === "mandate" ? who.member.code : shortened(who.key);
  const others = further.flatMap((office) => ("body" in office ? [office.body.name] : []));
  return formatList(
    [
      own,
      ...(who.role === "representative" && who.member.observer ? [m.chain_observer()] : []),
      ...(others.length > 0 ? [m.chain_who_also_in({ bodies: formatList(others) })] : []),
      ...further.filter(({ role }) => role === "administrator" || role === "money").map(whoLabel),
    ],
    "unit",
  );
}

function groupOf({ role }: Who): string {
  switch (role) {
    case "representative":
      return m.chain_group_representatives();
    case "administrator":
      return m.chain_group_administrators();
    case "money":
      return m.chain_group_money();
    case "mandate":
      return m.chain_group_mandates();
    case "none":
      return m.chain_group_others();
  }
}
