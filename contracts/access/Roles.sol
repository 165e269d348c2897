// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {IDecisionClasses} from "../governance/IDecisionClasses.sol";
import {IMemberRegistry} from "../governance/IMemberRegistry.sol";
import {INodeRegistry} from "../nodes/INodeRegistry.sol";
import {IOrganisationRegistry} from "../nodes/IOrganisationRegistry.sol";
import {IValidatorSet} from "../nodes/IValidatorSet.sol";

/// @title Who may do what
/// @notice Role ids of the whole chain. ADMIN (0) and PUBLIC (2**64-1) are the AccessManager's own.
library Roles {
    /// @notice Changes members, their weights and their lost mandate keys.
    uint64 internal constant MEMBERSHIP = 1;
    /// @notice Sets which majority a call needs.
    uint64 internal constant DECISION_CLASSES = 2;
    /// @notice Registers, suspends, reinstates and retires organisations.
    uint64 internal constant ORGANISATIONS = 3;
    /// @notice Admits, suspends, reinstates, retires and replaces nodes.
    uint64 internal constant NODES = 4;
    /// @notice Writes the set of validators: the register of nodes alone.
    uint64 internal constant VALIDATORS = 5;
    /// @notice Replaces the code of the registers.
    uint64 internal constant UPGRADES = 6;
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
        names = new RoleName[](6);
        names[0] = RoleName(Roles.MEMBERSHIP, "MEMBERSHIP");
        names[1] = RoleName(Roles.DECISION_CLASSES, "DECISION_CLASSES");
        names[2] = RoleName(Roles.ORGANISATIONS, "ORGANISATIONS");
        names[3] = RoleName(Roles.NODES, "NODES");
        names[4] = RoleName(Roles.VALIDATORS, "VALIDATORS");
        names[5] = RoleName(Roles.UPGRADES, "UPGRADES");
    }

    /// @notice Every restricted function and the role that may call it.
    function lines() external pure returns (Line[] memory table) {
        table = new Line[](24);
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
            IOrganisationRegistry.suspendOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[11] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.reinstateOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[12] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.retireOrganisation.selector,
            Roles.ORGANISATIONS
        );
        table[13] = Line(
            "OrganisationRegistry",
            IOrganisationRegistry.recoverAdministrator.selector,
            Roles.ORGANISATIONS
        );
        table[14] = Line("OrganisationRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[15] = Line("NodeRegistry", INodeRegistry.admitNode.selector, Roles.NODES);
        table[16] = Line("NodeRegistry", INodeRegistry.suspendNode.selector, Roles.NODES);
        table[17] = Line("NodeRegistry", INodeRegistry.reinstateNode.selector, Roles.NODES);
        table[18] = Line("NodeRegistry", INodeRegistry.retireNode.selector, Roles.NODES);
        table[19] = Line("NodeRegistry", INodeRegistry.replaceNode.selector, Roles.NODES);
        table[20] = Line("NodeRegistry", UUPSUpgradeable.upgradeToAndCall.selector, Roles.UPGRADES);
        table[21] = Line("ValidatorSet", IValidatorSet.addValidator.selector, Roles.VALIDATORS);
        table[22] = Line("ValidatorSet", IValidatorSet.removeValidator.selector, Roles.VALIDATORS);
        table[23] = Line("ValidatorSet", IValidatorSet.replaceValidator.selector, Roles.VALIDATORS);
    }
}
