// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {NodeKind} from "../../../contracts/nodes/INodeRegistry.sol";
import {Access} from "../../../contracts/permissions/IAccountRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Genesis} from "./Genesis.sol";
import {Secp256k1} from "./Secp256k1.sol";
import {vm} from "./Vm.sol";

/// @title What bodies and organisations do with the registers of the deployed system
abstract contract Registers is Genesis {
    uint48 internal constant DEADLINE = type(uint48).max;
    OrganisationId internal constant NOBODY = OrganisationId.wrap(0);

    /// @dev Decides about all registers without delay.
    address internal immutable body = address(0xb0d1);

    function _takeRoles() internal {
        _grant(Roles.ORGANISATIONS, body);
        _grant(Roles.NODES, body);
        _grant(Roles.NETWORKS, body);
        _grant(Roles.ACCOUNTS, body);
        _grant(Roles.OPERATIONS, body);
    }

    function _registerOrganisation(string memory identifier, address administrator) internal returns (OrganisationId) {
        vm.prank(body);
        return ORGANISATIONS.registerOrganisation(identifier, identifier, administrator);
    }

    function _place(OrganisationId id, OrganisationId parent) internal {
        vm.prank(body);
        ORGANISATIONS.placeOrganisation(id, parent);
    }

    function _suspendOrganisation(OrganisationId id) internal {
        vm.prank(body);
        ORGANISATIONS.suspendOrganisation(id);
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _registerNode(
        address administrator,
        OrganisationId organisation,
        uint256 key,
        NodeKind kind
    ) internal returns (NodeId) {
        bytes memory publicKey = Secp256k1.publicKey(key);
        uint64 here = uint64(block.chainid);
        bytes memory proof = _sign(key, NODES.registrationDigest(organisation, here, kind, publicKey, DEADLINE));
        vm.prank(administrator);
        return NODES.registerNode(organisation, here, kind, publicKey, "node.example", 30303, DEADLINE, proof);
    }

    /// @dev Afterwards the change of the set of validators lies out of the period.
    function _admit(NodeId id) internal {
        vm.prank(body);
        NODES.admitNode(id);
        _advance(VALIDATORS.churnPeriod());
    }

    function _registerAccount(
        address administrator,
        OrganisationId organisation,
        uint256 key,
        Access access
    ) internal returns (address account) {
        account = vm.addr(key);
        bytes memory proof = _sign(key, ACCOUNTS.registrationDigest(organisation, account, DEADLINE));
        vm.prank(administrator);
        ACCOUNTS.registerAccount(organisation, account, access, 0, DEADLINE, proof);
    }

    function _setLimits(OrganisationId organisation, Access access, uint32 accounts) internal {
        vm.prank(body);
        ACCOUNTS.setOrganisationLimits(organisation, access, accounts);
    }
}
