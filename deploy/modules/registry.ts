import type { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

export type ModuleBuilder = Parameters<Parameters<typeof buildModule>[1]>[0];
/** A contract that a module deploys or knows. */
export type Contract = Parameters<ModuleBuilder["encodeFunctionCall"]>[0];
export type Arguments = NonNullable<Parameters<ModuleBuilder["encodeFunctionCall"]>[2]>;

/** A register behind its own proxy, initialised in the same transaction. The construction goes into its code. */
export function registry<Name extends string>(
  m: ModuleBuilder,
  name: Name,
  initialisation: Arguments,
  construction: Arguments = [],
) {
  const implementation = m.contract(name, construction, { id: `${name}Implementation` });
  const proxy = m.contract(
    "RegistryProxy",
    [implementation, m.encodeFunctionCall(implementation, "initialize", initialisation)],
    { id: `${name}Proxy` },
  );
  return m.contractAt(name, proxy);
}
