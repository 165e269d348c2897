import type { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

type ModuleBuilder = Parameters<Parameters<typeof buildModule>[1]>[0];
type Arguments = Parameters<ModuleBuilder["encodeFunctionCall"]>[2];

/** A register behind its own proxy, initialised in the same transaction. */
export function registry<Name extends string>(
  m: ModuleBuilder,
  name: Name,
  initialisation: Arguments,
) {
  const implementation = m.contract(name, [], { id: `${name}Implementation` });
  const proxy = m.contract(
    "RegistryProxy",
    [implementation, m.encodeFunctionCall(implementation, "initialize", initialisation)],
    { id: `${name}Proxy` },
  );
  return m.contractAt(name, proxy);
}
