// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Authority} from "../../../contracts/access/Authority.sol";
import {RoleTable, Roles} from "../../../contracts/access/Roles.sol";
import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeRegistry} from "../../../contracts/nodes/NodeRegistry.sol";
import {OrganisationRegistry} from "../../../contracts/nodes/OrganisationRegistry.sol";
import {ValidatorSet} from "../../../contracts/nodes/ValidatorSet.sol";
import {NodeId, nodeIdOf} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {create} from "../support/Creation.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {vm} from "../support/Vm.sol";

/// @title The registers with two organisations and four founding validators
/// @notice The role table of the product wires the authority; the body holds every deciding role.
abstract contract RegistersSetUp {
    struct Registration {
        OrganisationId organisation;
        uint64 network;
        NodeKind kind;
        bytes publicKey;
        string host;
        uint16 port;
        uint48 deadline;
    }

    uint256 internal constant START = 20_000 days;
    uint48 internal constant DEADLINE = type(uint48).max;
    uint256 internal constant FLOOR = 4;
    uint256 internal constant CHURN_LIMIT = 4;
    uint48 internal constant CHURN_PERIOD = 1 days;
    /// @dev Private keys of the founding validators: FOUNDER to FOUNDER + 3.
    uint256 internal constant FOUNDER = 0xf0;
    /// @dev A private key that is registered nowhere in the set-up.
    uint256 internal constant KEY = 0xabc1;

    address internal immutable body = address(0xb0d1);
    address internal immutable upgrader = address(0x0bfade);
    /// @dev Stands for the contract that counts the reports of the monitors.
    address internal immutable monitoring = address(0x303170);
    address internal immutable administrator = address(0xad1);
    address internal immutable otherAdministrator = address(0xad2);
    address internal immutable stranger = address(0x5742);

    Authority internal authority;
    OrganisationRegistry internal organisations;
    NodeRegistry internal nodes;
    ValidatorSet internal validators;
    OrganisationId internal operator;
    OrganisationId internal otherOperator;

    function setUp() public virtual {
        vm.warp(START);
        _deploy();
        vm.startPrank(body);
        operator = organisations.registerOrganisation("EUID.ONE", "First operator", administrator);
        otherOperator = organisations.registerOrganisation("EUID.TWO", "Second operator", otherAdministrator);
        vm.stopPrank();
    }

    /// @dev Code of the register without a circuit breaker.
    function _nodeRegistry() internal returns (address) {
        return create("NodeRegistry.sol:NodeRegistry", abi.encode(address(0)));
    }

    function _organisationRegistry() internal returns (address) {
        return create("OrganisationRegistry.sol:OrganisationRegistry", abi.encode(address(0)));
    }

    function _proxy(address implementation, bytes memory initialisation) internal returns (address) {
        return create("RegistryProxy.sol:RegistryProxy", abi.encode(implementation, initialisation));
    }

    function _deploy() internal {
        authority = Authority(create("Authority.sol:Authority", abi.encode(address(this), 30 days)));
        organisations = OrganisationRegistry(
            _proxy(_organisationRegistry(), abi.encodeCall(OrganisationRegistry.initialize, (address(authority))))
        );
        address[] memory founders = new address[](FLOOR);
        for (uint256 i = 0; i < FLOOR; ++i) founders[i] = vm.addr(FOUNDER + i);
        validators = ValidatorSet(
            create(
                "ValidatorSet.sol:ValidatorSet",
                abi.encode(address(authority), founders, FLOOR, CHURN_LIMIT, CHURN_PERIOD)
            )
        );
        nodes = NodeRegistry(
            _proxy(
                _nodeRegistry(),
                abi.encodeCall(NodeRegistry.initialize, (address(authority), organisations, validators))
            )
        );
        _wire();
        authority.grantRole(Roles.ORGANISATIONS, body, 0);
        authority.grantRole(Roles.NODES, body, 0);
        authority.grantRole(Roles.VALIDATORS, address(nodes), 0);
        authority.grantRole(Roles.QUARANTINE, monitoring, 0);
        authority.grantRole(Roles.UPGRADES, upgrader, 0);
    }

    function _wire() private {
        RoleTable.Line[] memory lines = new RoleTable().lines();
        bytes4[] memory selectors = new bytes4[](1);
        for (uint256 i = 0; i < lines.length; ++i) {
            address target = _targetOf(lines[i].target);
            if (target == address(0)) continue;
            selectors[0] = lines[i].selector;
            authority.setTargetFunctionRole(target, selectors, lines[i].role);
        }
    }

    function _targetOf(string memory name) private view returns (address) {
        bytes32 hash = keccak256(bytes(name));
        if (hash == keccak256("OrganisationRegistry")) return address(organisations);
        if (hash == keccak256("NodeRegistry")) return address(nodes);
        if (hash == keccak256("ValidatorSet")) return address(validators);
        return address(0);
    }

    function _advance(uint256 duration) internal {
        vm.warp(vm.getBlockTimestamp() + duration);
    }

    function _here() internal view returns (uint64) {
        return uint64(block.chainid);
    }

    function _idOf(uint256 key) internal view returns (NodeId) {
        return nodeIdOf(Secp256k1.publicKey(key));
    }

    /// @dev A registration that is right in everything: an observer of the first operator.
    function _registration(uint256 key) internal view returns (Registration memory) {
        return
            Registration({
                organisation: operator,
                network: _here(),
                kind: NodeKind.Observer,
                publicKey: Secp256k1.publicKey(key),
                host: "node.example.eu",
                port: 30303,
                deadline: DEADLINE
            });
    }

    function _registration(uint256 key, NodeKind kind) internal view returns (Registration memory registration) {
        registration = _registration(key);
        registration.kind = kind;
    }

    function _digest(Registration memory r) internal view returns (bytes32) {
        return nodes.registrationDigest(r.organisation, r.network, r.kind, r.publicKey, r.deadline);
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _send(address sender, Registration memory r, bytes memory proof) internal returns (NodeId) {
        vm.prank(sender);
        return nodes.registerNode(r.organisation, r.network, r.kind, r.publicKey, r.host, r.port, r.deadline, proof);
    }

    function _register(uint256 key, Registration memory r) internal returns (NodeId) {
        return _send(administrator, r, _sign(key, _digest(r)));
    }

    function _register(uint256 key, NodeKind kind) internal returns (NodeId) {
        return _register(key, _registration(key, kind));
    }

    function _withdraw(NodeId id) internal {
        vm.prank(administrator);
        nodes.withdrawNode(id);
    }

    function _admit(NodeId id) internal {
        vm.prank(body);
        nodes.admitNode(id);
    }

    function _suspend(NodeId id) internal {
        vm.prank(body);
        nodes.suspendNode(id);
    }

    function _reinstate(NodeId id) internal {
        vm.prank(body);
        nodes.reinstateNode(id);
    }

    function _retire(NodeId id) internal {
        vm.prank(body);
        nodes.retireNode(id);
    }

    function _replace(NodeId retired, NodeId admitted) internal {
        vm.prank(body);
        nodes.replaceNode(retired, admitted);
    }

    function _standby(NodeId id) internal {
        vm.prank(administrator);
        nodes.standbyNode(id);
    }

    function _resume(NodeId id) internal {
        vm.prank(administrator);
        nodes.resumeNode(id);
    }

    function _quarantine(NodeId id) internal {
        vm.prank(monitoring);
        nodes.quarantineNode(id);
    }

    /// @dev Brings a key that was never used into a status; only validators go into quarantine. Afterwards its changes of the set of
    /// validators lie out of the period, and it is rested.
    function _bringTo(uint256 key, NodeKind kind, NodeStatus status) internal returns (NodeId id) {
        id = _idOf(key);
        if (status == NodeStatus.None) return id;
        _register(key, kind);
        if (status == NodeStatus.Pending) return id;
        if (status == NodeStatus.Retired) _retire(id);
        else _admit(id);
        _advance(CHURN_PERIOD);
        if (status == NodeStatus.Retired || status == NodeStatus.Active) return id;
        if (status == NodeStatus.Suspended) _suspend(id);
        else if (status == NodeStatus.Standby) _standby(id);
        else _quarantine(id);
        _advance(CHURN_PERIOD);
    }

    function _registerOrganisation(string memory identifier, address account) internal returns (OrganisationId) {
        vm.prank(body);
        return organisations.registerOrganisation(identifier, identifier, account);
    }

    function _place(OrganisationId id, OrganisationId parent) internal {
        vm.prank(body);
        organisations.placeOrganisation(id, parent);
    }

    function _suspendOrganisation(OrganisationId id) internal {
        vm.prank(body);
        organisations.suspendOrganisation(id);
    }

    function _expectWrongStatus(NodeId id, NodeStatus status) internal {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryWrongStatus.selector, id, status));
    }

    function _assertStatus(NodeId id, NodeStatus status, string memory message) internal view {
        vm.assertEq(uint256(nodes.node(id).status), uint256(status), message);
    }
}
