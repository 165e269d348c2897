// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {NodeId, nodeIdOf} from "../types/NodeId.sol";
import {OrganisationId} from "../types/OrganisationId.sol";
import {INodeRegistry, NodeKind, NodeStatus} from "./INodeRegistry.sol";
import {IOrganisationRegistry} from "./IOrganisationRegistry.sol";
import {IValidatorSet} from "./IValidatorSet.sol";

/// @title Register of the nodes of all networks
/// @dev Stands behind a RegistryProxy.
contract NodeRegistry is INodeRegistry, Breakable, AccessManagedUpgradeable, UUPSUpgradeable, EIP712Upgradeable {
    bytes32 private constant REGISTRATION_TYPEHASH = keccak256(
        "NodeRegistration(bytes32 organisation,uint64 network,uint8 kind,bytes32 node,uint256 nonce,uint48 deadline)"
    );
    uint256 private constant PUBLIC_KEY_LENGTH = 64;
    uint256 private constant HOST_MAXIMUM = 253;
    uint256 private constant SERVICE_CLASS_MAXIMUM = 32;
    /// @dev Nodes of one organisation that are not retired: nobody can fill the register.
    uint256 private constant NODES_MAXIMUM = 128;
    /// @dev Between two times that an organisation puts a node on standby, so that none uses up the churn of the validators; and how long
    /// a quarantine lasts at least.
    uint48 private constant REST = 1 days;

    /// @custom:storage-location erc7201:foedus.storage.NodeRegistry
    struct NodeRegistryStorage {
        IOrganisationRegistry organisationRegistry;
        IValidatorSet validatorSet;
        mapping(NodeId id => Node) nodes;
        mapping(NodeId id => uint256) nonces;
        mapping(NodeId id => NodeDescription) descriptions;
        mapping(NodeId id => uint48 timepoint) quarantineEnds;
        mapping(OrganisationId organisation => uint48 timepoint) nextStandbys;
        mapping(OrganisationId organisation => uint256 count) nodeCounts;
        /// Nodes that stand in the count; those that were registered before there was one do not.
        mapping(NodeId id => bool) counted;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.NodeRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xb19b33c8195910ca31517f1e12db41e6dc2f131a761b40503412981d43902e00;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides, to the organisations and to the validators of this chain. Once.
    function initialize(
        address initialAuthority,
        IOrganisationRegistry initialOrganisationRegistry,
        IValidatorSet initialValidatorSet
    ) external initializer {
        __AccessManaged_init(initialAuthority);
        __EIP712_init("Foedus NodeRegistry", "1");
        NodeRegistryStorage storage $ = _storage();
        $.organisationRegistry = initialOrganisationRegistry;
        $.validatorSet = initialValidatorSet;
    }

    /// @inheritdoc INodeRegistry
    function registerNode(
        OrganisationId organisation,
        uint64 network,
        NodeKind kind,
        bytes calldata publicKey,
        string calldata host,
        uint16 port,
        uint48 deadline,
        bytes calldata proof
    ) external whenNotPaused returns (NodeId id) {
        _requireActive(organisation);
        _requireAdministrator(organisation);
        if (network == 0) revert NodeRegistryNetworkInvalid();
        _requireReachable(host, port);
        id = _idOf(publicKey);
        Node storage registered = _node(id);
        if (registered.status != NodeStatus.None) revert NodeRegistryAlreadyRegistered(id);
        if (!_isValidatorHere(network, kind) && validatorSet().isValidator(id.nodeAddress())) {
            revert NodeRegistryValidatorKey(id);
        }
        if (block.timestamp > deadline) revert NodeRegistryProofExpired(deadline);
        // A malformed signature recovers the zero address.
        (address recovered, , ) = ECDSA.tryRecoverCalldata(
            _registrationDigest(organisation, network, kind, id, deadline),
            proof
        );
        if (recovered != id.nodeAddress()) revert NodeRegistryProofInvalid(id, recovered);

        uint256 count = _storage().nodeCounts[organisation];
        if (count == NODES_MAXIMUM) revert NodeRegistryTooManyNodes(organisation, NODES_MAXIMUM);

        _storage().nodeCounts[organisation] = count + 1;
        _storage().counted[id] = true;
        ++_storage().nonces[id];
        registered.organisation = organisation;
        registered.network = network;
        registered.kind = kind;
        registered.status = NodeStatus.Pending;
        registered.port = port;
        registered.host = host;
        registered.publicKey = publicKey;

        emit NodeRegistered(id, organisation, msg.sender, network, kind, publicKey, host, port);
    }

    /// @inheritdoc INodeRegistry
    function withdrawNode(NodeId id) external {
        _requireStatus(id, NodeStatus.Pending);
        // A suspended organisation may withdraw: leaving is always open.
        _requireAdministrator(_node(id).organisation);

        _countOut(id);
        // The nonce stays, so that the proof of this registration cannot be used again.
        delete _storage().nodes[id];
        delete _storage().descriptions[id];

        emit NodeStatusChanged(id, msg.sender, NodeStatus.None, 0);
    }

    /// @inheritdoc INodeRegistry
    function moveNode(NodeId id, string calldata host, uint16 port) external whenNotPaused {
        _requireActingAdministrator(id);
        _requireReachable(host, port);

        Node storage registered = _node(id);
        registered.host = host;
        registered.port = port;

        emit NodeMoved(id, msg.sender, host, port);
    }

    /// @inheritdoc INodeRegistry
    function describeNode(NodeId id, NodeDescription calldata given) external whenNotPaused {
        _requireActingAdministrator(id);
        if (!_isRegion(bytes(given.region))) revert NodeRegistryRegionInvalid(given.region);
        uint256 length = bytes(given.serviceClass).length;
        if (length > SERVICE_CLASS_MAXIMUM) revert NodeRegistryServiceClassLength(length, SERVICE_CLASS_MAXIMUM);

        _storage().descriptions[id] = given;

        emit NodeDescribed(id, msg.sender, given.region, given.template, given.release, given.serviceClass);
    }

    /// @inheritdoc INodeRegistry
    function standbyNode(NodeId id) external {
        _requireStatus(id, NodeStatus.Active);
        // A suspended organisation may stand by: leaving is always open.
        OrganisationId organisation = _node(id).organisation;
        _requireAdministrator(organisation);
        uint48 next = nextStandby(organisation);
        if (block.timestamp < next) revert NodeRegistryTooSoon(id, next);

        _storage().nextStandbys[organisation] = uint48(block.timestamp) + REST;
        _deactivate(id, NodeStatus.Standby);

        _leaveValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function resumeNode(NodeId id) external whenNotPaused {
        NodeStatus status = _requireRegistered(id);
        if (!_isResting(status)) revert NodeRegistryWrongStatus(id, status);
        _requireActive(_node(id).organisation);
        _requireAdministrator(_node(id).organisation);
        uint48 end = quarantineEnd(id);
        if (status == NodeStatus.Quarantined && block.timestamp < end) revert NodeRegistryTooSoon(id, end);

        _activate(id);

        _enterValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function quarantineNode(NodeId id) external restricted {
        _requireStatus(id, NodeStatus.Active);
        if (!_isValidatorHere(id)) revert NodeRegistryNotValidator(id);

        _storage().quarantineEnds[id] = uint48(block.timestamp) + REST;
        _deactivate(id, NodeStatus.Quarantined);

        _leaveValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function admitNode(NodeId id) external restricted {
        _requireStatus(id, NodeStatus.Pending);
        _requireActive(_node(id).organisation);

        _activate(id);

        _enterValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function suspendNode(NodeId id) external restricted {
        NodeStatus status = _requireRegistered(id);
        if (!_isIn(status)) revert NodeRegistryWrongStatus(id, status);

        _deactivate(id, NodeStatus.Suspended);

        _leaveValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function reinstateNode(NodeId id) external restricted {
        NodeStatus status = _requireRegistered(id);
        if (status != NodeStatus.Suspended && !_isResting(status)) revert NodeRegistryWrongStatus(id, status);
        _requireActive(_node(id).organisation);

        _activate(id);

        _enterValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function retireNode(NodeId id) external restricted {
        NodeStatus status = _requireRegistered(id);
        if (status == NodeStatus.Retired) revert NodeRegistryWrongStatus(id, status);

        _countOut(id);
        _deactivate(id, NodeStatus.Retired);

        _leaveValidatorSet(id);
    }

    /// @inheritdoc INodeRegistry
    function replaceNode(NodeId retired, NodeId admitted) external restricted {
        NodeStatus status = _requireRegistered(retired);
        if (!_isIn(status)) revert NodeRegistryWrongStatus(retired, status);
        _requireStatus(admitted, NodeStatus.Pending);
        if (!_isValidatorHere(retired) || !_isValidatorHere(admitted)) {
            revert NodeRegistryNotReplaceable(retired, admitted);
        }
        _requireActive(_node(admitted).organisation);

        _countOut(retired);
        _deactivate(retired, NodeStatus.Retired);
        _activate(admitted);

        // A node that rests has left the set already: its operator cannot escape a replacement that way.
        if (_isResting(status)) _enterValidatorSet(admitted);
        else validatorSet().replaceValidator(retired.nodeAddress(), admitted.nodeAddress());
    }

    /// @inheritdoc INodeRegistry
    function node(NodeId id) external view returns (Node memory) {
        return _node(id);
    }

    /// @inheritdoc INodeRegistry
    function isActive(NodeId id) external view returns (bool) {
        return _node(id).status == NodeStatus.Active;
    }

    /// @inheritdoc INodeRegistry
    function mayConnect(NodeId id) external view returns (bool) {
        Node storage registered = _node(id);
        return registered.network == block.chainid && _isIn(registered.status);
    }

    /// @inheritdoc INodeRegistry
    function description(NodeId id) external view returns (NodeDescription memory) {
        return _storage().descriptions[id];
    }

    /// @inheritdoc INodeRegistry
    function nodeCount(OrganisationId organisation) external view returns (uint256) {
        return _storage().nodeCounts[organisation];
    }

    /// @inheritdoc INodeRegistry
    function nextStandby(OrganisationId organisation) public view returns (uint48) {
        return _storage().nextStandbys[organisation];
    }

    /// @inheritdoc INodeRegistry
    function quarantineEnd(NodeId id) public view returns (uint48) {
        return _storage().quarantineEnds[id];
    }

    /// @inheritdoc INodeRegistry
    function activeSeconds(NodeId id) public view returns (uint64) {
        Node storage registered = _node(id);
        if (registered.status != NodeStatus.Active) return registered.activeSecondsBefore;
        return registered.activeSecondsBefore + uint64(block.timestamp) - registered.activeSince;
    }

    /// @inheritdoc INodeRegistry
    function nonce(NodeId id) external view returns (uint256) {
        return _storage().nonces[id];
    }

    /// @inheritdoc INodeRegistry
    function registrationDigest(
        OrganisationId organisation,
        uint64 network,
        NodeKind kind,
        bytes calldata publicKey,
        uint48 deadline
    ) external view returns (bytes32) {
        return _registrationDigest(organisation, network, kind, _idOf(publicKey), deadline);
    }

    /// @inheritdoc INodeRegistry
    function organisationRegistry() public view returns (IOrganisationRegistry) {
        return _storage().organisationRegistry;
    }

    /// @inheritdoc INodeRegistry
    function validatorSet() public view returns (IValidatorSet) {
        return _storage().validatorSet;
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == INodeRegistry.registerNode.selector ||
            selector == INodeRegistry.moveNode.selector ||
            selector == INodeRegistry.describeNode.selector ||
            selector == INodeRegistry.resumeNode.selector;
    }

    function _activate(NodeId id) private {
        Node storage registered = _node(id);
        registered.status = NodeStatus.Active;
        registered.activeSince = uint48(block.timestamp);

        emit NodeStatusChanged(id, msg.sender, NodeStatus.Active, registered.activeSecondsBefore);
    }

    function _deactivate(NodeId id, NodeStatus status) private {
        Node storage registered = _node(id);
        uint64 total = activeSeconds(id);
        registered.status = status;
        registered.activeSince = 0;
        registered.activeSecondsBefore = total;

        emit NodeStatusChanged(id, msg.sender, status, total);
    }

    function _countOut(NodeId id) private {
        if (!_storage().counted[id]) return;
        _storage().counted[id] = false;
        --_storage().nodeCounts[_node(id).organisation];
    }

    /// @dev Founding validators stand in the set before they are registered.
    function _enterValidatorSet(NodeId id) private {
        if (!_isValidatorHere(id)) return;
        IValidatorSet set = validatorSet();
        if (!set.isValidator(id.nodeAddress())) set.addValidator(id.nodeAddress());
    }

    /// @dev Validators that are not active have left already. Founding ones leave even if they were never admitted: no retired node validates.
    function _leaveValidatorSet(NodeId id) private {
        if (!_isValidatorHere(id)) return;
        IValidatorSet set = validatorSet();
        if (set.isValidator(id.nodeAddress())) set.removeValidator(id.nodeAddress());
    }

    function _requireActive(OrganisationId organisation) private view {
        if (!organisationRegistry().isActive(organisation)) revert NodeRegistryOrganisationNotActive(organisation);
    }

    function _requireAdministrator(OrganisationId organisation) private view {
        if (!organisationRegistry().isAdministrator(organisation, msg.sender)) {
            revert NodeRegistryNotAdministrator(organisation, msg.sender);
        }
    }

    function _requireActingAdministrator(NodeId id) private view {
        NodeStatus status = _requireRegistered(id);
        if (status == NodeStatus.Retired) revert NodeRegistryWrongStatus(id, status);
        _requireActive(_node(id).organisation);
        _requireAdministrator(_node(id).organisation);
    }

    function _requireReachable(string calldata host, uint16 port) private pure {
        if (!_isHost(host)) revert NodeRegistryHostInvalid(host);
        if (port == 0) revert NodeRegistryPortInvalid();
    }

    function _requireStatus(NodeId id, NodeStatus wanted) private view {
        NodeStatus status = _requireRegistered(id);
        if (status != wanted) revert NodeRegistryWrongStatus(id, status);
    }

    function _requireRegistered(NodeId id) private view returns (NodeStatus status) {
        status = _node(id).status;
        if (status == NodeStatus.None) revert NodeRegistryUnknown(id);
    }

    function _registrationDigest(
        OrganisationId organisation,
        uint64 network,
        NodeKind kind,
        NodeId id,
        uint48 deadline
    ) private view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(REGISTRATION_TYPEHASH, organisation, network, kind, id, _storage().nonces[id], deadline)
                )
            );
    }

    function _isValidatorHere(NodeId id) private view returns (bool) {
        Node storage registered = _node(id);
        return _isValidatorHere(registered.network, registered.kind);
    }

    function _isValidatorHere(uint64 network, NodeKind kind) private view returns (bool) {
        return kind == NodeKind.Validator && network == block.chainid;
    }

    /// @dev Whether a node with this status is one of its network.
    function _isIn(NodeStatus status) private pure returns (bool) {
        return status == NodeStatus.Active || _isResting(status);
    }

    function _isResting(NodeStatus status) private pure returns (bool) {
        return status == NodeStatus.Standby || status == NodeStatus.Quarantined;
    }

    function _node(NodeId id) private view returns (Node storage) {
        return _storage().nodes[id];
    }

    function _idOf(bytes calldata publicKey) private pure returns (NodeId) {
        if (publicKey.length != PUBLIC_KEY_LENGTH) revert NodeRegistryPublicKeyLength(publicKey.length);
        return nodeIdOf(publicKey);
    }

    /// @dev Configuration files are rendered from the host later, so nothing that could end a line or a string passes.
    function _isHost(string calldata host) private pure returns (bool) {
        bytes calldata characters = bytes(host);
        if (characters.length == 0 || characters.length > HOST_MAXIMUM) return false;
        for (uint256 i = 0; i < characters.length; ++i) {
            bytes1 c = characters[i];
            bool letter = (c >= "a" && c <= "z") || (c >= "A" && c <= "Z");
            // The digits are followed by the colon.
            bool digitOrColon = c >= "0" && c <= ":";
            if (!letter && !digitOrColon && c != "." && c != "-") return false;
        }
        return true;
    }

    /// @dev Empty, two capital letters, or these with a hyphen and one to three letters or digits.
    function _isRegion(bytes calldata region) private pure returns (bool) {
        uint256 length = region.length;
        if (length == 0) return true;
        if (length != 2 && (length < 4 || length > 6)) return false;
        for (uint256 i = 0; i < length; ++i) {
            bytes1 c = region[i];
            bool letter = c >= "A" && c <= "Z";
            bool digit = c >= "0" && c <= "9";
            if (i == 2 ? c != "-" : !letter && (i < 2 || !digit)) return false;
        }
        return true;
    }

    function _storage() private pure returns (NodeRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
