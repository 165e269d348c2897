// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {IDidRegistry} from "./IDidRegistry.sol";
import {ITrustedIssuersRegistry, IssuerType} from "./ITrustedIssuersRegistry.sol";
import {ITrustedPoliciesRegistry} from "./ITrustedPoliciesRegistry.sol";
import {Paged} from "./Paged.sol";

/// @title Register of trusted issuers, verified up to the root
/// @dev Stands behind a RegistryProxy. An attribute names the one that accredits it once, when it is reserved, and that one was accepted
/// before: attributes form trees whose depth the register keeps, so that every walk up ends at a root.
contract TrustedIssuersRegistry is
    ITrustedIssuersRegistry,
    Paged,
    Breakable,
    AccessManagedUpgradeable,
    UUPSUpgradeable
{
    uint256 private constant BODY_MAXIMUM = 8192;
    uint256 private constant SCOPE_MAXIMUM = 64;
    uint256 private constant DEPTH_MAXIMUM = 8;
    uint256 private constant PROXY_MAXIMUM = 2048;
    uint256 private constant PROXIES_MAXIMUM = 16;

    struct Revision {
        /// `Undefined` for an unknown one.
        IssuerType issuerType;
        bytes body;
    }

    struct AttributeState {
        bytes32 didHash;
        bytes32 taoHash;
        bytes32 rootTaoHash;
        bytes32 taoAttributeId;
        bytes32 committed;
        bytes32 accepted;
        uint8 depth;
        IssuerType issuerType;
        bytes32[] revisionIds;
        mapping(bytes32 revisionId => Revision) revisions;
        mapping(bytes32 bodyHash => bytes32[]) scopes;
    }

    struct Issuer {
        bytes32[] attributeIds;
        bool accepted;
        bytes32[] proxyIds;
        /// Counted from 1; 0 for an unknown proxy.
        mapping(bytes32 proxyId => uint256 number) proxyNumbers;
        mapping(bytes32 proxyId => string) proxies;
    }

    struct Root {
        bool admitted;
        bytes32[] scope;
    }

    /// @custom:storage-location erc7201:foedus.storage.TrustedIssuersRegistry
    struct TrustedIssuersRegistryStorage {
        IDidRegistry dids;
        ITrustedPoliciesRegistry policies;
        mapping(bytes32 attributeId => AttributeState) attributes;
        mapping(bytes32 didHash => Issuer) issuers;
        bytes32[] issuerDids;
        mapping(bytes32 didHash => Root) roots;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.TrustedIssuersRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xffb4115c1077c1ac296cf1af90bd241c5635bc7451df30b86324ee3b4ebf8800;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides, to the DIDs and to the policies. Once.
    function initialize(
        address initialAuthority,
        IDidRegistry initialDids,
        ITrustedPoliciesRegistry initialPolicies
    ) external initializer {
        __AccessManaged_init(initialAuthority);
        TrustedIssuersRegistryStorage storage $ = _storage();
        $.dids = initialDids;
        $.policies = initialPolicies;
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function admitRootTao(string calldata did, bytes32[] calldata scope) external restricted {
        bytes32 didHash = _activeDid(did);
        _requireScope(scope);

        Root storage root = _storage().roots[didHash];
        root.admitted = true;
        root.scope = scope;

        emit RootTaoAdmitted(did, didHash, scope, msg.sender);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function dismissRootTao(string calldata did) external restricted {
        bytes32 didHash = keccak256(bytes(did));
        if (!_storage().roots[didHash].admitted) revert TrustedIssuersRegistryNotRoot(did);

        delete _storage().roots[didHash];

        emit RootTaoDismissed(did, didHash, msg.sender);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function setAttributeMetadata(
        string calldata did,
        bytes32 attributeId,
        IssuerType issuerType,
        string calldata taoDid,
        bytes32 taoAttributeId
    ) external {
        if (issuerType == IssuerType.Revoked) {
            _revoke(did, attributeId, taoDid);
            return;
        }
        if (issuerType == IssuerType.Undefined) revert TrustedIssuersRegistryTypeInvalid(issuerType);
        bytes32 didHash = _activeDid(did);
        AttributeState storage attribute = _storage().attributes[attributeId];
        if (attributeId == 0 || attribute.didHash != 0) revert TrustedIssuersRegistryAttributeIdInvalid(attributeId);
        bytes32 taoHash = keccak256(bytes(taoDid));
        _requireController(taoHash, taoDid);

        if (issuerType == IssuerType.RootTAO) {
            if (taoHash != didHash || taoAttributeId != attributeId) {
                revert TrustedIssuersRegistryRootNotItself(did, taoDid);
            }
            if (!_storage().roots[didHash].admitted) revert TrustedIssuersRegistryNotRoot(did);
            attribute.rootTaoHash = didHash;
        } else {
            AttributeState storage tao = _storage().attributes[taoAttributeId];
            if (tao.didHash != taoHash || !_canAccredit(taoAttributeId)) {
                revert TrustedIssuersRegistryCannotAccredit(taoDid, taoAttributeId);
            }
            if (_standsInChain(didHash, taoAttributeId)) revert TrustedIssuersRegistryCircle(did, taoAttributeId);
            if (tao.depth == DEPTH_MAXIMUM) revert TrustedIssuersRegistryTooDeep(taoAttributeId, DEPTH_MAXIMUM);
            attribute.rootTaoHash = tao.rootTaoHash;
            attribute.depth = tao.depth + 1;
        }
        attribute.didHash = didHash;
        attribute.taoHash = taoHash;
        attribute.taoAttributeId = taoAttributeId;
        attribute.issuerType = issuerType;
        Issuer storage issuer = _storage().issuers[didHash];
        if (issuer.attributeIds.length == 0) _storage().issuerDids.push(didHash);
        issuer.attributeIds.push(attributeId);

        _addRevision(did, attributeId, attributeId, issuerType, "");
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function commitAccreditation(
        string calldata did,
        bytes32 attributeId,
        bytes32 bodyHash,
        bytes32[] calldata scope
    ) external whenNotPaused {
        AttributeState storage attribute = _reserved(did, attributeId);
        if (!_storage().dids.isControlledBy(attribute.taoHash, msg.sender)) {
            revert TrustedIssuersRegistryNotController(_didOf(attribute.taoHash), msg.sender);
        }
        _requireAbove(attribute);
        if (bodyHash == 0 || attribute.revisions[bodyHash].issuerType != IssuerType.Undefined) {
            revert TrustedIssuersRegistryBodyHashInvalid(attributeId, bodyHash);
        }
        _requireScope(scope);
        _requireWithin(scope, _scopeAbove(attribute), attribute.taoAttributeId);

        attribute.committed = bodyHash;
        attribute.scopes[bodyHash] = scope;

        emit AccreditationCommitted(did, attributeId, bodyHash, scope, msg.sender);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function setAttributeData(
        string calldata did,
        bytes32 attributeId,
        bytes calldata attributeData
    ) external whenNotPaused {
        AttributeState storage attribute = _reserved(did, attributeId);
        _requireController(attribute.didHash, did);
        if (attributeData.length == 0 || attributeData.length > BODY_MAXIMUM) {
            revert TrustedIssuersRegistryBodyLength(attributeData.length, BODY_MAXIMUM);
        }
        bytes32 bodyHash = sha256(attributeData);
        if (bodyHash != attribute.committed) {
            revert TrustedIssuersRegistryBodyNotCommitted(attributeId, bodyHash, attribute.committed);
        }
        _requireAbove(attribute);

        attribute.accepted = bodyHash;
        attribute.committed = 0;
        _storage().issuers[attribute.didHash].accepted = true;

        _addRevision(did, attributeId, bodyHash, attribute.issuerType, attributeData);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function addIssuerProxy(string calldata did, string calldata proxyData) external whenNotPaused {
        Issuer storage issuer = _ownIssuer(did);
        _requireProxyLength(proxyData);
        bytes32 proxyId = sha256(bytes(proxyData));
        if (issuer.proxyNumbers[proxyId] != 0) revert TrustedIssuersRegistryProxyKnown(did, proxyId);
        if (issuer.proxyIds.length == PROXIES_MAXIMUM) {
            revert TrustedIssuersRegistryTooManyProxies(did, PROXIES_MAXIMUM);
        }

        issuer.proxyIds.push(proxyId);
        issuer.proxyNumbers[proxyId] = issuer.proxyIds.length;
        issuer.proxies[proxyId] = proxyData;

        emit AddIssuerProxy(did, proxyId, proxyData, msg.sender);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function updateIssuerProxy(string calldata did, bytes32 proxyId, string calldata proxyData) external whenNotPaused {
        Issuer storage issuer = _ownIssuer(did);
        _requireProxy(issuer, did, proxyId);
        _requireProxyLength(proxyData);

        issuer.proxies[proxyId] = proxyData;

        emit UpdateIssuerProxy(did, proxyId, proxyData, msg.sender);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function removeIssuerProxy(string calldata did, bytes32 proxyId) external {
        Issuer storage issuer = _ownIssuer(did);
        _requireProxy(issuer, did, proxyId);

        uint256 number = issuer.proxyNumbers[proxyId];
        bytes32 moved = issuer.proxyIds[issuer.proxyIds.length - 1];
        issuer.proxyIds[number - 1] = moved;
        issuer.proxyNumbers[moved] = number;
        issuer.proxyIds.pop();
        delete issuer.proxyNumbers[proxyId];
        delete issuer.proxies[proxyId];

        emit RemoveIssuerProxy(did, proxyId, msg.sender);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function accreditation(bytes32 attributeId) external view returns (Accreditation memory) {
        AttributeState storage attribute = _storage().attributes[attributeId];
        return
            Accreditation({
                didHash: attribute.didHash,
                taoHash: attribute.taoHash,
                rootTaoHash: attribute.rootTaoHash,
                taoAttributeId: attribute.taoAttributeId,
                depth: attribute.depth,
                issuerType: attribute.issuerType,
                committed: attribute.committed,
                accepted: attribute.accepted,
                valid: _isValid(attributeId)
            });
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function isAccredited(
        string calldata did,
        bytes32 attributeId,
        bytes32 credentialType
    ) external view returns (bool) {
        AttributeState storage attribute = _storage().attributes[attributeId];
        if (attribute.didHash != keccak256(bytes(did)) || !_isValid(attributeId)) return false;
        // Nine steps at most, with at most 64 reads each.
        while (_contains(attribute.scopes[attribute.accepted], credentialType)) {
            if (attribute.depth == 0) return _contains(_storage().roots[attribute.didHash].scope, credentialType);
            attribute = _storage().attributes[attribute.taoAttributeId];
        }
        return false;
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function scopeOf(bytes32 attributeId, bytes32 bodyHash) external view returns (bytes32[] memory) {
        return _storage().attributes[attributeId].scopes[bodyHash];
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function rootTao(string calldata did) external view returns (bool admitted, bytes32[] memory scope) {
        Root storage root = _storage().roots[keccak256(bytes(did))];
        return (root.admitted, root.scope);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getIssuer(string calldata did) external view returns (bool noAttributesAccepted, uint256 totalAttributes) {
        Issuer storage issuer = _issuer(did);
        return (!issuer.accepted, issuer.attributeIds.length);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getIssuers(
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        bytes32[] storage list = _storage().issuerDids;
        total = list.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new string[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = _didOf(list[first + i]);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getIssuerAttributes(
        string calldata did,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        return _idsPage(_issuer(did).attributeIds, page, pageSize);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getIssuerAttributeRevisions(
        string calldata did,
        bytes32 attributeId,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        return _idsPage(_attribute(did, attributeId).revisionIds, page, pageSize);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getLatestRevisionAttributeId(string calldata did, bytes32 attributeId) external view returns (bytes32) {
        return _lastRevision(_attribute(did, attributeId));
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getRevisionAttribute(
        string calldata did,
        bytes32 attributeId,
        bytes32 revisionId
    ) external view returns (Attribute memory) {
        return _revisionOf(did, attributeId, revisionId);
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getLatestRevisionAttribute(
        string calldata did,
        bytes32 attributeId
    ) external view returns (Attribute memory) {
        return _revisionOf(did, attributeId, _lastRevision(_attribute(did, attributeId)));
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getIssuerProxyById(string calldata did, bytes32 proxyId) external view returns (string memory proxyData) {
        Issuer storage issuer = _issuer(did);
        _requireProxy(issuer, did, proxyId);
        return issuer.proxies[proxyId];
    }

    /// @inheritdoc ITrustedIssuersRegistry
    function getIssuerProxies(
        string calldata did,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        return _idsPage(_issuer(did).proxyIds, page, pageSize);
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == this.commitAccreditation.selector ||
            selector == this.setAttributeData.selector ||
            selector == this.addIssuerProxy.selector ||
            selector == this.updateIssuerProxy.selector;
    }

    function _revoke(string calldata did, bytes32 attributeId, string calldata taoDid) private {
        AttributeState storage attribute = _reserved(did, attributeId);
        bytes32 taoHash = keccak256(bytes(taoDid));
        if (taoHash != attribute.taoHash && taoHash != attribute.rootTaoHash) {
            revert TrustedIssuersRegistryNotAccreditor(attributeId, taoDid);
        }
        _requireController(taoHash, taoDid);

        attribute.issuerType = IssuerType.Revoked;

        bytes32 revisionId = sha256(abi.encode(block.timestamp, did, _lastRevision(attribute)));
        _addRevision(did, attributeId, revisionId, IssuerType.Revoked, "");
    }

    function _addRevision(
        string calldata did,
        bytes32 attributeId,
        bytes32 revisionId,
        IssuerType issuerType,
        bytes memory body
    ) private {
        AttributeState storage attribute = _storage().attributes[attributeId];
        attribute.revisionIds.push(revisionId);
        attribute.revisions[revisionId] = Revision(issuerType, body);

        emit AddAttributeRevision(
            did,
            attributeId,
            revisionId,
            issuerType,
            _didOf(attribute.taoHash),
            attribute.taoAttributeId,
            _didOf(attribute.rootTaoHash),
            body,
            msg.sender
        );
    }

    function _activeDid(string calldata did) private view returns (bytes32 didHash) {
        didHash = keccak256(bytes(did));
        if (!_storage().dids.isActive(didHash)) revert TrustedIssuersRegistryDidUnknown(did);
    }

    function _requireController(bytes32 didHash, string calldata did) private view {
        if (!_storage().dids.isControlledBy(didHash, msg.sender)) {
            revert TrustedIssuersRegistryNotController(did, msg.sender);
        }
    }

    function _requireScope(bytes32[] calldata scope) private pure {
        bool isOrdered = scope.length > 0 && scope.length <= SCOPE_MAXIMUM;
        for (uint256 i = 1; isOrdered && i < scope.length; ++i) isOrdered = scope[i - 1] < scope[i];
        if (!isOrdered) revert TrustedIssuersRegistryScopeInvalid(scope.length, SCOPE_MAXIMUM);
    }

    /// @dev Both are in ascending order.
    function _requireWithin(bytes32[] calldata scope, bytes32[] storage wider, bytes32 taoAttributeId) private view {
        uint256 j = 0;
        for (uint256 i = 0; i < scope.length; ++i) {
            while (j < wider.length && wider[j] < scope[i]) ++j;
            if (j == wider.length || wider[j] != scope[i]) {
                revert TrustedIssuersRegistryScopeTooWide(taoAttributeId, scope[i]);
            }
        }
    }

    /// @dev That whoever accredits can do so now: for a root the body that admitted it.
    function _requireAbove(AttributeState storage attribute) private view {
        if (attribute.depth == 0) {
            if (!_storage().roots[attribute.didHash].admitted) {
                revert TrustedIssuersRegistryNotRoot(_didOf(attribute.didHash));
            }
        } else if (!_isValid(attribute.taoAttributeId)) {
            revert TrustedIssuersRegistryCannotAccredit(_didOf(attribute.taoHash), attribute.taoAttributeId);
        }
    }

    function _requireProxy(Issuer storage issuer, string calldata did, bytes32 proxyId) private view {
        if (issuer.proxyNumbers[proxyId] == 0) revert TrustedIssuersRegistryUnknownProxy(did, proxyId);
    }

    function _requireProxyLength(string calldata proxyData) private pure {
        uint256 length = bytes(proxyData).length;
        if (length == 0 || length > PROXY_MAXIMUM) revert TrustedIssuersRegistryProxyLength(length, PROXY_MAXIMUM);
    }

    function _issuer(string calldata did) private view returns (Issuer storage issuer) {
        issuer = _storage().issuers[keccak256(bytes(did))];
        if (issuer.attributeIds.length == 0) revert TrustedIssuersRegistryUnknownIssuer(did);
    }

    function _ownIssuer(string calldata did) private view returns (Issuer storage issuer) {
        issuer = _issuer(did);
        if (_storage().dids.isControlledBy(keccak256(bytes(did)), msg.sender)) return issuer;
        if (_storage().policies.checkPolicy("TIR:updateIssuer", msg.sender)) return issuer;
        revert TrustedIssuersRegistryNotController(did, msg.sender);
    }

    function _attribute(
        string calldata did,
        bytes32 attributeId
    ) private view returns (AttributeState storage attribute) {
        attribute = _storage().attributes[attributeId];
        if (attribute.didHash != keccak256(bytes(did))) {
            revert TrustedIssuersRegistryUnknownAttribute(did, attributeId);
        }
    }

    function _reserved(
        string calldata did,
        bytes32 attributeId
    ) private view returns (AttributeState storage attribute) {
        attribute = _attribute(did, attributeId);
        if (attribute.issuerType == IssuerType.Revoked) revert TrustedIssuersRegistryRevoked(attributeId);
    }

    function _lastRevision(AttributeState storage attribute) private view returns (bytes32) {
        return attribute.revisionIds[attribute.revisionIds.length - 1];
    }

    function _revisionOf(
        string calldata did,
        bytes32 attributeId,
        bytes32 revisionId
    ) private view returns (Attribute memory) {
        AttributeState storage attribute = _attribute(did, attributeId);
        Revision storage revision = attribute.revisions[revisionId];
        if (revision.issuerType == IssuerType.Undefined) {
            revert TrustedIssuersRegistryUnknownRevision(attributeId, revisionId);
        }
        return
            Attribute({
                did: did,
                attributeId: revisionId,
                attribData: revision.body,
                tao: _didOf(attribute.taoHash),
                rootTao: _didOf(attribute.rootTaoHash),
                issuerType: revision.issuerType
            });
    }

    /// @dev Ends at a root, because each attribute is one step nearer to it than what it accredits.
    function _isValid(bytes32 attributeId) private view returns (bool) {
        while (true) {
            AttributeState storage attribute = _storage().attributes[attributeId];
            if (attribute.accepted == 0 || attribute.issuerType == IssuerType.Revoked) return false;
            if (!_storage().dids.isActive(attribute.didHash)) return false;
            if (attribute.depth == 0) return _storage().roots[attribute.didHash].admitted;
            attributeId = attribute.taoAttributeId;
        }
        // Never reached.
        return false;
    }

    function _canAccredit(bytes32 attributeId) private view returns (bool) {
        IssuerType issuerType = _storage().attributes[attributeId].issuerType;
        return (issuerType == IssuerType.RootTAO || issuerType == IssuerType.TAO) && _isValid(attributeId);
    }

    function _standsInChain(bytes32 didHash, bytes32 attributeId) private view returns (bool) {
        AttributeState storage attribute = _storage().attributes[attributeId];
        while (attribute.didHash != didHash) {
            if (attribute.depth == 0) return false;
            attribute = _storage().attributes[attribute.taoAttributeId];
        }
        return true;
    }

    function _scopeAbove(AttributeState storage attribute) private view returns (bytes32[] storage) {
        if (attribute.depth == 0) return _storage().roots[attribute.didHash].scope;
        AttributeState storage tao = _storage().attributes[attribute.taoAttributeId];
        return tao.scopes[tao.accepted];
    }

    function _contains(bytes32[] storage scope, bytes32 credentialType) private view returns (bool) {
        for (uint256 i = 0; i < scope.length; ++i) if (scope[i] == credentialType) return true;
        return false;
    }

    function _didOf(bytes32 didHash) private view returns (string memory) {
        return _storage().dids.didOf(didHash);
    }

    function _storage() private pure returns (TrustedIssuersRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
