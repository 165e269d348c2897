import { isIP } from "node:net";

/** What a network filter lets reach the own node. */
export interface FilterRules {
  /** TCP and UDP ports of the own node's peer-to-peer protocol; nothing else is filtered. */
  ports: readonly number[];
  /** IP addresses and networks in CIDR notation that may reach them. */
  sources: readonly string[];
}

/** Addresses as a set that a filter takes: each once, in canonical form and in order, so that the same set is the same text. */
export function canonicalSources(sources: Iterable<string>): string[] {
  const canonical = new Set<string>();
  for (const source of sources) {
    const text = canonicalSource(source);
    if (text !== undefined) canonical.add(text);
  }
  return [...canonical].sort();
}

/**
 * An IP address or network as filters take it; undefined where the text is neither, or names what is no single host: any address, or an
 * address whose meaning depends on an interface.
 */
export function canonicalSource(source: string): string | undefined {
  const [address = "", length, ...rest] = source.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes("%")) return undefined;
  const most = family === 4 ? 32 : 128;
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const bits = length === undefined ? most : Number(length);
  if (bits > most || bits === 0) return undefined;
  const plain = family === 4 ? address : plainIPv6(address);
  // An IPv4 address in the clothes of IPv6 arrives as IPv4.
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain) ?? [];
  if (mapped !== undefined) return bits === 128 ? canonicalSource(mapped) : undefined;
  if (bits === most && (plain === "0.0.0.0" || plain === "::")) return undefined;
  return bits === most ? plain : `${plain}/${bits}`;
}

/** The shortest form, of all forms of one address. */
function plainIPv6(address: string): string {
  const inUrl = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(inUrl) ?? [];
  if (high === undefined || low === undefined) return inUrl;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `::ffff:${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}

/**
 * A file for `nft -f`: one table, replaced as a whole in one transaction, so that there is no moment without it. It takes nothing away from
 * other tables, and says nothing about other ports.
 */
export function nftablesFile({ ports, sources }: FilterRules): string {
  const of = (family: 4 | 6) => sources.filter((source) => isIP(hostOf(source)) === family);
  const set = (name: string, type: string, elements: readonly string[]) => [
    `  set ${name} {`,
    `    type ${type}`,
    "    flags interval",
    "    auto-merge",
    ...(elements.length === 0 ? [] : [`    elements = { ${elements.join(", ")} }`]),
    "  }",
  ];
  const dports = `th dport { ${ports.join(", ")} }`;
  return [
    "# Who may reach the peer-to-peer ports of this node, as the contracts say. Written by its enforcer.",
    "table inet foedus",
    "delete table inet foedus",
    "table inet foedus {",
    ...set("members4", "ipv4_addr", of(4)),
    ...set("members6", "ipv6_addr", of(6)),
    "  chain peers {",
    "    type filter hook input priority filter; policy accept;",
    `    meta l4proto { tcp, udp } ${dports} jump members`,
    "  }",
    "  chain members {",
    '    iifname "lo" accept',
    "    ip saddr @members4 accept",
    "    ip6 saddr @members6 accept",
    "    counter drop",
    "  }",
    "}",
    "",
  ].join("\n");
}

/** The list that clients of Ethereum's kind take as `--netrestrict`: networks, separated by commas. They read it when they start. */
export function netrestrictList({ sources }: Pick<FilterRules, "sources">): string {
  return `${sources
    .map((source) => {
      if (source.includes("/")) return source;
      return `${source}/${isIP(source) === 4 ? 32 : 128}`;
    })
    .join(",")}\n`;
}

const hostOf = (source: string): string => source.split("/")[0] ?? "";
