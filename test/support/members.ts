import {
  getAddress,
  numberToHex,
  pad,
  stringToHex,
  type Address,
  type Hex,
  type LocalAccount,
} from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import * as local from "../../deploy/networks/local/accounts.ts";
import {
  memberAccount,
  memberCode,
  states,
  type StateCode,
} from "../../deploy/networks/local/members.ts";

export const MemberClass = { member: 0, observer: 1 } as const;

/** A member as a test wants it, with the keys that act for it. */
export interface TestMember {
  account: Address;
  code: Hex;
  class: number;
  weight: bigint;
  mandate: LocalAccount;
  representative: LocalAccount;
}

/** The 27 states of the embedded chain. */
export const memberStates: readonly TestMember[] = states.map(({ code, population }, index) => ({
  account: memberAccount(code),
  code: memberCode(code),
  class: MemberClass.member,
  weight: population,
  mandate: local.mandateKey(index),
  representative: local.representative(index),
}));

export const stateIndex = (code: StateCode): number =>
  states.findIndex((state) => state.code === code);

/** Members with these weights; their accounts and keys follow from their places. */
export const membersWith = (weights: readonly bigint[]): TestMember[] =>
  weights.map((weight, index) => testMember(index, weight));

export const testMember = (
  index: number,
  weight: bigint,
  memberClass: number = MemberClass.member,
): TestMember => ({
  account: getAddress(pad(numberToHex(0xacc0_0000 + index), { size: 20 })),
  code: stringToHex(`M${index}`, { size: 32 }),
  class: memberClass,
  weight,
  mandate: testKey(10_000 + index),
  representative: testKey(20_000 + index),
});

/** A key that nobody else uses for another number. */
export const testKey = (number: number): PrivateKeyAccount =>
  privateKeyToAccount(pad(numberToHex(number), { size: 32 }));
