import { errorCatalogue } from "../../generated/errors.ts";

/** What the catalogue says of an error of the contracts: cause and remedy, as the dApp has to show them. */
export function errorWords(name: string): { notice: string; remedy: string } {
  const entry = Object.values(errorCatalogue).find((candidate) => candidate?.name === name);
  if (!entry) throw new Error(`The catalogue has no ${name}.`);
  return entry;
}
