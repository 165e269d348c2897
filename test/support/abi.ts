import {
  encodeFunctionData,
  toFunctionSelector,
  type Abi,
  type AbiParameter,
  type Hex,
} from "viem";

/** Selectors of all functions. */
export const selectorsOf = (abi: Abi): Hex[] =>
  abi.flatMap((item) => (item.type === "function" ? [toFunctionSelector(item)] : []));

/** Selectors of the functions that change something. */
export const writesOf = (abi: Abi): Hex[] =>
  selectorsOf(
    abi.filter(
      (item) =>
        item.type === "function" &&
        item.stateMutability !== "view" &&
        item.stateMutability !== "pure",
    ),
  );

/** A call of the function with arguments that can be read and say nothing: zeros, and nothing in what has no fixed length. */
export function emptyCall(abi: Abi, selector: Hex): Hex {
  const item = abi.find((one) => one.type === "function" && toFunctionSelector(one) === selector);
  if (item?.type !== "function") throw new Error(`No function has the selector ${selector}.`);
  const args = item.inputs.map(emptyValue);
  return encodeFunctionData({ abi: [item], functionName: item.name, args });
}

function emptyValue(parameter: AbiParameter): unknown {
  const { type } = parameter;
  if (type.endsWith("[]")) return [];
  if (type.startsWith("tuple")) {
    const { components = [] } = parameter as { components?: readonly AbiParameter[] };
    return Object.fromEntries(components.map((part) => [part.name ?? "", emptyValue(part)]));
  }
  if (type === "bool") return false;
  if (type === "string") return "";
  if (type === "bytes") return "0x";
  if (type === "address") return `0x${"00".repeat(20)}`;
  if (type.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice("bytes".length)))}`;
  if (/^u?int\d*$/.test(type)) return 0n;
  throw new TypeError(`No empty value is known for the type ${type}.`);
}
