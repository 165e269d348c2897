type Hex = `0x${string}`;

/** What stands in the two forms of a node. */
export interface NodeForm {
  host: string;
  port: string;
  region: string;
  release: string;
  serviceClass: string;
}

export type FormProblems = Partial<Record<keyof NodeForm, true>>;

/** What is wrong with a new address, by the rules of the register. */
export function moveProblems({ host, port }: Pick<NodeForm, "host" | "port">): FormProblems {
  const number = Number(port);
  return {
    ...(/^[a-zA-Z0-9.:-]{1,253}$/.test(host.trim()) ? {} : { host: true }),
    ...(/^\d+$/.test(port.trim()) && number >= 1 && number <= 65_535 ? {} : { port: true }),
  };
}

/** What is wrong with a description, by the rules of the register. */
export function describeProblems({
  region,
  release,
  serviceClass,
}: Pick<NodeForm, "region" | "release" | "serviceClass">): FormProblems {
  return {
    ...(/^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$/.test(region.trim()) ? {} : { region: true }),
    ...(releaseDigest(release) === null ? { release: true } : {}),
    ...(new TextEncoder().encode(serviceClass.trim()).length <= 32 ? {} : { serviceClass: true }),
  };
}

/** The digest of a release as the register takes it: 0 for none; null where it is no digest. */
export function releaseDigest(text: string): Hex | null {
  const given = text.trim();
  if (given === "") return `0x${"0".repeat(64)}`;
  const [, digits] = /^(?:0x|sha256:)([0-9a-f]{64})$/i.exec(given) ?? [];
  return digits === undefined ? null : `0x${digits.toLowerCase()}`;
}
