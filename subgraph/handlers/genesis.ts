// On a network that was founded with the whole system in its first block, no block holds what the contracts said while they were
// deployed. The manifest brings it (`genesisLogs` of manifest.ts), and the handlers of the events take it as if it stood in that block.
import { Address, BigInt, Bytes, dataSource, ethereum, log } from "@graphprotocol/graph-ts";

import {
  RoleGranted,
  RoleLabel,
  RoleRevoked,
  TargetFunctionRoleUpdated,
} from "../generated/Authority/Authority";
import {
  ExitPinned,
  FunctionGroupSet,
  GroupSet,
  RightArmed,
} from "../generated/CircuitBreaker/CircuitBreaker";
import {
  BaseDelaySet,
  ProposalThresholdSet,
  RulesNoticed,
  VotingDelaySet,
  VotingPeriodSet,
} from "../generated/Council/Council";
import { DecisionClassSet, TargetPinned } from "../generated/DecisionClasses/DecisionClasses";
import { MandateKeyDesignated, MemberRegistered } from "../generated/MemberRegistry/MemberRegistry";
import { QuarantineRuleSet } from "../generated/NodeMonitoring/NodeMonitoring";
import { AuthorityUpdated, Initialized, Upgraded } from "../generated/NodeRegistry/NodeRegistry";
import { TokenAllowed } from "../generated/PaymentRules/PaymentRules";
import { BodyAdded } from "../generated/PermissionViews/PermissionViews";
import { HashAlgorithmInserted } from "../generated/Timestamps/Timestamps";
import { FundableKnown, FundableSet } from "../generated/Treasury/Treasury";
import {
  PolicyInserted,
  PolicyRoleSet,
} from "../generated/TrustedPoliciesRegistry/TrustedPoliciesRegistry";
import { ValidatorAdded } from "../generated/ValidatorSet/ValidatorSet";
import {
  handleRoleGranted,
  handleRoleLabel,
  handleRoleRevoked,
  handleTargetFunctionRoleUpdated,
} from "./authority";
import {
  handleExitPinned,
  handleFunctionGroupSet,
  handleGroupSet,
  handleRightArmed,
} from "./circuit-breaker";
import {
  handleBaseDelaySet,
  handleProposalThresholdSet,
  handleRulesNoticed,
  handleVotingDelaySet,
  handleVotingPeriodSet,
} from "./council";
import { handleDecisionClassSet, handleTargetPinned } from "./decision-classes";
import { handleAuthorityUpdated, handleInitialized, handleUpgraded } from "./managed-contract";
import { handleMandateKeyDesignated, handleMemberRegistered } from "./member-registry";
import { handleQuarantineRuleSet } from "./node-monitoring";
import { handleTokenAllowed } from "./payment-rules";
import { handleBodyAdded } from "./permission-views";
import { handleHashAlgorithmInserted } from "./timestamps";
import { handleFundableKnown, handleFundableSet } from "./treasury";
import { handlePolicyInserted, handlePolicyRoleSet } from "./trusted-policies-registry";
import { handleValidatorAdded } from "./validator-set";

/** Called once, at the first block, before anything else happens in it. */
export function handleGenesis(block: ethereum.Block): void {
  const transaction = founding(block);
  const lines = dataSource.context().getString("genesisLogs").split("\n");
  for (let i = 0; i < lines.length; ++i) replay(lines[i], i, block, transaction);
}

/** Nobody sent what stands in the first block: the block itself takes the place of a transaction, under its own hash. */
function founding(block: ethereum.Block): ethereum.Transaction {
  const zero = BigInt.zero();
  return new ethereum.Transaction(
    block.hash,
    zero,
    Address.zero(),
    null,
    zero,
    zero,
    zero,
    Bytes.empty(),
    zero,
  );
}

/** A line holds address, name, types of the parameters, and their values as an encoded tuple. */
function replay(
  line: string,
  index: i32,
  block: ethereum.Block,
  transaction: ethereum.Transaction,
): void {
  const parts = line.split(" ");
  if (parts.length != 4) log.critical('The genesis has the line "{}", which is no log.', [line]);
  const decoded = ethereum.decode(parts[2], Bytes.fromHexString(parts[3]));
  if (decoded == null) {
    log.critical('The genesis has the log "{}", of which the values cannot be decoded.', [line]);
    return;
  }
  const values = decoded.toTuple();
  const parameters: ethereum.EventParam[] = [];
  // Handlers read parameters by their places.
  for (let i = 0; i < values.length; ++i) parameters.push(new ethereum.EventParam("", values[i]));
  const place = BigInt.fromI32(index);
  const address = Address.fromString(parts[0]);
  handle(
    parts[1],
    new ethereum.Event(address, place, place, null, block, transaction, parameters, null),
  );
}

/** The events of a deployment. Handlers that ask for a receipt are not among them: there is none. */
function handle(name: string, event: ethereum.Event): void {
  if (name == "RoleGranted") handleRoleGranted(changetype<RoleGranted>(event));
  else if (name == "RoleRevoked") handleRoleRevoked(changetype<RoleRevoked>(event));
  else if (name == "RoleLabel") handleRoleLabel(changetype<RoleLabel>(event));
  else if (name == "TargetFunctionRoleUpdated")
    handleTargetFunctionRoleUpdated(changetype<TargetFunctionRoleUpdated>(event));
  else if (name == "MandateKeyDesignated")
    handleMandateKeyDesignated(changetype<MandateKeyDesignated>(event));
  else if (name == "MemberRegistered") handleMemberRegistered(changetype<MemberRegistered>(event));
  else if (name == "DecisionClassSet") handleDecisionClassSet(changetype<DecisionClassSet>(event));
  else if (name == "TargetPinned") handleTargetPinned(changetype<TargetPinned>(event));
  else if (name == "BaseDelaySet") handleBaseDelaySet(changetype<BaseDelaySet>(event));
  else if (name == "ProposalThresholdSet")
    handleProposalThresholdSet(changetype<ProposalThresholdSet>(event));
  else if (name == "VotingDelaySet") handleVotingDelaySet(changetype<VotingDelaySet>(event));
  else if (name == "VotingPeriodSet") handleVotingPeriodSet(changetype<VotingPeriodSet>(event));
  else if (name == "RulesNoticed") handleRulesNoticed(changetype<RulesNoticed>(event));
  else if (name == "AuthorityUpdated") handleAuthorityUpdated(changetype<AuthorityUpdated>(event));
  else if (name == "Initialized") handleInitialized(changetype<Initialized>(event));
  else if (name == "Upgraded") handleUpgraded(changetype<Upgraded>(event));
  else if (name == "QuarantineRuleSet")
    handleQuarantineRuleSet(changetype<QuarantineRuleSet>(event));
  else if (name == "ValidatorAdded") handleValidatorAdded(changetype<ValidatorAdded>(event));
  else if (name == "BodyAdded") handleBodyAdded(changetype<BodyAdded>(event));
  else if (name == "ExitPinned") handleExitPinned(changetype<ExitPinned>(event));
  else if (name == "GroupSet") handleGroupSet(changetype<GroupSet>(event));
  else if (name == "FunctionGroupSet") handleFunctionGroupSet(changetype<FunctionGroupSet>(event));
  else if (name == "RightArmed") handleRightArmed(changetype<RightArmed>(event));
  else if (name == "PolicyInserted") handlePolicyInserted(changetype<PolicyInserted>(event));
  else if (name == "PolicyRoleSet") handlePolicyRoleSet(changetype<PolicyRoleSet>(event));
  else if (name == "HashAlgorithmInserted")
    handleHashAlgorithmInserted(changetype<HashAlgorithmInserted>(event));
  else if (name == "TokenAllowed") handleTokenAllowed(changetype<TokenAllowed>(event));
  else if (name == "FundableKnown") handleFundableKnown(changetype<FundableKnown>(event));
  else if (name == "FundableSet") handleFundableSet(changetype<FundableSet>(event));
  else log.critical("The genesis has the event {}, which no deployment has.", [name]);
}
