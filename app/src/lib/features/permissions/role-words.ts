import { m } from "#lib/messages.ts";

/** What the holders of a role do, in one sentence; null for a role that nobody here has words for. */
export function roleMeaning(title: string): string | null {
  switch (title) {
    case "ADMIN":
      return m.permissions_role_admin();
    case "MEMBERSHIP":
      return m.permissions_role_membership();
    case "DECISION_CLASSES":
      return m.permissions_role_decision_classes();
    case "ORGANISATIONS":
      return m.permissions_role_organisations();
    case "NODES":
      return m.permissions_role_nodes();
    case "VALIDATORS":
      return m.permissions_role_validators();
    case "UPGRADES":
      return m.permissions_role_upgrades();
    case "NETWORKS":
      return m.permissions_role_networks();
    case "ACCOUNTS":
      return m.permissions_role_accounts();
    case "MONITORS":
      return m.permissions_role_monitors();
    case "QUARANTINE":
      return m.permissions_role_quarantine();
    case "METERS":
      return m.permissions_role_meters();
    case "RELAYERS":
      return m.permissions_role_relayers();
    case "CIRCUITS":
      return m.permissions_role_circuits();
    case "OPERATIONS":
      return m.permissions_role_operations();
    case "VETOES":
      return m.permissions_role_vetoes();
    case "TRUST_ANCHORS":
      return m.permissions_role_trust_anchors();
    case "SCHEMAS":
      return m.permissions_role_schemas();
    case "POLICIES":
      return m.permissions_role_policies();
    case "REGISTRARS":
      return m.permissions_role_registrars();
    case "ROOT_TAOS":
      return m.permissions_role_root_taos();
    case "PAYMENT_RULES":
      return m.permissions_role_payment_rules();
    case "BUDGETS":
      return m.permissions_role_budgets();
    case "FINANCE":
      return m.permissions_role_finance();
    case "MONEY_ISSUERS":
      return m.permissions_role_money_issuers();
    case "MONEY_LISTS":
      return m.permissions_role_money_lists();
    case "TOKEN_BRIDGES":
      return m.permissions_role_token_bridges();
    default:
      return null;
  }
}
