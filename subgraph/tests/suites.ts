import { suite as accounts } from "./accounts.ts";
import { suite as authority } from "./authority.ts";
import { suite as awkwardTexts } from "./awkward-texts.ts";
import { suite as ballotsAndProxies } from "./ballots-and-proxies.ts";
import { suite as bodies } from "./bodies.ts";
import { suite as circuitBreaker } from "./circuit-breaker.ts";
import { suite as decisionClasses } from "./decision-classes.ts";
import { suite as dids } from "./dids.ts";
import { suite as managedContracts } from "./managed-contracts.ts";
import { suite as members } from "./members.ts";
import { suite as monitoring } from "./monitoring.ts";
import { suite as networks } from "./networks.ts";
import { suite as nodes } from "./nodes.ts";
import { suite as organisations } from "./organisations.ts";
import { suite as proceedings } from "./proceedings.ts";
import { suite as proposalOutcomes } from "./proposal-outcomes.ts";
import { suite as proposalThread } from "./proposal-thread.ts";
import type { Suite } from "./suite.ts";
import { suite as issuers } from "./issuers.ts";
import { suite as payments } from "./payments.ts";
import { suite as policiesAndSchemas } from "./policies-and-schemas.ts";
import { suite as timestamps } from "./timestamps.ts";
import { suite as statusListsAndIdentities } from "./status-lists-and-identities.ts";
import { suite as treasury } from "./treasury.ts";
import { suite as validators } from "./validators.ts";

export const suites: Suite[] = [
  proposalThread,
  proposalOutcomes,
  proceedings,
  awkwardTexts,
  ballotsAndProxies,
  members,
  organisations,
  networks,
  nodes,
  monitoring,
  accounts,
  validators,
  authority,
  decisionClasses,
  managedContracts,
  bodies,
  circuitBreaker,
  dids,
  issuers,
  policiesAndSchemas,
  timestamps,
  statusListsAndIdentities,
  payments,
  treasury,
];
