// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {DidTexts} from "./DidTexts.sol";
import {IDidRegistry} from "./IDidRegistry.sol";
import {ITrustedPoliciesRegistry} from "./ITrustedPoliciesRegistry.sol";
import {Paged} from "./Paged.sol";
import {PublicKeys} from "./PublicKeys.sol";

/// @title Register of the DIDs of legal entities
/// @dev Stands behind a RegistryProxy. What a document was at a time of the past is read from lists that only grow: an entry says since
/// when the register knows it (`recordedAt`, `since`) and until when (`supersededAt`, `until`), so that a later change leaves the answer as it was.
contract DidRegistry is IDidRegistry, Paged, Breakable, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant DOCUMENT_MAXIMUM = 4096;
    uint256 private constant CONTROLLERS_MAXIMUM = 10;
    uint256 private constant METHODS_MAXIMUM = 1024;
    uint256 private constant PERIODS_MAXIMUM = 4096;
    /// @dev Keys of one document that invoke capabilities at a time: whoever looks for one that is left looks at no more.
    uint256 private constant INVOKERS_MAXIMUM = 16;
    /// @dev Relationships by number, 0 to 4.
    uint8 private constant RELATIONSHIPS = 5;
    uint8 private constant AUTHENTICATION = 0;
    uint8 private constant CAPABILITY_INVOCATION = 3;

    struct BaseDocument {
        uint48 since;
        string text;
    }

    struct ControllerTerm {
        bytes32 controller;
        uint48 since;
        /// 0 while it lasts.
        uint48 until;
    }

    /// @dev One slot.
    struct Period {
        uint16 method;
        uint8 relationship;
        uint48 notBefore;
        uint48 notAfter;
        uint48 recordedAt;
        /// 0 while nothing else was said.
        uint48 supersededAt;
        uint40 indexDid;
    }

    struct Document {
        uint48 insertedAt;
        uint48 deactivatedAt;
        string did;
        BaseDocument[] baseDocuments;
        ControllerTerm[] terms;
        /// Places of the terms that last.
        uint32[] presentTerms;
        VerificationMethod[] methods;
        /// Place of a key by the hash of its id, counted from 1.
        mapping(bytes32 idHash => uint256 number) methodNumbers;
        /// Place of the secp256k1 key of an account, counted from 1.
        mapping(address holder => uint256 number) holderNumbers;
        Period[] periods;
        /// Place of the last period of a key in a relationship, counted from 1.
        mapping(uint256 methodAndRelationship => uint256 number) lastPeriods;
        /// Places of the secp256k1 keys whose last period in `capabilityInvocation` was not seen to be over.
        uint16[] invokers;
    }

    /// @custom:storage-location erc7201:foedus.storage.DidRegistry
    struct DidRegistryStorage {
        ITrustedPoliciesRegistry policies;
        mapping(bytes32 didHash => Document) documents;
        bytes32[] dids;
        mapping(bytes32 controller => bytes32[] dids) controlled;
        /// Place in the list before, counted from 1; 0 for whom the controller does not control.
        mapping(bytes32 controller => mapping(bytes32 didHash => uint256 number)) controlledNumbers;
        mapping(bytes32 idAndRelationship => bytes32[] dids) related;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.DidRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xb340ea7f8b0b660250281fd7abbf24ae72f76e83d527a3c2ec3b261322661d00;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who upgrades it, and to the policies. Once.
    function initialize(address initialAuthority, ITrustedPoliciesRegistry initialPolicies) external initializer {
        __AccessManaged_init(initialAuthority);
        _storage().policies = initialPolicies;
    }

    /// @inheritdoc IDidRegistry
    function insertDidDocument(
        string calldata did,
        string calldata baseDocument,
        string calldata vMethodId,
        bytes calldata publicKey,
        bool isSecp256k1,
        uint256 notBefore,
        uint256 notAfter
    ) external whenNotPaused returns (bool) {
        if (!DidTexts.isDid(bytes(did))) revert DidRegistryDidInvalid(did);
        bytes32 didHash = keccak256(bytes(did));
        Document storage document = _document(didHash);
        if (document.insertedAt != 0) revert DidRegistryAlreadyInserted(did);
        if (!isSecp256k1) revert DidRegistryFirstKeyInvalid(did);
        _requirePeriod(notBefore, notAfter);

        DidRegistryStorage storage $ = _storage();
        document.insertedAt = _now();
        document.did = did;
        $.dids.push(didHash);
        _setBaseDocument(document, baseDocument);
        _beginTerm(document, didHash, didHash);
        uint16 method = _addMethod(document, did, vMethodId, publicKey, true);
        _requireKeyHolder(publicKey);
        _addPeriod(document, didHash, method, CAPABILITY_INVOCATION, notBefore, notAfter);
        _addPeriod(document, didHash, method, AUTHENTICATION, notBefore, notAfter);

        emit DidDocumentInserted(
            did,
            baseDocument,
            vMethodId,
            publicKey,
            isSecp256k1,
            notBefore,
            notAfter,
            didHash,
            msg.sender
        );
        return true;
    }

    /// @inheritdoc IDidRegistry
    function updateBaseDocument(
        string calldata did,
        string calldata baseDocument
    ) external whenNotPaused returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:updateBaseDocument");

        _setBaseDocument(document, baseDocument);

        emit BaseDocumentUpdated(did, baseDocument, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function addController(string calldata did, string calldata controller) external whenNotPaused returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:addController");
        (, bytes32 controllerHash) = _active(controller);
        if (_storage().controlledNumbers[controllerHash][didHash] != 0) {
            revert DidRegistryAlreadyController(did, controller);
        }
        if (document.presentTerms.length == CONTROLLERS_MAXIMUM) {
            revert DidRegistryTooManyControllers(did, CONTROLLERS_MAXIMUM);
        }

        _beginTerm(document, didHash, controllerHash);

        emit ControllerAdded(did, controller, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function revokeController(string calldata did, string calldata controller) external returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:revokeController");
        bytes32 controllerHash = keccak256(bytes(controller));
        if (_storage().controlledNumbers[controllerHash][didHash] == 0) {
            revert DidRegistryUnknownController(did, controller);
        }

        _endTerm(document, didHash, controllerHash);
        if (!_isControllable(document)) revert DidRegistryLastController(did, controller);

        emit ControllerRevoked(did, controller, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function addVerificationMethod(
        string calldata did,
        string calldata vMethodId,
        bytes calldata publicKey,
        bool isSecp256k1
    ) external whenNotPaused returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:addVerificationMethod");

        _addMethod(document, did, vMethodId, publicKey, isSecp256k1);

        emit VerificationMethodAdded(did, vMethodId, publicKey, isSecp256k1, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function addVerificationRelationship(
        string calldata did,
        string calldata name,
        string calldata vMethodId,
        uint256 notBefore,
        uint256 notAfter
    ) external whenNotPaused returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:addVerificationRelationship");
        uint8 relationship = _relationshipOf(name);
        uint16 method = _usable(document, did, vMethodId);
        _requirePeriod(notBefore, notAfter);
        uint256 number = document.lastPeriods[_key(method, relationship)];
        if (number != 0) {
            Period storage last = document.periods[number - 1];
            if (last.notAfter >= block.timestamp || last.notAfter >= notBefore) {
                revert DidRegistryPeriodOverlaps(vMethodId, name, last.notBefore, last.notAfter);
            }
        }

        _addPeriod(document, didHash, method, relationship, notBefore, notAfter);

        emit VerificationRelationshipAdded(did, name, vMethodId, notBefore, notAfter, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function revokeVerificationMethod(
        string calldata did,
        string calldata vMethodId,
        uint256 notAfter
    ) external returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:revokeVerificationMethod");
        uint16 method = _usable(document, did, vMethodId);
        if (notAfter > block.timestamp) revert DidRegistryEndInvalid(notAfter, block.timestamp);
        if (_invokes(document, method, block.timestamp)) {
            _requireOtherInvoker(document, did, vMethodId, method, block.timestamp);
        }

        VerificationMethod storage revoked = document.methods[method];
        revoked.revokedAt = _now();
        revoked.revokedFrom = uint48(notAfter);
        for (uint8 relationship = 0; relationship < RELATIONSHIPS; ++relationship) {
            uint256 number = document.lastPeriods[_key(method, relationship)];
            if (number == 0) continue;
            Period storage last = document.periods[number - 1];
            if (last.notAfter >= block.timestamp) last.supersededAt = _now();
        }
        _dropInvoker(document, method);

        emit VerificationMethodRevoked(did, vMethodId, notAfter, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function expireVerificationMethod(
        string calldata did,
        string calldata vMethodId,
        uint256 notAfter
    ) external returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:expireVerificationMethod");
        uint16 method = _usable(document, did, vMethodId);
        if (notAfter <= block.timestamp || notAfter > type(uint48).max) {
            revert DidRegistryEndInvalid(notAfter, block.timestamp);
        }

        bool ended;
        for (uint8 relationship = 0; relationship < RELATIONSHIPS; ++relationship) {
            uint256 number = document.lastPeriods[_key(method, relationship)];
            if (number == 0) continue;
            uint48 present = document.periods[number - 1].notAfter;
            if (present < block.timestamp) continue;
            ended = true;
            if (relationship == CAPABILITY_INVOCATION && notAfter < present) {
                _requireOtherInvoker(document, did, vMethodId, method, notAfter + 1);
            }
            _setEnd(document, number, uint48(notAfter));
        }
        if (!ended) revert DidRegistryNothingToEnd(did, vMethodId);

        emit VerificationMethodExpired(did, vMethodId, notAfter, didHash, msg.sender);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function rollVerificationMethod(RollArgs calldata args) external whenNotPaused returns (bool) {
        (Document storage document, bytes32 didHash) = _writable(args.did, "DID:rollVerificationMethod");
        _requirePeriod(args.notBefore, args.notAfter);
        if (args.duration > type(uint48).max - args.notBefore) {
            revert DidRegistryPeriodInvalid(args.notBefore, args.duration, block.timestamp);
        }
        uint16 old = _usable(document, args.did, args.oldVMethodId);

        uint16 method = _addMethod(document, args.did, args.vMethodId, args.publicKey, args.isSecp256k1);
        uint48 end = uint48(args.notBefore + args.duration);
        bool ended;
        for (uint8 relationship = 0; relationship < RELATIONSHIPS; ++relationship) {
            uint256 number = document.lastPeriods[_key(old, relationship)];
            if (number == 0) continue;
            uint48 present = document.periods[number - 1].notAfter;
            if (present < block.timestamp) continue;
            ended = true;
            _addPeriod(document, didHash, method, relationship, args.notBefore, args.notAfter);
            if (present <= end) continue;
            if (relationship == CAPABILITY_INVOCATION) {
                uint256 timepoint = end < block.timestamp ? block.timestamp : uint256(end) + 1;
                _requireOtherInvoker(document, args.did, args.oldVMethodId, old, timepoint);
            }
            _setEnd(document, number, end);
        }
        if (!ended) revert DidRegistryNothingToEnd(args.did, args.oldVMethodId);

        _emitRolled(args, didHash);
        return true;
    }

    /// @inheritdoc IDidRegistry
    function deactivateDid(string calldata did) external {
        (Document storage document, bytes32 didHash) = _writable(did, "DID:deactivateDid");

        document.deactivatedAt = _now();

        emit DidDeactivated(did, didHash, msg.sender);
    }

    /// @inheritdoc IDidRegistry
    function getDids(
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        return _didsOf(_storage().dids, page, pageSize);
    }

    /// @inheritdoc IDidRegistry
    function getDidsByController(
        string calldata controller,
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        (, bytes32 controllerHash) = _inserted(controller);
        return _didsOf(_storage().controlled[controllerHash], page, pageSize);
    }

    /// @inheritdoc IDidRegistry
    function getDidsByVerificationRelationship(
        string calldata vMethodId,
        string calldata name,
        uint256 page,
        uint256 pageSize
    ) external view returns (DidWithPeriod[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        uint8 relationship = _relationshipOf(name);
        bytes32 idHash = keccak256(bytes(vMethodId));
        bytes32[] storage list = _storage().related[_relatedKey(idHash, relationship)];
        total = list.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new DidWithPeriod[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = _lastPeriod(_document(list[first + i]), idHash, relationship);
    }

    /// @inheritdoc IDidRegistry
    function getDidDocument(
        string calldata did
    )
        external
        view
        returns (
            string memory baseDocument,
            string[] memory controllers,
            string[] memory vMethodIds,
            VMethod[] memory vMethods,
            VRelationship[] memory vRelationships
        )
    {
        return _resolve(did, block.timestamp);
    }

    /// @inheritdoc IDidRegistry
    function getDidDocumentByTimestamp(
        string calldata did,
        uint256 timestamp
    )
        external
        view
        returns (
            string memory baseDocument,
            string[] memory controllers,
            string[] memory vMethodIds,
            VMethod[] memory vMethods,
            VRelationship[] memory vRelationships
        )
    {
        return _resolve(did, timestamp);
    }

    /// @inheritdoc IDidRegistry
    function checkController(string calldata did, address controller) external view returns (bool) {
        return _isController(_document(keccak256(bytes(did))), controller);
    }

    /// @inheritdoc IDidRegistry
    function checkController(bytes calldata did, address controller) external view returns (bool) {
        return _isController(_document(keccak256(did)), controller);
    }

    /// @inheritdoc IDidRegistry
    function isControlledBy(bytes32 didHash, address account) external view returns (bool) {
        return _isController(_document(didHash), account);
    }

    /// @inheritdoc IDidRegistry
    function verificationMethod(
        string calldata did,
        string calldata vMethodId
    ) external view returns (VerificationMethod memory) {
        (Document storage document, ) = _inserted(did);
        return document.methods[_methodOf(document, did, vMethodId)];
    }

    /// @inheritdoc IDidRegistry
    function didLife(string calldata did) external view returns (uint48 insertedAt, uint48 deactivatedAt) {
        Document storage document = _document(keccak256(bytes(did)));
        return (document.insertedAt, document.deactivatedAt);
    }

    /// @inheritdoc IDidRegistry
    function isActive(bytes32 didHash) external view returns (bool) {
        return _isActive(_document(didHash));
    }

    /// @inheritdoc IDidRegistry
    function didOf(bytes32 didHash) external view returns (string memory) {
        return _document(didHash).did;
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == this.insertDidDocument.selector ||
            selector == this.updateBaseDocument.selector ||
            selector == this.addController.selector ||
            selector == this.addVerificationMethod.selector ||
            selector == this.addVerificationRelationship.selector ||
            selector == this.rollVerificationMethod.selector;
    }

    // What is written.

    function _setBaseDocument(Document storage document, string calldata text) private {
        uint256 length = bytes(text).length;
        if (length == 0 || length > DOCUMENT_MAXIMUM) revert DidRegistryDocumentLength(length, DOCUMENT_MAXIMUM);
        uint256 count = document.baseDocuments.length;
        // Of several documents of one second the last stays, because no time lies between them.
        // slither-disable-next-line incorrect-equality
        if (count != 0 && document.baseDocuments[count - 1].since == block.timestamp) {
            document.baseDocuments[count - 1].text = text;
        } else {
            document.baseDocuments.push(BaseDocument(_now(), text));
        }
    }

    function _beginTerm(Document storage document, bytes32 didHash, bytes32 controller) private {
        DidRegistryStorage storage $ = _storage();
        document.presentTerms.push(uint32(document.terms.length));
        document.terms.push(ControllerTerm(controller, _now(), 0));
        $.controlled[controller].push(didHash);
        $.controlledNumbers[controller][didHash] = $.controlled[controller].length;
    }

    function _endTerm(Document storage document, bytes32 didHash, bytes32 controller) private {
        uint32[] storage present = document.presentTerms;
        uint256 last = present.length - 1;
        // At most ten.
        for (uint256 i = 0; i <= last; ++i) {
            ControllerTerm storage term = document.terms[present[i]];
            if (term.controller != controller) continue;
            term.until = _now();
            present[i] = present[last];
            present.pop();
            break;
        }

        DidRegistryStorage storage $ = _storage();
        bytes32[] storage list = $.controlled[controller];
        uint256 number = $.controlledNumbers[controller][didHash];
        bytes32 moved = list[list.length - 1];
        list[number - 1] = moved;
        $.controlledNumbers[controller][moved] = number;
        list.pop();
        delete $.controlledNumbers[controller][didHash];
    }

    function _addMethod(
        Document storage document,
        string calldata did,
        string calldata vMethodId,
        bytes calldata publicKey,
        bool isSecp256k1
    ) private returns (uint16 method) {
        if (!DidTexts.isMethodId(bytes(vMethodId))) revert DidRegistryMethodIdInvalid(vMethodId);
        bytes32 idHash = keccak256(bytes(vMethodId));
        if (document.methodNumbers[idHash] != 0) revert DidRegistryMethodKnown(did, vMethodId);
        if (document.methods.length == METHODS_MAXIMUM) revert DidRegistryTooMany(METHODS_MAXIMUM);
        method = uint16(document.methods.length);
        if (isSecp256k1) {
            address holder = PublicKeys.holderOf(publicKey);
            if (holder == address(0)) revert DidRegistryPublicKeyInvalid(publicKey.length, true);
            if (document.holderNumbers[holder] != 0) revert DidRegistryKeyInUse(did, holder);
            document.holderNumbers[holder] = uint256(method) + 1;
        } else if (!PublicKeys.isObject(publicKey)) {
            revert DidRegistryPublicKeyInvalid(publicKey.length, false);
        }

        document.methodNumbers[idHash] = uint256(method) + 1;
        document.methods.push(VerificationMethod(vMethodId, publicKey, isSecp256k1, _now(), 0, 0));
    }

    /// @dev The caller has seen that no period of the key in this relationship lasts.
    function _addPeriod(
        Document storage document,
        bytes32 didHash,
        uint16 method,
        uint8 relationship,
        uint256 notBefore,
        uint256 notAfter
    ) private {
        uint256 number = document.lastPeriods[_key(method, relationship)];
        uint40 indexDid;
        if (number == 0) {
            bytes32 idHash = keccak256(bytes(document.methods[method].id));
            bytes32[] storage list = _storage().related[_relatedKey(idHash, relationship)];
            indexDid = uint40(list.length);
            list.push(didHash);
        } else {
            indexDid = document.periods[number - 1].indexDid;
        }
        _pushPeriod(document, Period(method, relationship, uint48(notBefore), uint48(notAfter), _now(), 0, indexDid));
        if (relationship == CAPABILITY_INVOCATION && document.methods[method].isSecp256k1) {
            _addInvoker(document, method);
        }
    }

    function _setEnd(Document storage document, uint256 number, uint48 notAfter) private {
        Period storage present = document.periods[number - 1];
        present.supersededAt = _now();
        Period memory next = present;
        next.notAfter = notAfter;
        next.recordedAt = _now();
        next.supersededAt = 0;
        _pushPeriod(document, next);
    }

    function _pushPeriod(Document storage document, Period memory period) private {
        if (document.periods.length == PERIODS_MAXIMUM) revert DidRegistryTooMany(PERIODS_MAXIMUM);
        document.periods.push(period);
        document.lastPeriods[_key(period.method, period.relationship)] = document.periods.length;
    }

    function _addInvoker(Document storage document, uint16 method) private {
        uint16[] storage invokers = document.invokers;
        uint256 i = 0;
        // Those that are over make room, so that a document never has more than a few to look at.
        while (i < invokers.length) {
            if (invokers[i] == method || _lastInvocation(document, invokers[i]).notAfter < block.timestamp) {
                invokers[i] = invokers[invokers.length - 1];
                invokers.pop();
            } else {
                ++i;
            }
        }
        if (invokers.length == INVOKERS_MAXIMUM) revert DidRegistryTooMany(INVOKERS_MAXIMUM);
        invokers.push(method);
    }

    function _dropInvoker(Document storage document, uint16 method) private {
        uint16[] storage invokers = document.invokers;
        for (uint256 i = 0; i < invokers.length; ++i) {
            if (invokers[i] != method) continue;
            invokers[i] = invokers[invokers.length - 1];
            invokers.pop();
            return;
        }
    }

    function _emitRolled(RollArgs calldata args, bytes32 didHash) private {
        emit VerificationMethodRolled(
            args.did,
            args.vMethodId,
            args.publicKey,
            args.isSecp256k1,
            args.notBefore,
            args.notAfter,
            args.oldVMethodId,
            args.duration,
            didHash,
            msg.sender
        );
    }

    // Who may, and what must be.

    function _writable(
        string calldata did,
        string memory policy
    ) private view returns (Document storage document, bytes32 didHash) {
        (document, didHash) = _active(did);
        if (!_isController(document, msg.sender) && !_storage().policies.checkPolicy(policy, msg.sender)) {
            revert DidRegistryNotController(did, msg.sender, policy);
        }
    }

    function _requireKeyHolder(bytes calldata publicKey) private view {
        address holder = PublicKeys.holderOf(publicKey);
        if (holder == msg.sender) return;
        if (!_storage().policies.checkPolicy("DID:insertDidDocument", msg.sender)) {
            revert DidRegistryNotKeyHolder(msg.sender, holder);
        }
    }

    function _requirePeriod(uint256 notBefore, uint256 notAfter) private view {
        if (notBefore > notAfter || notAfter < block.timestamp || notAfter > type(uint48).max) {
            revert DidRegistryPeriodInvalid(notBefore, notAfter, block.timestamp);
        }
    }

    /// @dev The end of a key that does not invoke capabilities as an account takes nothing away.
    function _requireOtherInvoker(
        Document storage document,
        string calldata did,
        string calldata vMethodId,
        uint16 method,
        uint256 timepoint
    ) private view {
        if (!document.methods[method].isSecp256k1) return;
        for (uint256 i = 0; i < document.invokers.length; ++i) {
            uint16 other = document.invokers[i];
            if (other != method && _invokes(document, other, timepoint)) return;
        }
        revert DidRegistryLastCapability(did, vMethodId, timepoint);
    }

    function _inserted(string calldata did) private view returns (Document storage document, bytes32 didHash) {
        didHash = keccak256(bytes(did));
        document = _document(didHash);
        if (document.insertedAt == 0) revert DidRegistryUnknown(did);
    }

    function _active(string calldata did) private view returns (Document storage document, bytes32 didHash) {
        (document, didHash) = _inserted(did);
        if (document.deactivatedAt != 0) revert DidRegistryDeactivated(did, document.deactivatedAt);
    }

    function _isActive(Document storage document) private view returns (bool) {
        return document.insertedAt != 0 && document.deactivatedAt == 0;
    }

    function _methodOf(
        Document storage document,
        string calldata did,
        string calldata vMethodId
    ) private view returns (uint16) {
        uint256 number = document.methodNumbers[keccak256(bytes(vMethodId))];
        if (number == 0) revert DidRegistryUnknownMethod(did, vMethodId);
        return uint16(number - 1);
    }

    function _usable(
        Document storage document,
        string calldata did,
        string calldata vMethodId
    ) private view returns (uint16 method) {
        method = _methodOf(document, did, vMethodId);
        uint48 revokedAt = document.methods[method].revokedAt;
        if (revokedAt != 0) revert DidRegistryMethodRevoked(did, vMethodId, revokedAt);
    }

    function _isController(Document storage document, address account) private view returns (bool) {
        if (!_isActive(document)) return false;
        for (uint256 i = 0; i < document.presentTerms.length; ++i) {
            Document storage controller = _document(document.terms[document.presentTerms[i]].controller);
            uint256 number = controller.holderNumbers[account];
            if (number == 0 || !_isActive(controller)) continue;
            if (_invokes(controller, uint16(number - 1), block.timestamp)) return true;
        }
        return false;
    }

    function _isControllable(Document storage document) private view returns (bool) {
        for (uint256 i = 0; i < document.presentTerms.length; ++i) {
            Document storage controller = _document(document.terms[document.presentTerms[i]].controller);
            if (!_isActive(controller)) continue;
            for (uint256 j = 0; j < controller.invokers.length; ++j) {
                if (_invokes(controller, controller.invokers[j], block.timestamp)) return true;
            }
        }
        return false;
    }

    /// @dev Whether the secp256k1 key can invoke capabilities then, as far as is known now.
    function _invokes(Document storage document, uint16 method, uint256 timepoint) private view returns (bool) {
        if (!document.methods[method].isSecp256k1) return false;
        uint256 number = document.lastPeriods[_key(method, CAPABILITY_INVOCATION)];
        if (number == 0) return false;
        Period storage last = document.periods[number - 1];
        return last.supersededAt == 0 && last.notBefore <= timepoint && timepoint <= last.notAfter;
    }

    function _lastInvocation(Document storage document, uint16 method) private view returns (Period storage) {
        return document.periods[document.lastPeriods[_key(method, CAPABILITY_INVOCATION)] - 1];
    }

    // What is read.

    function _resolve(
        string calldata did,
        uint256 timestamp
    )
        private
        view
        returns (
            string memory baseDocument,
            string[] memory controllers,
            string[] memory vMethodIds,
            VMethod[] memory vMethods,
            VRelationship[] memory vRelationships
        )
    {
        (Document storage document, ) = _inserted(did);
        if (timestamp < document.insertedAt) {
            revert DidRegistryNotYetInserted(did, document.insertedAt, timestamp);
        }
        if (document.deactivatedAt != 0 && timestamp >= document.deactivatedAt) {
            revert DidRegistryDeactivated(did, document.deactivatedAt);
        }
        baseDocument = _baseDocumentAt(document, timestamp);
        controllers = _controllersAt(document, timestamp);
        uint256[] memory methods;
        (vRelationships, methods) = _relationshipsAt(document, timestamp);
        (vMethodIds, vMethods) = _methodsOf(document, methods);
    }

    function _baseDocumentAt(Document storage document, uint256 timestamp) private view returns (string memory) {
        uint256 i = document.baseDocuments.length - 1;
        while (document.baseDocuments[i].since > timestamp) --i;
        return document.baseDocuments[i].text;
    }

    function _controllersAt(
        Document storage document,
        uint256 timestamp
    ) private view returns (string[] memory controllers) {
        uint256 length = document.terms.length;
        controllers = new string[](length);
        uint256 count;
        for (uint256 i = 0; i < length; ++i) {
            ControllerTerm storage term = document.terms[i];
            if (term.since > timestamp || (term.until != 0 && timestamp >= term.until)) continue;
            controllers[count++] = _document(term.controller).did;
        }
        assembly ("memory-safe") {
            mstore(controllers, count)
        }
    }

    /// @return found Relationships that held then.
    /// @return methods Places of the keys in them, each once, in the order of the relationships.
    function _relationshipsAt(
        Document storage document,
        uint256 timestamp
    ) private view returns (VRelationship[] memory found, uint256[] memory methods) {
        uint256 length = document.periods.length;
        found = new VRelationship[](length);
        methods = new uint256[](document.methods.length);
        bool[] memory seen = new bool[](methods.length);
        uint256 count;
        uint256 methodCount;
        for (uint256 i = 0; i < length; ++i) {
            Period memory period = document.periods[i];
            if (!_holdsAt(period, timestamp)) continue;
            found[count++] = VRelationship({
                name: _nameOf(period.relationship),
                vMethodId: document.methods[period.method].id,
                notBefore: period.notBefore,
                notAfter: period.notAfter,
                indexDid: period.indexDid
            });
            if (seen[period.method]) continue;
            seen[period.method] = true;
            methods[methodCount++] = period.method;
        }
        assembly ("memory-safe") {
            mstore(found, count)
            mstore(methods, methodCount)
        }
    }

    function _methodsOf(
        Document storage document,
        uint256[] memory methods
    ) private view returns (string[] memory ids, VMethod[] memory found) {
        ids = new string[](methods.length);
        found = new VMethod[](methods.length);
        for (uint256 i = 0; i < methods.length; ++i) {
            VerificationMethod storage method = document.methods[methods[i]];
            ids[i] = method.id;
            found[i] = VMethod(method.publicKey, method.isSecp256k1, false);
        }
    }

    function _lastPeriod(
        Document storage document,
        bytes32 idHash,
        uint8 relationship
    ) private view returns (DidWithPeriod memory) {
        uint16 place = uint16(document.methodNumbers[idHash] - 1);
        VerificationMethod storage method = document.methods[place];
        Period storage last = document.periods[document.lastPeriods[_key(place, relationship)] - 1];
        uint256 notAfter = last.notAfter;
        if (method.revokedAt != 0 && method.revokedFrom < notAfter) notAfter = method.revokedFrom;
        if (document.deactivatedAt != 0 && document.deactivatedAt < notAfter) notAfter = document.deactivatedAt;
        return DidWithPeriod(document.did, last.notBefore, notAfter);
    }

    function _didsOf(
        bytes32[] storage list,
        uint256 page,
        uint256 pageSize
    ) private view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        total = list.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new string[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = _document(list[first + i]).did;
    }

    function _holdsAt(Period memory period, uint256 timestamp) private pure returns (bool) {
        if (timestamp < period.recordedAt) return false;
        if (period.supersededAt != 0 && timestamp >= period.supersededAt) return false;
        return period.notBefore <= timestamp && timestamp <= period.notAfter;
    }

    function _relationshipOf(string calldata name) private pure returns (uint8) {
        bytes32 hash = keccak256(bytes(name));
        for (uint8 i = 0; i < RELATIONSHIPS; ++i) {
            if (keccak256(bytes(_nameOf(i))) == hash) return i;
        }
        revert DidRegistryRelationshipInvalid(name);
    }

    function _nameOf(uint8 relationship) private pure returns (string memory) {
        if (relationship == AUTHENTICATION) return "authentication";
        if (relationship == 1) return "assertionMethod";
        if (relationship == 2) return "keyAgreement";
        return relationship == CAPABILITY_INVOCATION ? "capabilityInvocation" : "capabilityDelegation";
    }

    function _key(uint16 method, uint8 relationship) private pure returns (uint256) {
        return (uint256(method) << 8) | relationship;
    }

    function _relatedKey(bytes32 idHash, uint8 relationship) private pure returns (bytes32) {
        return keccak256(abi.encode(idHash, relationship));
    }

    function _now() private view returns (uint48) {
        return uint48(block.timestamp);
    }

    function _document(bytes32 didHash) private view returns (Document storage) {
        return _storage().documents[didHash];
    }

    function _storage() private pure returns (DidRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
