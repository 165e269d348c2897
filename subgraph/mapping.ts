// The one file that is compiled: graph-node then runs a single module for all contracts, which starts faster than one each.
export * from "./handlers/account-registry";
export * from "./handlers/authority";
export * from "./handlers/circuit-breaker";
export * from "./handlers/council";
export * from "./handlers/decision-classes";
export * from "./handlers/genesis";
export * from "./handlers/managed-contract";
export * from "./handlers/member-registry";
export * from "./handlers/network-directory";
export * from "./handlers/node-monitoring";
export * from "./handlers/node-registry";
export * from "./handlers/organisation-registry";
export * from "./handlers/permission-views";
export * from "./handlers/proceedings";
export * from "./handlers/validator-set";
