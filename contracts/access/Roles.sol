// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC7802} from "@openzeppelin/contracts/interfaces/draft-IERC7802.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IDecisionClasses} from "../governance/IDecisionClasses.sol";
import {IMemberRegistry} from "../governance/IMemberRegistry.sol";
import {IVetoes} from "../governance/IVetoes.sol";
import {ITrustedIssuersRegistry} from "../identity/ITrustedIssuersRegistry.sol";
import {ITrustedPoliciesRegistry} from "../identity/ITrustedPoliciesRegistry.sol";
import {ITrustedSchemasRegistry} from "../identity/ITrustedSchemasRegistry.sol";
import {ITimestamps} from "../identity/ITimestamps.sol";
import {INetworkDirectory} from "../nodes/INetworkDirectory.sol";
import {INodeMonitoring} from "../nodes/INodeMonitoring.sol";
import {INodeRegistry} from "../nodes/INodeRegistry.sol";
import {IOrganisationRegistry} from "../nodes/IOrganisationRegistry.sol";
import {IValidatorSet} from "../nodes/IValidatorSet.sol";
import {IEuroToken} from "../payments/IEuroToken.sol";
import {IPaymentRules} from "../payments/IPaymentRules.sol";
import {ITreasury} from "../payments/ITreasury.sol";
import {IAccountRegistry} from "../permissions/IAccountRegistry.sol";
import {IPermissionViews} from "../permissions/IPermissionViews.sol";
import {ICircuitBreaker} from "./ICircuitBreaker.sol";

/// @title Who may do what
/// @notice Role ids of the whole chain. ADMIN (0) and PUBLIC (2**64-1) are the AccessManager's own.
library Roles {
    /// @notice Changes members, their weights and their lost mandate keys.
    uint64 internal constant MEMBERSHIP = 1;
    /// @notice Sets which class of decision a call needs, what each class asks for, and who takes part in an enhanced cooperation.
    uint64 internal constant DECISION_CLASSES = 2;
    /// @notice Registers, describes, places, suspends, reinstates and retires organisations.
    uint64 internal constant ORGANISATIONS = 3;
    /// @notice Admits, suspends, reinstates, retires and replaces nodes.
    uint64 internal constant NODES = 4;
    /// @notice Writes the set of validators: the register of nodes alone.
    uint64 internal constant VALIDATORS = 5;
    /// @notice Replaces the code of the registers, and says which bodies nobody can shut out.
    uint64 internal constant UPGRADES = 6;
    /// @notice Keeps the directory of networks.
    uint64 internal constant NETWORKS = 7;
    /// @notice Limits organisations and accounts, restricts contracts.
    uint64 internal constant ACCOUNTS = 8;
    /// @notice Reports how often validators are heard. Nobody holds it until a body appoints monitors.
    uint64 internal constant MONITORS = 9;
    /// @notice Puts silent validators into quarantine: the contract that counts the reports of the monitors alone.
    uint64 internal constant QUARANTINE = 10;
    /// @notice Draws used gas from the shares of organisations. Nobody holds it until a body appoints meters.
    uint64 internal constant METERS = 11;
    /// @notice Carries signed ballots to the body. It opens no function; permissions let its holders through. Nobody holds it at first.
    uint64 internal constant RELAYERS = 12;
    /// @notice Says which functions can be paused, gives the rights to do so, and ends pauses early.
    uint64 internal constant CIRCUITS = 13;
    /// @notice Settles technical matters: when silent validators rest, gas, resources of networks, hash algorithms. The committee of operators holds it, too.
    uint64 internal constant OPERATIONS = 14;
    /// @notice Gives and takes rights to stop decisions of a body.
    uint64 internal constant VETOES = 15;
    /// @notice Admits and dismisses Root TAOs, on whom all trust in issuers rests.
    uint64 internal constant TRUST_ANCHORS = 16;
    /// @notice Keeps the schemas of credentials.
    uint64 internal constant SCHEMAS = 17;
    /// @notice Says which role a policy of the registries of identities is answered from.
    uint64 internal constant POLICIES = 18;
    /// @notice Acts for DIDs that cannot act themselves, by the policies `DID:*` and `TIR:updateIssuer`. Nobody holds it until a body appoints registrars.
    uint64 internal constant REGISTRARS = 19;
    /// @notice Accounts of Root TAOs. It opens no function: verifiers ask for its policy `TIR:setAttributeMetadata` where a root accredits itself. Nobody holds it at first.
    uint64 internal constant ROOT_TAOS = 20;
    /// @notice Says in which tokens payments are made, between which bounds their fee lies, and who settles disputes.
    uint64 internal constant PAYMENT_RULES = 21;
    /// @notice Opens, limits and closes lines of the budget, and calls contributions.
    uint64 internal constant BUDGETS = 22;
    /// @notice Pays inside lines of the budget. Nobody holds it until a body appoints officers.
    uint64 internal constant FINANCE = 23;
    /// @notice Mints test e-money for money that came in, and redeems it. Nobody holds it until a body appoints an issuer.
    uint64 internal constant MONEY_ISSUERS = 24;
    /// @notice Keeps the list of accounts that may or may not hold test e-money. Nobody holds it until a body appoints somebody.
    uint64 internal constant MONEY_LISTS = 25;
    /// @notice Moves test e-money to other chains and back. Nobody holds it until a body appoints a bridge.
    uint64 internal constant TOKEN_BRIDGES = 26;
}

/// @title The table of roles
/// @notice One line for each restricted function of each contract. Deployment, bindings and tests read it; nothing on the chain does.
contract RoleTable {
    struct RoleName {
        uint64 role;
        string name;
    }

    struct Line {
        /// Name of the contract as it is deployed.
        string target;
        bytes4 selector;
        uint64 role;
    }

    /// @notice Label of each role, as the Authority emits it.
    function roleNames() external pure returns (RoleName[] memory names) {
        names = new RoleName[](26);
        names[0] = RoleName(Roles.MEMBERSHIP, "MEMBERSHIP");
        names[1] = RoleName(Roles.DECISION_CLASSES, "DECISION_CLASSES");
        names[2] = RoleName(Roles.ORGANISATIONS, "ORGANISATIONS");
        names[3] = RoleName(Roles.NODES, "NODES");
        names[4] = RoleName(Roles.VALIDATORS, "VALIDATORS");
        names[5] = RoleName(Roles.UPGRADES, "UPGRADES");
        names[6] = RoleName(Roles.NETWORKS, "NETWORKS");
        names[7] = RoleName(Roles.ACCOUNTS, "ACCOUNTS");
        names[8] = RoleName(Roles.MONITORS, "MONITORS");
        names[9] = RoleName(Roles.QUARANTINE, "QUARANTINE");
        names[10] = RoleName(Roles.METERS, "METERS");
        names[11] = RoleName(Roles.RELAYERS, "RELAYERS");
        names[12] = RoleName(Roles.CIRCUITS, "CIRCUITS");
        names[13] = RoleName(Roles.OPERATIONS, "OPERATIONS");
        names[14] = RoleName(Roles.VETOES, "VETOES");
        names[15] = RoleName(Roles.TRUST_ANCHORS, "TRUST_ANCHORS");
        names[16] = RoleName(Roles.SCHEMAS, "SCHEMAS");
        names[17] = RoleName(Roles.POLICIES, "POLICIES");
        names[18] = RoleName(Roles.REGISTRARS, "REGISTRARS");
        names[19] = RoleName(Roles.ROOT_TAOS, "ROOT_TAOS");
        names[20] = RoleName(Roles.PAYMENT_RULES, "PAYMENT_RULES");
        names[21] = RoleName(Roles.BUDGETS, "BUDGETS");
        names[22] = RoleName(Roles.FINANCE, "FINANCE");
        names[23] = RoleName(Roles.MONEY_ISSUERS, "MONEY_ISSUERS");
        names[24] = RoleName(Roles.MONEY_LISTS, "MONEY_LISTS");
        names[25] = RoleName(Roles.TOKEN_BRIDGES, "TOKEN_BRIDGES");
    }

    /// @notice Every restricted function and the role that may call it.
    function lines() external pure returns (Line[] memory table) {
        table = new Line[](104);
        table[0] = Line("MemberRegistry", IMemberRegistry.registerMember.selector, Roles.MEMBERSHIP);
        table[1] = Line("MemberRegistry", IMemberRegistry.setWeight.selector, Roles.MEMBERSHIP);
        table[2] = Line("MemberRegistry", IMemberRegistry.setClass.selector, Roles.MEMBERSHIP);
        table[3] = Line("MemberRegistry", IMemberRegistry.suspendMember.selector, Roles.MEMBERSHIP);
        table[4] = Line("MemberRegistry", IMemberRegistry.reinstateMember.selector, Roles.MEMBERSHIP);
        table[5] = Line("MemberRegistry", IMemberRegistry.removeMember.selector, Roles.MEMBERSHIP);
        table[6] = Line("MemberRegistry", IMemberRegistry.designateMandateKey.selector, Roles.MEMBERSHIP);
        table[7] = Line("DecisionClasses", IDecisionClasses.setDecisionClass.selector, Roles.DECISION_CLASSES);
        table[8] = Line("DecisionClasses", IDecisionClasses.pinTarget.selector, Roles.DECISION_CLASSES);
        table[9] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.registerOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[10] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.describeOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[11] = Line("OrganisationRegistry", IOrganisationRegistry.placeOrganisation.selector, Roles.ORGANISATIONS);
        table[12] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.suspendOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[13] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.reinstateOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[14] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.retireOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[15] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.recoverAdministrator.selector,
            Roles.ORGANISATIONS
        );
        table[16] = Line("OrganisationRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[17] = Line("NodeRegistry", INodeRegistry.admitNode.selector, Roles.NODES);
        table[18] = Line("NodeRegistry", INodeRegistry.suspendNode.selector, Roles.NODES);
        table[19] = Line("NodeRegistry", INodeRegistry.reinstateNode.selector, Roles.NODES);
        table[20] = Line("NodeRegistry", INodeRegistry.retireNode.selector, Roles.NODES);
        table[21] = Line("NodeRegistry", INodeRegistry.replaceNode.selector, Roles.NODES);
        table[22] = Line("NodeRegistry", INodeRegistry.quarantineNode.selector, Roles.QUARANTINE);
        table[23] = Line("NodeRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[24] = Line("ValidatorSet", IValidatorSet.addValidator.selector, Roles.VALIDATORS);
        table[25] = Line("ValidatorSet", IValidatorSet.removeValidator.selector, Roles.VALIDATORS);
        table[26] = Line("ValidatorSet", IValidatorSet.replaceValidator.selector, Roles.VALIDATORS);
        table[27] = Line("NetworkDirectory", INetworkDirectory.registerNetwork.selector, Roles.NETWORKS);
        table[28] = Line("NetworkDirectory", INetworkDirectory.setNetworkStage.selector, Roles.NETWORKS);
        table[29] = Line("NetworkDirectory", INetworkDirectory.anchorGenesis.selector, Roles.NETWORKS);
        table[30] = Line("NetworkDirectory", INetworkDirectory.setNetworkResource.selector, Roles.OPERATIONS);
        table[31] = Line("NetworkDirectory", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[32] = Line("NodeMonitoring", INodeMonitoring.reportLiveness.selector, Roles.MONITORS);
        table[33] = Line("NodeMonitoring", INodeMonitoring.setQuarantineRule.selector, Roles.OPERATIONS);
        table[34] = Line("NodeMonitoring", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[35] = Line("AccountRegistry", IAccountRegistry.suspendAccount.selector, Roles.ACCOUNTS);
        table[36] = Line("AccountRegistry", IAccountRegistry.reinstateAccount.selector, Roles.ACCOUNTS);
        table[37] = Line("AccountRegistry", IAccountRegistry.setOrganisationLimits.selector, Roles.ACCOUNTS);
        table[38] = Line("AccountRegistry", IAccountRegistry.restrictTarget.selector, Roles.ACCOUNTS);
        table[39] = Line("AccountRegistry", IAccountRegistry.permitSender.selector, Roles.ACCOUNTS);
        table[40] = Line("AccountRegistry", IAccountRegistry.setGasPolicy.selector, Roles.OPERATIONS);
        table[41] = Line("AccountRegistry", IAccountRegistry.resetGas.selector, Roles.OPERATIONS);
        table[42] = Line("AccountRegistry", IAccountRegistry.consumeGas.selector, Roles.METERS);
        table[43] = Line("AccountRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[44] = Line("PermissionViews", IPermissionViews.addBody.selector, Roles.UPGRADES);
        table[45] = Line("PermissionViews", IPermissionViews.removeBody.selector, Roles.UPGRADES);
        table[46] = Line("PermissionViews", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[47] = Line("DecisionClasses", IDecisionClasses.listCooperation.selector, Roles.DECISION_CLASSES);
        table[48] = Line("DecisionClasses", IDecisionClasses.setRule.selector, Roles.DECISION_CLASSES);
        table[49] = Line("DecisionClasses", IDecisionClasses.setCooperation.selector, Roles.DECISION_CLASSES);
        table[50] = Line("CircuitBreaker", ICircuitBreaker.setGroup.selector, Roles.CIRCUITS);
        table[51] = Line("CircuitBreaker", ICircuitBreaker.setFunctionGroup.selector, Roles.CIRCUITS);
        table[52] = Line("CircuitBreaker", ICircuitBreaker.pinExit.selector, Roles.CIRCUITS);
        table[53] = Line("CircuitBreaker", ICircuitBreaker.arm.selector, Roles.CIRCUITS);
        table[54] = Line("CircuitBreaker", ICircuitBreaker.disarm.selector, Roles.CIRCUITS);
        table[55] = Line("CircuitBreaker", ICircuitBreaker.unpause.selector, Roles.CIRCUITS);
        table[56] = Line("Vetoes", IVetoes.grantVeto.selector, Roles.VETOES);
        table[57] = Line("Vetoes", IVetoes.revokeVeto.selector, Roles.VETOES);
        table[58] = Line("DidRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[59] = Line("TrustedIssuersRegistry", ITrustedIssuersRegistry.admitRootTao.selector, Roles.TRUST_ANCHORS);
        table[60] = Line(
            "TrustedIssuersRegistry",
            ITrustedIssuersRegistry.dismissRootTao.selector,
            Roles.TRUST_ANCHORS
        );
        table[61] = Line("TrustedIssuersRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[62] = Line("TrustedSchemasRegistry", ITrustedSchemasRegistry.insertSchema.selector, Roles.SCHEMAS);
        table[63] = Line("TrustedSchemasRegistry", ITrustedSchemasRegistry.updateSchema.selector, Roles.SCHEMAS);
        table[64] = Line("TrustedSchemasRegistry", ITrustedSchemasRegistry.updateMetadata.selector, Roles.SCHEMAS);
        table[65] = Line("TrustedSchemasRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[66] = Line("TrustedPoliciesRegistry", ITrustedPoliciesRegistry.insertPolicy.selector, Roles.POLICIES);
        table[67] = Line("TrustedPoliciesRegistry", ITrustedPoliciesRegistry.updatePolicy.selector, Roles.POLICIES);
        table[68] = Line("TrustedPoliciesRegistry", ITrustedPoliciesRegistry.deactivatePolicy.selector, Roles.POLICIES);
        table[69] = Line("TrustedPoliciesRegistry", ITrustedPoliciesRegistry.activatePolicy.selector, Roles.POLICIES);
        table[70] = Line("TrustedPoliciesRegistry", ITrustedPoliciesRegistry.setPolicyRole.selector, Roles.POLICIES);
        table[71] = Line("TrustedPoliciesRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[72] = Line("Timestamps", ITimestamps.insertHashAlgorithm.selector, Roles.OPERATIONS);
        table[73] = Line("Timestamps", ITimestamps.updateHashAlgorithm.selector, Roles.OPERATIONS);
        table[74] = Line("Timestamps", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[75] = Line("StatusLists", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[76] = Line("PaymentRules", IPaymentRules.allowToken.selector, Roles.PAYMENT_RULES);
        table[77] = Line("PaymentRules", IPaymentRules.dismissToken.selector, Roles.PAYMENT_RULES);
        table[78] = Line("PaymentRules", IPaymentRules.appointArbiter.selector, Roles.PAYMENT_RULES);
        table[79] = Line("PaymentRules", IPaymentRules.dismissArbiter.selector, Roles.PAYMENT_RULES);
        table[80] = Line("Treasury", ITreasury.openBudgetLine.selector, Roles.BUDGETS);
        table[81] = Line("Treasury", ITreasury.setCeiling.selector, Roles.BUDGETS);
        table[82] = Line("Treasury", ITreasury.setTwoPersonAbove.selector, Roles.BUDGETS);
        table[83] = Line("Treasury", ITreasury.closeBudgetLine.selector, Roles.BUDGETS);
        table[84] = Line("Treasury", ITreasury.knowFundable.selector, Roles.BUDGETS);
        table[85] = Line("Treasury", ITreasury.setFundable.selector, Roles.BUDGETS);
        table[86] = Line("Treasury", ITreasury.fundByDecision.selector, Roles.BUDGETS);
        table[87] = Line("Treasury", ITreasury.setContributionShares.selector, Roles.BUDGETS);
        table[88] = Line("Treasury", ITreasury.callContributions.selector, Roles.BUDGETS);
        table[89] = Line("Treasury", ITreasury.closeContributions.selector, Roles.BUDGETS);
        table[90] = Line("Treasury", ITreasury.pay.selector, Roles.FINANCE);
        table[91] = Line("Treasury", ITreasury.fund.selector, Roles.FINANCE);
        table[92] = Line("Treasury", ITreasury.instruct.selector, Roles.FINANCE);
        table[93] = Line("Treasury", ITreasury.proposePayment.selector, Roles.FINANCE);
        table[94] = Line("Treasury", ITreasury.confirmPayment.selector, Roles.FINANCE);
        table[95] = Line("Treasury", ITreasury.proposeFunding.selector, Roles.FINANCE);
        table[96] = Line("Treasury", ITreasury.confirmFunding.selector, Roles.FINANCE);
        table[97] = Line("Treasury", ITreasury.withdrawProposal.selector, Roles.FINANCE);
        table[98] = Line("EuroToken", IEuroToken.mint.selector, Roles.MONEY_ISSUERS);
        table[99] = Line("EuroToken", IEuroToken.redeem.selector, Roles.MONEY_ISSUERS);
        table[100] = Line("EuroToken", IEuroToken.setMoneyStatus.selector, Roles.MONEY_LISTS);
        table[101] = Line("EuroToken", IEuroToken.setAllowListOnly.selector, Roles.MONEY_LISTS);
        table[102] = Line("EuroToken", IERC7802.crosschainMint.selector, Roles.TOKEN_BRIDGES);
        table[103] = Line("EuroToken", IERC7802.crosschainBurn.selector, Roles.TOKEN_BRIDGES);
    }
}
