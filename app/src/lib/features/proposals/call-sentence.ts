import {
  accessWord,
  networkStageWord,
  organisationKindWord,
  pauseGroupWord,
} from "#lib/chain/register-words.ts";
import { href } from "#lib/language.ts";
import { m } from "#lib/messages.ts";
import {
  countryName,
  formatDuration,
  formatList,
  formatNumber,
  formatShare,
  formatTime,
  shortened,
} from "#lib/ui/format.ts";
import { formatMoney } from "#lib/ui/money.ts";

import type {
  CallMeaning,
  CallWarning,
  DecodedCall,
  Money,
  Reference,
  SpelledId,
} from "./decode-call.ts";
import {
  type DecisionClass,
  type Fraction,
  hasEqualVotes,
  neededHeads,
  neededQuorum,
  reachedWith,
  type Rule,
  type Share,
  type Totals,
} from "./voting-rules.ts";

/** A piece of a sentence: plain text, or a name that stands out and may lead to its page. */
export interface SentencePart {
  text: string;
  named: boolean;
  href?: string;
  /** The id behind the name, to be shown on demand. */
  id?: string;
}

export interface SentenceContext {
  /** Chain id of the network that this page is about: it is called "this network". */
  ownNetwork: bigint;
  /** Whether the decision is still ahead, so that present values are what it would change. */
  ahead: boolean;
}

/** What a call does, in one sentence of the reader's language. */
export function callSentence(call: DecodedCall, context: SentenceContext): SentencePart[] {
  const { meaning, target, selector } = call;
  if (meaning) return [...meaningSentence(meaning, call, context), ...bodyConcerned(call)];
  if (selector === null)
    return compose((part) => m.proposal_does_unknown_no_function({ target: part(named(target)) }));
  return compose((part) =>
    m.proposal_does_unknown({ selector: part(code(selector)), target: part(named(target)) }),
  );
}

/** Of which body the members or the rules are that a call is about; nothing for the Assembly's. */
function bodyConcerned({ target: { body } }: DecodedCall): SentencePart[] {
  if (!body) return [];
  const reference = { kind: "contract", id: body.council, name: body.name } as const;
  return compose((part) => ` ${m.governance_concerns({ body: part(bodyPart(reference)) })}`);
}

/** A sentence as plain text, for titles, exports and searches. */
export function sentenceText(parts: readonly SentencePart[]): string {
  return parts.map(({ text }) => text).join("");
}

/** What a class would ask for from now on. */
function ruleSentence(decisionClass: DecisionClass, rule: Rule): string {
  const name = className(decisionClass).toLocaleLowerCase();
  const percent = formatFraction;
  switch (rule.kind) {
    case "majority":
    case "participants": {
      const heads = rule.more
        ? m.proposal_share_more({ share: percent(rule.heads) })
        : m.proposal_share_least({ share: percent(rule.heads) });
      if (rule.weight === null) return m.proposal_does_set_rule_heads({ name, heads });
      const weight = percent(rule.weight);
      return rule.blockingHeads === null
        ? m.proposal_does_set_rule_both({ name, heads, weight })
        : m.proposal_does_set_rule_blocking({
            name,
            heads,
            weight,
            blocking: formatNumber(rule.blockingHeads),
          });
    }
    case "unanimity":
      return m.proposal_does_set_rule_unanimity({ name, quorum: percent(rule.quorum) });
    case "objection":
      return m.proposal_does_set_rule_objection({ name, count: formatNumber(rule.objections) });
  }
}

/**
 * "Needs a qualified majority: 15 of 27 members and 65 % of the population.", by the rule that the proposal is judged by. Where every
 * member has one vote, one number of members says it all.
 */
export function majoritySentence(decisionClass: DecisionClass, rule: Rule, totals: Totals): string {
  const total = formatNumber(totals.heads);
  switch (rule.kind) {
    case "objection":
      return m.proposal_needs_objection({ count: rule.objections });
    case "unanimity":
      return m.proposal_needs_unanimity({
        heads: formatNumber(neededQuorum(rule.quorum, totals.heads)),
        total,
      });
    case "majority":
    case "participants": {
      if (hasEqualVotes(totals)) {
        return m.governance_needs_heads({
          name: className(decisionClass).toLocaleLowerCase(),
          heads: formatNumber(reachedWith(rule, totals)),
          total,
        });
      }
      const heads = formatNumber(neededHeads(rule, totals.heads));
      if (rule.weight === null) {
        return decisionClass === "simple"
          ? m.proposal_needs_simple({ heads, total })
          : m.bodies_rule_needs_heads({ name: className(decisionClass), heads, total });
      }
      const percent = formatFraction(rule.weight);
      switch (decisionClass) {
        case "qualified":
          return m.proposal_needs_qualified({ heads, total, percent });
        case "reinforced":
          return m.proposal_needs_reinforced({ heads, total, percent });
        case "participating":
          return m.proposal_needs_participating({ heads, total, percent });
        default:
          return m.bodies_rule_needs_both({
            name: className(decisionClass),
            heads,
            total,
            percent,
          });
      }
    }
  }
}

/** "65 %", "66.7 %": a share of a rule. */
export function formatFraction([numerator, denominator]: Fraction): string {
  return formatShare(numerator / denominator);
}

export function className(decisionClass: DecisionClass): string {
  switch (decisionClass) {
    case "simple":
      return m.proposal_class_simple();
    case "qualified":
      return m.proposal_class_qualified();
    case "reinforced":
      return m.proposal_class_reinforced();
    case "unanimity":
      return m.proposal_class_unanimity();
    case "participating":
      return m.proposal_class_participating();
    case "objection":
      return m.proposal_class_objection();
  }
}

/** Why a call needs the class that it needs; without the population where every member has one vote. */
export function classReason(decisionClass: DecisionClass, totals: Share): string {
  const isEqual = hasEqualVotes(totals);
  switch (decisionClass) {
    case "simple":
      return m.proposal_why_simple();
    case "qualified":
      return isEqual ? m.governance_why_qualified() : m.proposal_why_qualified();
    case "reinforced":
      return m.proposal_why_reinforced();
    case "unanimity":
      return m.proposal_why_unanimity();
    case "participating":
      return isEqual ? m.governance_why_participating() : m.proposal_why_participating();
    case "objection":
      return m.proposal_why_objection();
  }
}

export function warningText(warning: CallWarning, call: DecodedCall): string {
  switch (warning.warning) {
    case "unknown-target":
      return m.proposal_warning_unknown_target();
    case "unknown-function":
      return m.proposal_warning_unknown_function({ target: named(call.target).text });
    case "no-function":
      return m.proposal_warning_no_function();
    case "malformed":
      return m.proposal_warning_malformed();
    case "non-canonical":
      return m.proposal_warning_non_canonical();
    case "sends-coins":
      return m.proposal_warning_sends_coins({ amount: formatNumber(warning.amount) });
    case "replaces-code":
      return m.proposal_warning_replaces_code();
    case "look-alike":
      return m.proposal_warning_look_alike({
        address: warning.address,
        other: named(warning.of).text,
        otherAddress: String(warning.of.id),
      });
    case "changes-powers":
      return m.proposal_warning_changes_powers();
    case "carries-calls":
      return m.proposal_warning_carries_calls();
    case "too-deep":
      return m.proposal_warning_too_deep();
    case "unknown-entry":
      switch (warning.what) {
        case "node":
          return m.proposal_warning_unknown_node();
        case "organisation":
          return m.proposal_warning_unknown_organisation();
        case "member":
          return m.proposal_warning_unknown_member();
        case "role":
          return m.proposal_warning_unknown_role();
        case "type":
          return m.trust_warning_unknown_type();
      }
  }
}

/** Whether a reader should stop at the warning, or only take note. */
export function isAlarming({ warning }: CallWarning): boolean {
  return warning !== "carries-calls" && warning !== "sends-coins";
}

/** How a thing that a call names is called, with the address of its page. */
export function named(reference: Reference): SentencePart {
  switch (reference.kind) {
    case "node":
      return entry(
        reference.record?.host ?? shortened(reference.id),
        `/nodes/${reference.id}`,
        reference.id,
        reference.record,
      );
    case "organisation":
      return entry(
        reference.name ?? shortened(reference.id),
        `/organisations/${reference.id}`,
        reference.id,
        reference.name,
      );
    case "member":
      return entry(
        reference.code === null ? shortened(reference.id) : countryName(reference.code),
        reference.council
          ? `/bodies/${reference.council}/members/${reference.id}`
          : `/members/${reference.id}`,
        reference.id,
        reference.code,
      );
    case "contract":
      return {
        text: contractWord(reference) ?? shortened(reference.id),
        named: true,
        id: reference.id,
      };
    case "role":
      return { text: reference.name ?? formatNumber(reference.id), named: true };
    case "account":
      return { text: shortened(reference.id), named: true, id: reference.id };
  }
}

/** A contract of a body that was added after the founding is told apart from the Assembly's by the name of the body. */
export function contractWord({
  name,
  body,
}: Pick<Extract<Reference, { kind: "contract" }>, "name" | "body">): string | null {
  const word = contractName(name);
  const isAdded = name === "MemberRegistry" || name === "DecisionClasses";
  return word && body && isAdded
    ? m.governance_contract_of({ contract: word, body: body.name })
    : word;
}

/** The name of one of our contracts in the reader's language; null for a contract that nobody here knows. */
export function contractName(name: string | null): string | null {
  switch (name) {
    case "Authority":
      return m.proposal_contract_authority();
    case "Council":
      return m.proposal_contract_council();
    case "DecisionClasses":
      return m.proposal_contract_decision_classes();
    case "MemberRegistry":
      return m.proposal_contract_member_registry();
    case "NodeRegistry":
      return m.proposal_contract_node_registry();
    case "OrganisationRegistry":
      return m.proposal_contract_organisation_registry();
    case "ValidatorSet":
      return m.proposal_contract_validator_set();
    case "NetworkDirectory":
      return m.proposal_contract_network_directory();
    case "AccountRegistry":
      return m.proposal_contract_account_registry();
    case "NodeMonitoring":
      return m.proposal_contract_node_monitoring();
    case "DidRegistry":
      return m.proposal_contract_did_registry();
    case "TrustedIssuersRegistry":
      return m.proposal_contract_trusted_issuers();
    case "TrustedSchemasRegistry":
      return m.proposal_contract_trusted_schemas();
    case "TrustedPoliciesRegistry":
      return m.proposal_contract_trusted_policies();
    case "PermissionViews":
      return m.proposal_contract_permission_views();
    case "CircuitBreaker":
      return m.proposal_contract_circuit_breaker();
    case "IdentityRegistry":
      return m.proposal_contract_identity_registry();
    case "StatusLists":
      return m.proposal_contract_status_lists();
    case "Timestamps":
      return m.proposal_contract_timestamps();
    case "EmergencyCouncil":
      return m.proposal_contract_emergency_council();
    case "EmergencyMemberRegistry":
      return m.proposal_contract_emergency_members();
    case "EmergencyDecisionClasses":
      return m.proposal_contract_emergency_classes();
    case "OperatorsCommittee":
      return m.proposal_contract_operators_committee();
    case "OperatorsMemberRegistry":
      return m.proposal_contract_operators_members();
    case "OperatorsDecisionClasses":
      return m.proposal_contract_operators_classes();
    case "Vetoes":
      return m.measure_contract_vetoes();
    case "Deliberation":
      return m.measure_contract_deliberation();
    case "EuroToken":
      return m.budgets_contract_euro_token();
    case "Treasury":
      return m.budgets_contract_treasury();
    case "PaymentRules":
      return m.budgets_contract_rules();
    case "PaymentEscrow":
      return m.budgets_contract_escrow();
    case "PaymentStreams":
      return m.budgets_contract_streams();
    case "Subscriptions":
      return m.budgets_contract_subscriptions();
    default:
      return name;
  }
}

function meaningSentence(
  meaning: CallMeaning,
  call: DecodedCall,
  context: SentenceContext,
): SentencePart[] {
  switch (meaning.does) {
    case "admit-node":
      return compose((part) => m.proposal_does_admit_node(nodeInputs(meaning.node, part, context)));
    case "suspend-node":
      return compose((part) =>
        m.proposal_does_suspend_node(nodeInputs(meaning.node, part, context)),
      );
    case "reinstate-node":
      return compose((part) =>
        m.proposal_does_reinstate_node(nodeInputs(meaning.node, part, context)),
      );
    case "retire-node":
      return compose((part) =>
        m.proposal_does_retire_node(nodeInputs(meaning.node, part, context)),
      );
    case "replace-node":
      return compose((part) =>
        m.proposal_does_replace_node({
          retired: part(named(meaning.retired)),
          admitted: part(named(meaning.admitted)),
          network: networkName(meaning.retired, context),
        }),
      );
    case "register-organisation":
      return compose((part) =>
        m.proposal_does_register_organisation({
          name: part(strong(meaning.name)),
          identifier: meaning.identifier,
          administrator: part(named(meaning.administrator)),
        }),
      );
    case "suspend-organisation":
      return compose((part) =>
        m.proposal_does_suspend_organisation({ organisation: part(named(meaning.organisation)) }),
      );
    case "reinstate-organisation":
      return compose((part) =>
        m.proposal_does_reinstate_organisation({ organisation: part(named(meaning.organisation)) }),
      );
    case "retire-organisation":
      return compose((part) =>
        m.proposal_does_retire_organisation({ organisation: part(named(meaning.organisation)) }),
      );
    case "describe-organisation":
      return compose((part) => {
        const inputs = {
          organisation: part(named(meaning.organisation)),
          kind: organisationKindWord(meaning.organisationKind),
          jurisdiction: countryName(meaning.jurisdiction),
        };
        return meaning.did === ""
          ? m.proposal_does_describe_organisation(inputs)
          : m.proposal_does_describe_organisation_did({
              ...inputs,
              did: part(code(meaning.did)),
            });
      });
    case "place-organisation":
      return compose((part) => {
        const organisation = part(named(meaning.organisation));
        return meaning.parent
          ? m.proposal_does_place_organisation({
              organisation,
              parent: part(named(meaning.parent)),
            })
          : m.proposal_does_place_organisation_top({ organisation });
      });
    case "set-organisation-limits":
      return compose((part) =>
        m.proposal_does_set_organisation_limits({
          organisation: part(named(meaning.organisation)),
          accounts: meaning.accounts,
          access: accessWord(meaning.access),
        }),
      );
    case "suspend-account":
      return compose((part) =>
        m.proposal_does_suspend_account({ account: part(named(meaning.account)) }),
      );
    case "reinstate-account":
      return compose((part) =>
        m.proposal_does_reinstate_account({ account: part(named(meaning.account)) }),
      );
    case "restrict-target":
      return compose((part) =>
        m.proposal_does_restrict_target({ target: part(named(meaning.target)) }),
      );
    case "release-target":
      return compose((part) =>
        m.proposal_does_release_target({ target: part(named(meaning.target)) }),
      );
    case "permit-sender":
      return compose((part) =>
        m.proposal_does_permit_sender({
          sender: part(named(meaning.sender)),
          target: part(named(meaning.target)),
        }),
      );
    case "refuse-sender":
      return compose((part) =>
        m.proposal_does_refuse_sender({
          sender: part(named(meaning.sender)),
          target: part(named(meaning.target)),
        }),
      );
    case "set-gas-policy":
      return compose(() =>
        meaning.gas === 0n
          ? m.proposal_does_lift_gas_policy()
          : m.proposal_does_set_gas_policy({
              gas: formatNumber(meaning.gas),
              time: formatDuration(meaning.seconds),
            }),
      );
    case "register-network":
      return compose((part) =>
        m.proposal_does_register_network({
          name: part(strong(meaning.networkName)),
          id: String(meaning.network),
          consensus: meaning.consensus,
          stage: networkStageWord(meaning.stage),
        }),
      );
    case "set-network-stage":
      return compose((part) =>
        m.proposal_does_set_network_stage({
          network: networkById(meaning.network, context),
          stage: part(strong(networkStageWord(meaning.stage))),
        }),
      );
    case "anchor-genesis":
      return compose((part) =>
        m.proposal_does_anchor_genesis({
          hash: part({ text: shortened(meaning.hash), named: true, id: meaning.hash }),
          network: networkById(meaning.network, context),
        }),
      );
    case "set-network-resource":
      return compose((part) => {
        const inputs = {
          key: part(code(meaning.key)),
          network: networkById(meaning.network, context),
        };
        return meaning.uri === ""
          ? m.proposal_does_remove_network_resource(inputs)
          : m.proposal_does_set_network_resource({ ...inputs, uri: part(code(meaning.uri)) });
      });
    case "set-quarantine-rule":
      return compose(() =>
        m.proposal_does_set_quarantine_rule({
          monitors: meaning.monitors,
          time: formatDuration(meaning.seconds),
        }),
      );
    case "recover-administrator":
      return compose((part) =>
        m.proposal_does_recover_administrator({
          administrator: part(named(meaning.administrator)),
          organisation: part(named(meaning.organisation)),
        }),
      );
    case "register-member":
      return compose((part) =>
        m.proposal_does_register_member({
          member: part(strong(countryName(meaning.code))),
          memberClass: meaning.observer
            ? m.proposal_member_class_observer()
            : m.proposal_member_class_member(),
          weight: weightWords(meaning.weight, call),
          year: String(meaning.weightYear),
          key: part(named(meaning.key)),
        }),
      );
    case "set-weight":
      return compose((part) => {
        const inputs = {
          member: part(named(meaning.member)),
          weight: weightWords(meaning.weight, call),
          year: String(meaning.weightYear),
        };
        return context.ahead && meaning.member.weight !== null
          ? m.proposal_does_set_weight_from({
              ...inputs,
              before: formatNumber(meaning.member.weight),
            })
          : m.proposal_does_set_weight(inputs);
      });
    case "set-member-class":
      return compose((part) =>
        meaning.observer
          ? m.proposal_does_set_class_observer({ member: part(named(meaning.member)) })
          : m.proposal_does_set_class_member({ member: part(named(meaning.member)) }),
      );
    case "suspend-member":
      return compose((part) =>
        m.proposal_does_suspend_member({ member: part(named(meaning.member)) }),
      );
    case "reinstate-member":
      return compose((part) =>
        m.proposal_does_reinstate_member({ member: part(named(meaning.member)) }),
      );
    case "remove-member":
      return compose((part) =>
        m.proposal_does_remove_member({ member: part(named(meaning.member)) }),
      );
    case "designate-mandate-key":
      return compose((part) =>
        m.proposal_does_designate_mandate_key({
          key: part(named(meaning.key)),
          member: part(named(meaning.member)),
        }),
      );
    case "set-decision-class":
      return compose((part) =>
        m.proposal_does_set_decision_class({
          decisionClass: className(meaning.decisionClass).toLocaleLowerCase(),
          function: part(code(meaning.selectorName)),
          target: part(named(meaning.target)),
        }),
      );
    case "pin-target":
      return compose((part) => m.proposal_does_pin_target({ target: part(named(meaning.target)) }));
    case "set-rule":
      return compose(() => ruleSentence(meaning.decisionClass, meaning.rule));
    case "list-cooperation":
      return compose((part) =>
        m.proposal_does_list_cooperation({
          cooperation: formatNumber(meaning.cooperation),
          function: part(code(meaning.selectorName)),
          target: part(named(meaning.target)),
        }),
      );
    case "set-cooperation":
      return compose(() =>
        m.proposal_does_set_cooperation({
          cooperation: formatNumber(meaning.cooperation),
          count: formatNumber(meaning.participants),
        }),
      );
    case "pause-group":
      return compose((part) =>
        m.bodies_does_pause({
          group: part(strong(pauseGroupWord(meaning.group))),
          time: formatDuration(meaning.seconds),
        }),
      );
    case "unpause-group":
      return compose((part) =>
        m.bodies_does_unpause({ group: part(strong(pauseGroupWord(meaning.group))) }),
      );
    case "give-heartbeat":
      return compose((part) =>
        m.bodies_does_heartbeat({ group: part(strong(pauseGroupWord(meaning.group))) }),
      );
    case "set-pause-group":
      return compose((part) =>
        m.bodies_does_set_group({
          group: part(strong(pauseGroupWord(meaning.group))),
          longest: formatDuration(meaning.longest),
          rest: formatDuration(meaning.rest),
          heartbeat: formatDuration(meaning.heartbeat),
        }),
      );
    case "list-pausable":
      return compose((part) => {
        const call = {
          selector: part(code(meaning.selectorName)),
          target: part(named(meaning.target)),
        };
        return meaning.group === null
          ? m.bodies_does_unlist_pausable(call)
          : m.bodies_does_list_pausable({
              ...call,
              group: part(strong(pauseGroupWord(meaning.group))),
            });
      });
    case "pin-exit":
      return compose((part) =>
        m.bodies_does_pin_exit({ selector: part(code(meaning.selectorName)) }),
      );
    case "arm-right":
      return compose((part) =>
        m.bodies_does_arm({
          holder: part(named(meaning.holder)),
          group: part(strong(pauseGroupWord(meaning.group))),
          time: formatDuration(meaning.seconds),
        }),
      );
    case "disarm-right":
      return compose((part) =>
        m.bodies_does_disarm({
          holder: part(named(meaning.holder)),
          group: part(strong(pauseGroupWord(meaning.group))),
        }),
      );
    case "reset-gas":
      return compose((part) =>
        m.measure_does_reset_gas({ organisation: part(named(meaning.organisation)) }),
      );
    case "grant-veto":
      return compose((part) => {
        const inputs = {
          holder: part(named(meaning.holder)),
          body: part(bodyPart(meaning.body)),
          day: formatTime(meaning.notAfter, "date", "UTC"),
        };
        return meaning.targets.length === 0
          ? m.measure_does_grant_veto_any(inputs)
          : m.measure_does_grant_veto({
              ...inputs,
              targets: formatList(meaning.targets.map((target) => part(named(target)))),
            });
      });
    case "revoke-veto":
      return compose((part) =>
        m.measure_does_revoke_veto({
          holder: part(named(meaning.holder)),
          body: part(bodyPart(meaning.body)),
        }),
      );
    case "stop-proposal":
      return compose((part) =>
        m.measure_does_stop({
          proposal: part({
            text: shortened(meaning.proposal),
            named: true,
            id: meaning.proposal,
            href: href(`/proposals/${meaning.proposal}?body=${meaning.body.id}`),
          }),
          body: part(bodyPart(meaning.body)),
          reason: meaning.reason,
        }),
      );
    case "add-body":
      return compose((part) =>
        m.governance_does_add_body({
          body: part(bodyPart(meaning.body)),
          register: part({ text: shortened(meaning.register), named: true, id: meaning.register }),
        }),
      );
    case "remove-body":
      return compose((part) =>
        m.governance_does_remove_body({ body: part(bodyPart(meaning.body)) }),
      );
    case "admit-root-tao":
      return compose((part) =>
        m.trust_does_admit_root({
          did: part(didPart(meaning.did)),
          types: formatList(
            meaning.types.map(({ hash, name }) =>
              part({ text: name ?? shortened(hash), named: true, id: hash }),
            ),
          ),
        }),
      );
    case "dismiss-root-tao":
      return compose((part) => m.trust_does_dismiss_root({ did: part(didPart(meaning.did)) }));
    case "insert-schema":
      return compose((part) => m.trust_does_insert_schema({ schema: part(schemaPart(meaning)) }));
    case "update-schema":
      return compose((part) => m.trust_does_update_schema({ schema: part(schemaPart(meaning)) }));
    case "describe-schema":
      return compose((part) =>
        m.trust_does_describe_schema({ schema: part(schemaPart({ ...meaning, title: null })) }),
      );
    case "insert-policy":
      return compose((part) =>
        m.trust_does_insert_policy({
          policy: part(code(meaning.policy)),
          description: meaning.description,
        }),
      );
    case "update-policy":
      return compose((part) =>
        m.trust_does_update_policy({
          policy: part(code(meaning.policy)),
          description: meaning.description,
        }),
      );
    case "deactivate-policy":
      return compose((part) =>
        m.trust_does_deactivate_policy({ policy: part(code(meaning.policy)) }),
      );
    case "activate-policy":
      return compose((part) =>
        m.trust_does_activate_policy({ policy: part(code(meaning.policy)) }),
      );
    case "set-policy-role":
      return compose((part) => {
        const policy = part(code(meaning.policy));
        return meaning.role
          ? m.trust_does_set_policy_role({ policy, role: part(named(meaning.role)) })
          : m.trust_does_clear_policy_role({ policy });
      });
    case "allow-token":
      return compose((part) =>
        m.budgets_does_allow_token({
          token: part(named(meaning.token)),
          least: formatPoints(meaning.feeMinimum),
          most: formatPoints(meaning.feeMaximum),
        }),
      );
    case "dismiss-token":
      return compose((part) => m.budgets_does_dismiss_token({ token: part(named(meaning.token)) }));
    case "appoint-arbiter":
      return compose((part) =>
        m.budgets_does_appoint_arbiter({ arbiter: part(named(meaning.arbiter)) }),
      );
    case "dismiss-arbiter":
      return compose((part) =>
        m.budgets_does_dismiss_arbiter({ arbiter: part(named(meaning.arbiter)) }),
      );
    case "open-budget-line":
      return compose((part) =>
        m.budgets_does_open_line({
          line: part(spelled(meaning.line)),
          token: part(named(meaning.token)),
          ceiling: part(money(meaning.ceiling)),
          alone: aloneWords(meaning.twoPersonAbove, part),
          from: edgeOfDay(meaning.from, "first"),
          until: edgeOfDay(meaning.until, "last"),
          document: documentWords(meaning.document, part),
        }),
      );
    case "set-ceiling":
      return compose((part) =>
        m.budgets_does_set_ceiling({
          line: part(spelled(meaning.line)),
          ceiling: part(money(meaning.ceiling)),
          document: documentWords(meaning.document, part),
        }),
      );
    case "set-two-person-above":
      return compose((part) =>
        m.budgets_does_set_two_person({
          line: part(spelled(meaning.line)),
          alone: aloneWords(meaning.twoPersonAbove, part),
        }),
      );
    case "close-budget-line":
      return compose((part) => m.budgets_does_close_line({ line: part(spelled(meaning.line)) }));
    case "know-fundable":
      return compose((part) => m.budgets_does_know({ target: part(named(meaning.target)) }));
    case "forget-fundable":
      return compose((part) => m.budgets_does_forget({ target: part(named(meaning.target)) }));
    case "allow-fundable":
      return compose((part) =>
        m.budgets_does_allow_function({
          function: part(code(meaning.selectorName)),
          target: part(named(meaning.target)),
        }),
      );
    case "end-fundable":
      return compose((part) =>
        m.budgets_does_end_function({
          function: part(code(meaning.selectorName)),
          target: part(named(meaning.target)),
        }),
      );
    case "set-contribution-shares": {
      const sum = meaning.shares.reduce((total, { share }) => total + share, 0n);
      return compose((part) =>
        m.budgets_does_set_shares({
          edition: part(spelled(meaning.edition)),
          shares: formatList(
            meaning.shares.map(({ member, share }) =>
              m.budgets_share_of({
                member: part(named(member)),
                share: formatNumber(share),
                // A share is less than 2^64: what a number loses of it no percentage shows.
                percent: formatShare(sum === 0n ? 0 : Number(share) / Number(sum), 2),
              }),
            ),
          ),
        }),
      );
    }
    case "call-contributions":
      return compose((part) => {
        const inputs = {
          call: part(spelled(meaning.call)),
          total: part(money(meaning.total)),
          token: part(named(meaning.token)),
          due: edgeOfDay(meaning.due, "last"),
        };
        const time = formatTime(inCalendar(meaning.timepoint), "minute", "UTC");
        switch (meaning.key) {
          case "heads":
            return m.budgets_does_call_heads({ ...inputs, time });
          case "population":
            return m.budgets_does_call_population({ ...inputs, time });
          case "data":
            return m.budgets_does_call_data({
              ...inputs,
              edition: part(spelled(meaning.edition)),
            });
        }
      });
    case "close-contributions":
      return compose((part) => m.budgets_does_close_call({ call: part(spelled(meaning.call)) }));
    case "pay-from-line":
    case "propose-payment":
    case "confirm-payment":
      return compose((part) => {
        const inputs = {
          line: part(spelled(meaning.line)),
          amount: part(money(meaning.amount)),
          payee: part(named(meaning.payee)),
          reference: part(spelled(meaning.reference)),
        };
        switch (meaning.does) {
          case "pay-from-line":
            return m.budgets_does_pay(inputs);
          case "propose-payment":
            return m.budgets_does_propose_payment(inputs);
          case "confirm-payment":
            return m.budgets_does_confirm_payment(inputs);
        }
      });
    case "fund-from-line":
    case "propose-funding":
    case "confirm-funding":
      return compose((part) => {
        const inputs = {
          line: part(spelled(meaning.line)),
          amount: part(money(meaning.amount)),
          target: part(named(meaning.funded)),
        };
        switch (meaning.does) {
          case "fund-from-line":
            return m.budgets_does_fund(inputs);
          case "propose-funding":
            return m.budgets_does_propose_funding(inputs);
          case "confirm-funding":
            return m.budgets_does_confirm_funding(inputs);
        }
      });
    case "fund-by-decision":
      return [
        ...compose((part) =>
          m.grants_does_fund({
            line: part(spelled(meaning.line)),
            amount: part(money(meaning.amount)),
            target: part(named(meaning.funded)),
          }),
        ),
        // What it is for is what the body decides on: it stands in the same sentence, not only below it.
        ...call.inner.flatMap((inner) => [
          { text: " ", named: false },
          ...callSentence(inner, context),
        ]),
      ];
    case "authorise-payment":
      return authorisationSentences(meaning);
    case "open-stream":
      return streamSentences(meaning);
    case "instruct":
      return compose((part) =>
        m.budgets_does_instruct({ target: part(named(meaning.instructed)) }),
      );
    case "withdraw-payment":
      return compose((part) =>
        m.budgets_does_withdraw({
          proposal: part({ text: shortened(meaning.id), named: true, id: meaning.id }),
        }),
      );
    case "mint-euro":
      return compose((part) =>
        m.budgets_does_mint({
          amount: part(money(meaning.amount)),
          holder: part(named(meaning.holder)),
          reference: part(spelled(meaning.reference)),
        }),
      );
    case "redeem-euro":
      return compose((part) =>
        m.budgets_does_redeem({
          amount: part(money(meaning.amount)),
          holder: part(named(meaning.holder)),
          reference: part(spelled(meaning.reference)),
        }),
      );
    case "set-money-status":
      return compose((part) => {
        const inputs = {
          account: part(named(meaning.account)),
          reason: part({ text: shortened(meaning.reason), named: true, id: meaning.reason }),
        };
        switch (meaning.status) {
          case "open":
            return m.budgets_does_unlist_account(inputs);
          case "allowed":
            return m.budgets_does_allow_account(inputs);
          case "blocked":
            return m.budgets_does_block_account(inputs);
        }
      });
    case "limit-to-allow-list":
      return compose(() => m.budgets_does_limit_to_list());
    case "open-to-everybody":
      return compose(() => m.budgets_does_open_to_all());
    case "bridge-in":
      return compose((part) =>
        m.budgets_does_bridge_in({
          amount: part(money(meaning.amount)),
          holder: part(named(meaning.holder)),
        }),
      );
    case "bridge-out":
      return compose((part) =>
        m.budgets_does_bridge_out({
          amount: part(money(meaning.amount)),
          holder: part(named(meaning.holder)),
        }),
      );
    case "grant-role":
      return compose((part) => {
        const inputs = { role: part(named(meaning.role)), account: part(named(meaning.account)) };
        return meaning.delay === 0n
          ? m.proposal_does_grant_role(inputs)
          : m.proposal_does_grant_role_delay({ ...inputs, seconds: Number(meaning.delay) });
      });
    case "revoke-role":
      return compose((part) =>
        m.proposal_does_revoke_role({
          role: part(named(meaning.role)),
          account: part(named(meaning.account)),
        }),
      );
    case "set-function-role":
      return compose((part) =>
        m.proposal_does_set_function_role({
          role: part(named(meaning.role)),
          functions: formatList(meaning.selectorNames.map((name) => part(code(name)))),
          target: part(named(meaning.target)),
        }),
      );
    case "close-target":
      return compose((part) =>
        m.proposal_does_close_target({ target: part(named(meaning.target)) }),
      );
    case "open-target":
      return compose((part) =>
        m.proposal_does_open_target({ target: part(named(meaning.target)) }),
      );
    case "update-authority":
      return compose((part) =>
        m.proposal_does_update_authority({
          target: part(named(meaning.target)),
          authority: part(named(meaning.authority)),
        }),
      );
    case "upgrade":
      return compose((part) =>
        m.proposal_does_upgrade({
          target: part(named(meaning.target)),
          implementation: part({
            text: shortened(meaning.implementation),
            named: true,
            id: meaning.implementation,
          }),
        }),
      );
    case "set-voting-delay":
      return compose((part) =>
        m.proposal_does_set_voting_delay({
          body: part(bodyPart(meaning.body)),
          time: formatDuration(Number(meaning.seconds)),
        }),
      );
    case "set-voting-period":
      return compose((part) =>
        m.proposal_does_set_voting_period({
          body: part(bodyPart(meaning.body)),
          time: formatDuration(Number(meaning.seconds)),
        }),
      );
    case "set-base-delay":
      return compose((part) =>
        m.proposal_does_set_base_delay({
          body: part(bodyPart(meaning.body)),
          time: formatDuration(Number(meaning.seconds)),
        }),
      );
    case "carry":
      return compose((part) => {
        const inputs = { target: part(named(meaning.target)), count: call.inner.length };
        return meaning.how === "at-once"
          ? m.proposal_does_carry_now(inputs)
          : m.proposal_does_carry_scheduled(inputs);
      });
    case "call":
      return compose((part) =>
        m.proposal_does_call({
          function: part(code(meaning.functionName)),
          target: part(named(meaning.target)),
        }),
      );
  }
}

type Meaning<Does extends CallMeaning["does"]> = Extract<CallMeaning, { does: Does }>;

/** A payment that is held until somebody captures it, or officials accept its milestones. */
function authorisationSentences(meaning: Meaning<"authorise-payment">): SentencePart[] {
  const { milestones, officials, twoPersonAbove, shares, arbiter, operator, review } = meaning;
  return compose((part) => {
    const payer = part(named(meaning.payer));
    const payee = part(named(meaning.payee));
    const amount = part(money(meaning.amount));
    const until = edgeOfDay(meaning.captureBy, "last");
    const sentences: string[] = [];
    if (milestones.length === 0) {
      const by = operator === null ? payer : part(named(operator));
      sentences.push(m.grants_does_hold({ amount, payer, payee, operator: by, until }));
    } else {
      const parts = milestones.map((milestone, i) =>
        m.grants_milestone({ number: String(i + 1), amount: part(money(milestone)) }),
      );
      const who = formatList(
        officials.map((official) => part(named(official))),
        "disjunction",
      );
      sentences.push(
        m.grants_does_hold_milestones({ amount, payer, payee, milestones: formatList(parts) }),
        acceptanceWords(who, milestones, twoPersonAbove, part),
        review === 0
          ? m.grants_review_never()
          : m.grants_review_within({ time: formatDuration(review) }),
        m.grants_until({ until, payer }),
      );
    }
    if (shares.length > 0) {
      const parts = shares.map((share) =>
        m.grants_share({ payee: part(named(share.payee)), percent: formatPoints(share.part) }),
      );
      sentences.push(m.grants_shares({ shares: formatList(parts) }));
    }
    if (meaning.fee > 0) sentences.push(m.grants_fee({ fee: formatPoints(meaning.fee) }));
    sentences.push(
      arbiter === null
        ? m.grants_arbiter_none()
        : m.grants_arbiter({
            until,
            payer,
            payee,
            arbiter: part(named(arbiter)),
            time: formatDuration(meaning.arbitration),
            share: formatPoints(meaning.silence),
            rest: formatPoints(10_000 - meaning.silence),
          }),
    );
    return sentences.join(" ");
  });
}

function acceptanceWords(
  who: string,
  milestones: readonly Money[],
  twoPersonAbove: Money,
  part: (name: SentencePart) => string,
): string {
  const isLarge = ({ units }: Money) => units > twoPersonAbove.units;
  if (milestones.every(isLarge)) return m.grants_accepted_by_two({ who });
  return milestones.some(isLarge)
    ? m.grants_accepted_by_two_above({ who, limit: part(money(twoPersonAbove)) })
    : m.grants_accepted_by_one({ who });
}

/** A payment by the second. */
function streamSentences(meaning: Meaning<"open-stream">): SentencePart[] {
  const { node, meter } = meaning;
  return compose((part) => {
    const sentences = [
      m.grants_does_stream({
        payee: part(named(meaning.payee)),
        payer: part(named(meaning.payer)),
        rate: part(money(meaning.rate)),
        period: formatDuration(meaning.period),
        cap: part(money(meaning.cap)),
        deposit: part(money(meaning.deposit)),
        until: edgeOfDay(meaning.until, "last"),
      }),
    ];
    if (node !== null) sentences.push(m.grants_stream_node({ node: part(named(node)) }));
    else if (meter !== null) sentences.push(m.grants_stream_meter({ meter: part(named(meter)) }));
    if (meaning.fee > 0) sentences.push(m.grants_fee({ fee: formatPoints(meaning.fee) }));
    return sentences.join(" ");
  });
}

/** A share in basis points as percent. */
export function formatPoints(points: number): string {
  return formatShare(points / 10_000, 2);
}

/** An amount in the token that a call names. */
function moneyWords({ units, token, decimals }: Money): string {
  return formatMoney(
    units,
    token && { isEuro: token.name === "EuroToken", symbol: named(token).text, decimals },
  );
}

function money(amount: Money): SentencePart {
  return strong(moneyWords(amount));
}

/** The name that people gave to something that the treasury knows by an id. */
function spelled({ hex, name }: SpelledId): SentencePart {
  return name === hex
    ? { text: shortened(hex), named: true, id: hex }
    : { text: m.budgets_spelled({ name }), named: true, id: hex };
}

function aloneWords(twoPersonAbove: Money, part: (name: SentencePart) => string): string {
  return twoPersonAbove.units === 0n
    ? m.budgets_alone_nothing()
    : m.budgets_alone_up_to({ amount: part(money(twoPersonAbove)) });
}

function documentWords(document: string | null, part: (name: SentencePart) => string): string {
  return document === null
    ? m.budgets_no_document()
    : m.budgets_by_document({
        hash: part({ text: shortened(document), named: true, id: document }),
      });
}

/** The last second that calendars know; contracts count on far beyond it. */
const lastSecond = 8_640_000_000_000;
const inCalendar = (seconds: number) => Math.min(seconds, lastSecond);

/** A day, where a time is its first or its last second (UTC), and else the second. */
function edgeOfDay(seconds: number, edge: "first" | "last"): string {
  const isEdge = seconds % 86_400 === (edge === "first" ? 0 : 86_399);
  return formatTime(inCalendar(seconds), isEdge ? "date" : "second", "UTC");
}

/** Inhabitants in the Assembly, whose members are states; elsewhere a number. */
function weightWords(weight: bigint, { target }: DecodedCall): string {
  const number = formatNumber(weight);
  return target.body ? number : m.governance_inhabitants({ weight: number });
}

/** A body by the contract that decides for it. */
function bodyPart(body: Extract<Reference, { kind: "contract" }>): SentencePart {
  const text = body.name === "Council" ? m.measure_assembly() : named(body).text;
  return entry(text, `/bodies/${body.id}`, body.id, body.name);
}

/** A DID with its page; what a call gives as one and is none has no page. */
function didPart(did: string): SentencePart {
  const isDid = /^did:ebsi:z[1-9A-HJ-NP-Za-km-z]{15,54}$/.test(did);
  return entry(shortened(did, 14, 6), `/identity/dids/${did}`, did, isDid ? did : null);
}

function schemaPart({ schemaId, title }: { schemaId: string; title: string | null }): SentencePart {
  const id = shortened(schemaId, 8, 6);
  const text = title === null ? id : m.trust_schema_titled({ title, id });
  return { text, named: true, id: schemaId, href: href("/identity/schemas") };
}

type NodeReference = Extract<Reference, { kind: "node" }>;

function nodeInputs(
  node: NodeReference,
  part: (name: SentencePart) => string,
  context: SentenceContext,
) {
  const { record } = node;
  const organisation = record
    ? part(named({ kind: "organisation", id: record.organisation, name: node.organisationName }))
    : m.proposal_organisation_unknown();
  return {
    kind: nodeKindName(node),
    node: part(named(node)),
    organisation,
    network: networkName(node, context),
  };
}

function nodeKindName({ record }: NodeReference): string {
  switch (record?.kind) {
    case "validator":
      return m.proposal_kind_validator();
    case "boot":
      return m.proposal_kind_boot();
    case "observer":
      return m.proposal_kind_observer();
    case "bridge":
      return m.proposal_kind_bridge();
    case undefined:
      return m.proposal_kind_unknown();
  }
}

function networkName({ record }: NodeReference, context: SentenceContext): string {
  return record ? networkById(record.network, context) : m.proposal_network_unknown();
}

function networkById(network: bigint, { ownNetwork }: SentenceContext): string {
  if (network === ownNetwork) return m.proposal_network_here();
  return m.proposal_network_other({ id: String(network) });
}

function entry(text: string, path: string, id: string, known: unknown): SentencePart {
  return known === null || known === undefined
    ? { text, named: true, id }
    : { text, named: true, id, href: href(path) };
}

function strong(text: string): SentencePart {
  return { text, named: true };
}

function code(text: string): SentencePart {
  return { text, named: true };
}

/**
 * Names go into the translated sentence as marks and are put back afterwards, so that translators can move them and
 * each keeps its link. The marks are characters that no text of ours has.
 */
export function compose(write: (part: (name: SentencePart) => string) => string): SentencePart[] {
  const names: SentencePart[] = [];
  const sentence = write((name) => `\uE000${names.push(name) - 1}\uE001`);
  return sentence.split(/\uE000(\d+)\uE001/).flatMap((piece, i): SentencePart[] => {
    if (i % 2 === 1) return [names[Number(piece)] ?? { text: piece, named: false }];
    return piece === "" ? [] : [{ text: piece, named: false }];
  });
}
