import { toFunctionSelector, type Abi, type Hex } from "viem";

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
