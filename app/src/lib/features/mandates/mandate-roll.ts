type Hex = `0x${string}`;

/** What a register of members says about a mandate. */
export type Told =
  | { kind: "designated"; key: Hex }
  | { kind: "accepted"; key: Hex }
  | { kind: "revoked" }
  /** `signer` and `notBefore` are null for an account that was appointed as such. */
  | { kind: "appointed"; key: Hex; signer: Hex | null; notBefore: number | null; notAfter: number }
  | { kind: "ended"; key: Hex }
  | { kind: "proxy-given"; carrier: Hex; notAfter: number; coversProposal: bigint | null }
  | { kind: "proxy-ended"; carrier: Hex }
  | { kind: "class-changed"; observer: boolean };

/** The same with its place and member, wherever it was read. */
export type MandateEvent = Told & {
  /** Place in the chain: a later event has a larger one. */
  ordinal: bigint;
  /** Seconds since 1970. */
  time: number;
  transaction: Hex;
  /** Member that it is about. */
  account: Hex;
};

/** A member as its register has it. */
export interface MandateMember {
  account: Hex;
  code: string;
  class: "member" | "observer";
  status: "active" | "suspended" | "left";
  mandateKey: Hex | null;
  designatedKey: Hex | null;
}

/**
 * An address whose key nobody can have: of a contract that every chain has and that sends nothing. A register has no word for calling a
 * hand-over off, but a later designation replaces an earlier one.
 */
export const nobody: Hex = "0x0000000000000000000000000000000000000001";

/** The account that is designated as mandate key and has not accepted; null when there is none. */
export function pendingKey({ designatedKey }: Pick<MandateMember, "designatedKey">): Hex | null {
  return designatedKey === nobody ? null : designatedKey;
}

/** By what a key signs; `other` is a verifier that this app does not know. */
export type KeyKind = "account" | "p256" | "passkey" | "seal" | "other";

export interface KeyMandate {
  key: Hex;
  signer: Hex | null;
  kind: KeyKind;
  notBefore: number | null;
  notAfter: number;
  appointedAt: number;
  appointedIn: Hex;
  /** When somebody ended it; null while nobody has. */
  endedAt: number | null;
}

export interface ProxyRecord {
  /** Code of the member whose vote it is, and of the one that carries it. */
  member: string;
  carrier: string;
  notAfter: number;
  coversProposal: bigint | null;
  givenAt: number;
  givenIn: Hex;
  endedAt: number | null;
}

/** All that is known of the mandates of one member. */
export interface MemberMandates extends MandateMember {
  /** Latest appointment of each key, the newest in front. */
  keys: KeyMandate[];
  /** Proxies that it gave or carried, the newest in front. */
  proxies: ProxyRecord[];
  /** The newest in front. */
  history: MandateEvent[];
}

/** Verifiers in small letters; null for a kind that the body does not take. */
export interface KnownVerifiers {
  p256: Hex | null;
  passkey: Hex | null;
  seal: Hex | null;
}

const addressDigits = 2 + 2 * 20;

export function keyKind(signer: Hex | null, verifiers: KnownVerifiers | null): KeyKind {
  if (signer === null || signer.length === addressDigits) return "account";
  const verifier = signer.slice(0, addressDigits).toLowerCase();
  if (verifier === verifiers?.passkey) return "passkey";
  if (verifier === verifiers?.p256) return "p256";
  return verifier === verifiers?.seal ? "seal" : "other";
}

/** The mandates of every member, out of the present members and all that was said. */
export function mandateRoll(
  members: readonly MandateMember[],
  events: readonly MandateEvent[],
  verifiers: KnownVerifiers | null,
): MemberMandates[] {
  const ordered = events.toSorted((a, b) =>
    a.ordinal < b.ordinal ? -1 : a.ordinal > b.ordinal ? 1 : 0,
  );
  const proxies = proxiesOf(members, ordered);
  return members.map((member) => {
    const history = ordered.filter(({ account }) => account === member.account);
    return {
      ...member,
      keys: keysOf(history, verifiers),
      proxies: proxies.filter((proxy) => [proxy.member, proxy.carrier].includes(member.code)),
      history: history.toReversed(),
    };
  });
}

function keysOf(history: readonly MandateEvent[], verifiers: KnownVerifiers | null): KeyMandate[] {
  const keys = new Map<Hex, KeyMandate>();
  for (const event of history) {
    if (event.kind === "appointed") {
      const { key, signer, notBefore, notAfter } = event;
      // Appointed anew, it stands where its latest appointment stands.
      keys.delete(key);
      keys.set(key, {
        key,
        signer,
        kind: keyKind(signer, verifiers),
        notBefore,
        notAfter,
        appointedAt: event.time,
        appointedIn: event.transaction,
        endedAt: null,
      });
    } else if (event.kind === "ended" || event.kind === "revoked") {
      for (const mandate of keys.values()) {
        const isMeant = event.kind === "revoked" || mandate.key === event.key;
        if (isMeant) mandate.endedAt ??= event.time;
      }
    }
  }
  return [...keys.values()].toReversed();
}

function proxiesOf(
  members: readonly MandateMember[],
  ordered: readonly MandateEvent[],
): ProxyRecord[] {
  const codeOf = (account: Hex) =>
    members.find((member) => member.account === account)?.code ?? account;
  const all: ProxyRecord[] = [];
  const latest = new Map<Hex, ProxyRecord>();
  for (const event of ordered) {
    if (event.kind === "proxy-given") {
      const proxy: ProxyRecord = {
        member: codeOf(event.account),
        carrier: codeOf(event.carrier),
        notAfter: event.notAfter,
        coversProposal: event.coversProposal,
        givenAt: event.time,
        givenIn: event.transaction,
        endedAt: null,
      };
      all.push(proxy);
      latest.set(event.account, proxy);
    } else if (
      event.kind === "proxy-ended" ||
      event.kind === "revoked" ||
      (event.kind === "class-changed" && event.observer)
    ) {
      const proxy = latest.get(event.account);
      if (proxy && proxy.notAfter >= event.time) proxy.endedAt ??= event.time;
    }
  }
  return all.toReversed();
}

export type KeyState = "ahead" | "active" | "suspended" | "ran-out" | "ended";

/** What a key may do now: a suspended member's keys rest, whatever their dates. */
export function keyState(
  { notBefore, notAfter, endedAt }: Pick<KeyMandate, "notBefore" | "notAfter" | "endedAt">,
  { status }: Pick<MandateMember, "status">,
  now: number,
): KeyState {
  if (endedAt !== null || status === "left") return "ended";
  if (notAfter < now) return "ran-out";
  if (status === "suspended") return "suspended";
  return notBefore !== null && notBefore > now ? "ahead" : "active";
}

/** The proxy by which another member carries the vote now; null when the member votes itself. */
export function proxyInForce(
  { code, proxies }: Pick<MemberMandates, "code" | "proxies">,
  now: number,
): ProxyRecord | null {
  return proxies.find((proxy) => proxy.member === code && runs(proxy, now)) ?? null;
}

/** The proxy by which the member carries another's vote now. */
export function proxyCarried(
  { code, proxies }: Pick<MemberMandates, "code" | "proxies">,
  now: number,
): ProxyRecord | null {
  return proxies.find((proxy) => proxy.carrier === code && runs(proxy, now)) ?? null;
}

function runs({ endedAt, notAfter }: ProxyRecord, now: number): boolean {
  return endedAt === null && notAfter >= now;
}
