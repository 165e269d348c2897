// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {IDidRegistry} from "./IDidRegistry.sol";
import {IStatusLists, StatusListKind, StatusListVerdict, StatusPurpose} from "./IStatusLists.sol";

/// @title Anchors of status lists
/// @dev Stands behind a RegistryProxy.
contract StatusLists is IStatusLists, Breakable, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant ISSUER_MAXIMUM = 256;
    uint256 private constant URI_MAXIMUM = 512;
    uint256 private constant SIZE_MINIMUM = 131_072;
    uint256 private constant SIZE_MAXIMUM = 16_777_216;
    uint256 private constant TTL_MINIMUM = 1 minutes;
    uint256 private constant TTL_MAXIMUM = 366 days;

    /// @custom:storage-location erc7201:foedus.storage.StatusLists
    struct StatusListsStorage {
        IDidRegistry didRegistry;
        mapping(bytes32 list => StatusList) lists;
        mapping(bytes32 list => mapping(uint64 sequence => Publication)) publications;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.StatusLists")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xb94075c62d0cc616441f14904511a8b39546a0b59816bee008330b2f977b1f00;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides, and to the DIDs of issuers. Once.
    function initialize(address initialAuthority, IDidRegistry registry) external initializer {
        __AccessManaged_init(initialAuthority);
        _storage().didRegistry = registry;
    }

    /// @inheritdoc IStatusLists
    function registerStatusList(
        string calldata issuer,
        string calldata uri,
        StatusListKind kind,
        StatusPurpose purpose,
        uint8 bits,
        uint32 size,
        bytes32 hash,
        uint32 ttl
    ) external whenNotPaused returns (bytes32 list) {
        uint256 length = bytes(issuer).length;
        if (length == 0 || length > ISSUER_MAXIMUM) revert StatusListsIssuerInvalid(length, ISSUER_MAXIMUM);
        if (bytes8(bytes(uri)) != "https://" || bytes(uri).length > URI_MAXIMUM) {
            revert StatusListsUriInvalid(uri, URI_MAXIMUM);
        }
        _requireController(issuer);
        _requireEntries(kind, purpose, bits, size);
        list = listId(issuer, uri);
        StatusList storage registered = _storage().lists[list];
        if (registered.sequence != 0) revert StatusListsAlreadyRegistered(list);

        registered.issuer = issuer;
        registered.uri = uri;
        registered.kind = kind;
        registered.purpose = purpose;
        registered.bits = bits;
        registered.size = size;

        emit StatusListRegistered(list, msg.sender, keccak256(bytes(issuer)), issuer, uri, kind, purpose, bits, size);
        _publish(list, 1, hash, ttl);
    }

    /// @inheritdoc IStatusLists
    /// @dev Cannot be paused: what is withdrawn must be told.
    function publishStatusList(bytes32 list, uint64 sequence, bytes32 hash, uint32 ttl) external {
        StatusList storage registered = _storage().lists[list];
        uint64 present = registered.sequence;
        if (present == 0) revert StatusListsUnknown(list);
        _requireController(registered.issuer);
        if (sequence != present + 1) revert StatusListsSequenceInvalid(list, sequence, present + 1);

        _publish(list, sequence, hash, ttl);
    }

    /// @inheritdoc IStatusLists
    function listId(string calldata issuer, string calldata uri) public pure returns (bytes32) {
        return keccak256(abi.encode(issuer, uri));
    }

    /// @inheritdoc IStatusLists
    function statusList(bytes32 list) external view returns (StatusList memory) {
        return _storage().lists[list];
    }

    /// @inheritdoc IStatusLists
    function publication(bytes32 list, uint64 sequence) external view returns (Publication memory) {
        return _storage().publications[list][sequence];
    }

    /// @inheritdoc IStatusLists
    function currentUntil(bytes32 list) public view returns (uint48) {
        Publication memory last = _storage().publications[list][_storage().lists[list].sequence];
        return last.publishedAt + last.ttl;
    }

    /// @inheritdoc IStatusLists
    function isStale(bytes32 list) public view returns (bool) {
        return _storage().lists[list].sequence != 0 && block.timestamp > currentUntil(list);
    }

    /// @inheritdoc IStatusLists
    function verdict(bytes32 list, uint64 sequence, bytes32 hash) external view returns (StatusListVerdict) {
        bytes32 anchored = _storage().publications[list][sequence].hash;
        if (anchored == 0) return StatusListVerdict.Unknown;
        if (anchored != hash) return StatusListVerdict.Forged;
        if (sequence != _storage().lists[list].sequence) return StatusListVerdict.Superseded;
        return isStale(list) ? StatusListVerdict.Stale : StatusListVerdict.Current;
    }

    /// @inheritdoc IStatusLists
    function didRegistry() external view returns (IDidRegistry) {
        return _storage().didRegistry;
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return selector == IStatusLists.registerStatusList.selector;
    }

    function _publish(bytes32 list, uint64 sequence, bytes32 hash, uint32 ttl) private {
        if (hash == 0) revert StatusListsHashInvalid(list);
        if (ttl < TTL_MINIMUM || ttl > TTL_MAXIMUM) {
            revert StatusListsTtlOutOfBounds(ttl, TTL_MINIMUM, TTL_MAXIMUM);
        }

        StatusListsStorage storage $ = _storage();
        $.lists[list].sequence = sequence;
        $.publications[list][sequence] = Publication(hash, uint48(block.timestamp), ttl, uint64(block.number));

        emit StatusListPublished(list, msg.sender, sequence, hash, ttl);
    }

    function _requireController(string memory issuer) private view {
        if (!_storage().didRegistry.checkController(issuer, msg.sender)) {
            revert StatusListsNotController(issuer, msg.sender);
        }
    }

    function _requireEntries(StatusListKind kind, StatusPurpose purpose, uint8 bits, uint32 size) private pure {
        if (bits != 1 && bits != 2 && bits != 4 && bits != 8) revert StatusListsBitsInvalid(bits);
        bool fits =
            kind == StatusListKind.Token
                ? purpose == StatusPurpose.Status
                : purpose != StatusPurpose.Status && (bits == 1 || purpose == StatusPurpose.Message);
        if (!fits) revert StatusListsPurposeInvalid(kind, purpose, bits);
        if (size < SIZE_MINIMUM || size > SIZE_MAXIMUM) {
            revert StatusListsSizeOutOfBounds(size, SIZE_MINIMUM, SIZE_MAXIMUM);
        }
    }

    function _storage() private pure returns (StatusListsStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
