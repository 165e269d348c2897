// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {HashAlgorithmStatus, ITimestamps} from "./ITimestamps.sol";

/// @title Anchors of hashes in time
/// @dev Stands behind a RegistryProxy.
contract Timestamps is ITimestamps, Breakable, AccessManagedUpgradeable, UUPSUpgradeable {
    using EnumerableSet for EnumerableSet.Bytes32Set;

    uint256 private constant OUTPUT_MINIMUM = 160;
    uint256 private constant OUTPUT_MAXIMUM = 512;
    uint256 private constant IANA_NAME_MAXIMUM = 32;
    uint256 private constant OID_MAXIMUM = 64;
    uint256 private constant MULTIHASH_MAXIMUM = 32;
    uint256 private constant HASHES_MAXIMUM = 3;
    uint256 private constant DATA_MAXIMUM = 256;
    uint256 private constant INFO_MAXIMUM = 1024;
    uint256 private constant VERSION_MAXIMUM = 10;
    uint256 private constant OWNERS_MAXIMUM = 16;
    uint256 private constant PROOF_MAXIMUM = 32;

    struct Stamp {
        /// 0 for an unknown hash.
        address timestampedBy;
        uint64 blockNumber;
        uint32 algorithm;
        bytes hashValue;
        bytes data;
    }

    struct Ownership {
        /// 0 for an account that never owned the record.
        uint48 notBefore;
        /// 0 for no end.
        uint48 notAfter;
        bool revoked;
    }

    struct Version {
        bytes32[] timestampIds;
        bytes32[] infoIds;
    }

    struct Record {
        uint256 totalVersions;
        /// Those that were revoked among them.
        address[] owners;
        mapping(address owner => Ownership) ownerships;
        mapping(uint256 versionId => Version) versions;
    }

    /// @custom:storage-location erc7201:foedus.storage.Timestamps
    struct TimestampsStorage {
        uint256 algorithmCount;
        mapping(uint256 hashAlgorithmId => HashAlgorithm) algorithms;
        mapping(bytes32 nameHash => bool) named;
        mapping(bytes32 timestampId => Stamp) stamps;
        mapping(bytes32 recordId => Record) records;
        /// Records that a hash stands in. Anybody can put a hash into records of its own, so nothing loops over them.
        mapping(bytes32 timestampId => EnumerableSet.Bytes32Set) recordsOf;
        /// In how many versions of a record a hash stands.
        mapping(bytes32 timestampId => mapping(bytes32 recordId => uint256 versions)) uses;
        mapping(bytes32 versionInfoId => bytes) infos;
        mapping(bytes32 root => Batch) batches;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.Timestamps")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0x57559d8eaeed8046619c2d26f40dfabd10e3be8bf42179ea5be31b0875e24b00;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides. Once.
    /// @param algorithms Known from the first block on; they get the ids from 0 on.
    function initialize(address initialAuthority, HashAlgorithm[] calldata algorithms) external initializer {
        __AccessManaged_init(initialAuthority);
        for (uint256 i = 0; i < algorithms.length; ++i) {
            _insertAlgorithm(algorithms[i]);
        }
    }

    /// @inheritdoc ITimestamps
    function insertHashAlgorithm(
        uint256 outputLength,
        string calldata ianaName,
        string calldata oid,
        HashAlgorithmStatus status,
        string calldata multiHash
    ) external restricted {
        _insertAlgorithm(HashAlgorithm(outputLength, ianaName, oid, status, multiHash));
    }

    /// @inheritdoc ITimestamps
    function updateHashAlgorithm(
        uint256 hashAlgorithmId,
        uint256 outputLength,
        string calldata ianaName,
        string calldata oid,
        HashAlgorithmStatus status,
        string calldata multiHash
    ) external restricted {
        HashAlgorithm storage present = _algorithm(hashAlgorithmId);
        if (present.outputLength != outputLength || !Strings.equal(present.ianaName, ianaName)) {
            revert TimestampsAlgorithmConflict(hashAlgorithmId, ianaName, outputLength);
        }
        _requireTerms(status, oid, multiHash);

        present.oid = oid;
        present.status = status;
        present.multiHash = multiHash;

        emit HashAlgorithmUpdated(hashAlgorithmId, msg.sender, outputLength, ianaName, oid, status, multiHash);
    }

    /// @inheritdoc ITimestamps
    function timestampHashes(
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData
    ) external whenNotPaused returns (bytes32[] memory timestampIds) {
        return _stamp(hashAlgorithmIds, hashValues, timestampData);
    }

    /// @inheritdoc ITimestamps
    function timestampRecordHashes(
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external whenNotPaused returns (bytes32 recordId) {
        bytes32[] memory timestampIds = _stamp(hashAlgorithmIds, hashValues, timestampData);
        recordId = sha256(abi.encode(msg.sender, block.number, hashValues[0]));
        Record storage record = _storage().records[recordId];
        if (record.totalVersions != 0) revert TimestampsRecordExists(recordId);

        record.owners.push(msg.sender);
        record.ownerships[msg.sender] = Ownership(uint48(block.timestamp), 0, false);

        _insertVersion(recordId, timestampIds, versionInfo);
        emit RecordOwnerInserted(recordId, msg.sender, msg.sender, block.timestamp, 0);
    }

    /// @inheritdoc ITimestamps
    function timestampRecordVersionHashes(
        bytes32 recordId,
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external whenNotPaused {
        _ownRecord(recordId);
        _insertVersion(recordId, _stamp(hashAlgorithmIds, hashValues, timestampData), versionInfo);
    }

    /// @inheritdoc ITimestamps
    function timestampVersionHashes(
        bytes calldata versionHash,
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external whenNotPaused {
        bytes32 timestampId = sha256(versionHash);
        EnumerableSet.Bytes32Set storage records = _storage().recordsOf[timestampId];
        if (records.length() != 1) revert TimestampsRecordAmbiguous(timestampId, records.length());
        bytes32 recordId = records.at(0);
        _ownRecord(recordId);
        _insertVersion(recordId, _stamp(hashAlgorithmIds, hashValues, timestampData), versionInfo);
    }

    /// @inheritdoc ITimestamps
    function appendRecordVersionHashes(
        bytes32 recordId,
        uint256 versionId,
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external whenNotPaused {
        _requireVersion(_ownRecord(recordId), recordId, versionId);
        bytes32[] memory timestampIds = _stamp(hashAlgorithmIds, hashValues, timestampData);

        _attach(recordId, versionId, timestampIds);

        emit RecordVersionHashesAppended(recordId, msg.sender, versionId, timestampIds);
        if (versionInfo.length > 0) _insertInfo(recordId, versionId, versionInfo);
    }

    /// @inheritdoc ITimestamps
    function insertRecordVersionInfo(
        bytes32 recordId,
        uint256 versionId,
        bytes calldata versionInfo
    ) external whenNotPaused {
        _requireVersion(_ownRecord(recordId), recordId, versionId);
        _insertInfo(recordId, versionId, versionInfo);
    }

    /// @inheritdoc ITimestamps
    function detachRecordVersionHash(bytes32 recordId, uint256 versionId, bytes calldata hashValue) external {
        Record storage record = _ownRecord(recordId);
        _requireVersion(record, recordId, versionId);
        bytes32 timestampId = sha256(hashValue);
        bytes32[] storage timestampIds = record.versions[versionId].timestampIds;
        uint256 place = _placeOf(timestampIds, timestampId);
        uint256 last = timestampIds.length;
        if (place == last) revert TimestampsHashNotInVersion(recordId, versionId, timestampId);

        timestampIds[place] = timestampIds[last - 1];
        timestampIds.pop();
        TimestampsStorage storage $ = _storage();
        if (--$.uses[timestampId][recordId] == 0) $.recordsOf[timestampId].remove(recordId);

        emit RecordVersionHashDetached(recordId, msg.sender, versionId, timestampId);
    }

    /// @inheritdoc ITimestamps
    function insertRecordOwner(
        bytes32 recordId,
        string calldata ownerId,
        uint256 notBefore,
        uint256 notAfter
    ) external {
        Record storage record = _ownRecord(recordId);
        address owner = _parse(ownerId);
        if (
            notBefore == 0 ||
            (notAfter != 0 && notAfter <= notBefore) ||
            notBefore > type(uint48).max ||
            notAfter > type(uint48).max
        ) revert TimestampsTimesInvalid(notBefore, notAfter);
        Ownership storage ownership = record.ownerships[owner];
        bool known = ownership.notBefore != 0;
        if (known && !ownership.revoked) revert TimestampsOwnerExists(recordId, owner);
        if (!known && record.owners.length == OWNERS_MAXIMUM) {
            revert TimestampsTooManyOwners(recordId, OWNERS_MAXIMUM);
        }

        if (!known) record.owners.push(owner);
        record.ownerships[owner] = Ownership(uint48(notBefore), uint48(notAfter), false);

        emit RecordOwnerInserted(recordId, msg.sender, owner, notBefore, notAfter);
    }

    /// @inheritdoc ITimestamps
    function revokeRecordOwner(bytes32 recordId, string calldata ownerId) external {
        Record storage record = _ownRecord(recordId);
        address owner = _parse(ownerId);
        Ownership storage ownership = record.ownerships[owner];
        if (ownership.notBefore == 0 || ownership.revoked) revert TimestampsOwnerUnknown(recordId, owner);

        ownership.revoked = true;
        if (!_hasLastingOwner(record)) revert TimestampsLastOwner(recordId, owner);

        emit RecordOwnerRevoked(recordId, msg.sender, owner);
    }

    /// @inheritdoc ITimestamps
    function anchorBatch(bytes32 root, uint32 size) external whenNotPaused {
        if (root == 0 || size == 0) revert TimestampsBatchInvalid(root, size);
        TimestampsStorage storage $ = _storage();
        if ($.batches[root].anchoredBy != address(0)) revert TimestampsBatchExists(root);

        $.batches[root] = Batch(msg.sender, uint48(block.timestamp), size, uint64(block.number));

        emit BatchAnchored(root, msg.sender, size);
    }

    /// @inheritdoc ITimestamps
    function getHashAlgorithmById(
        uint256 hashAlgorithmId
    )
        external
        view
        returns (
            uint256 outputLength,
            string memory ianaName,
            string memory oid,
            HashAlgorithmStatus status,
            string memory multiHash
        )
    {
        HashAlgorithm memory algorithm = _algorithm(hashAlgorithmId);
        return (algorithm.outputLength, algorithm.ianaName, algorithm.oid, algorithm.status, algorithm.multiHash);
    }

    /// @inheritdoc ITimestamps
    function hashAlgorithmCount() external view returns (uint256) {
        return _storage().algorithmCount;
    }

    /// @inheritdoc ITimestamps
    function getTimestamp(
        bytes calldata hashValue
    ) external view returns (Hash memory hash, address timestampedBy, uint256 blockNumber, bytes memory data) {
        return getTimestampById(sha256(hashValue));
    }

    /// @inheritdoc ITimestamps
    function getTimestampById(
        bytes32 timestampId
    ) public view returns (Hash memory hash, address timestampedBy, uint256 blockNumber, bytes memory data) {
        Stamp memory stamp = _storage().stamps[timestampId];
        if (stamp.timestampedBy == address(0)) revert TimestampsUnknown(timestampId);
        return (Hash(stamp.algorithm, stamp.hashValue), stamp.timestampedBy, stamp.blockNumber, stamp.data);
    }

    /// @inheritdoc ITimestamps
    function getRecord(
        bytes32 recordId
    ) external view returns (string[] memory ownerIds, string[] memory revokedOwnerIds, uint256 totalVersions) {
        Record storage record = _record(recordId);
        uint256 total = record.owners.length;
        uint256 revoked = 0;
        for (uint256 i = 0; i < total; ++i) {
            if (record.ownerships[record.owners[i]].revoked) ++revoked;
        }
        revokedOwnerIds = new string[](revoked);
        ownerIds = new string[](total - revoked);
        for (uint256 i = total; i > 0; --i) {
            address owner = record.owners[i - 1];
            string memory ownerId = Strings.toHexString(owner);
            if (record.ownerships[owner].revoked) revokedOwnerIds[--revoked] = ownerId;
            else ownerIds[i - 1 - revoked] = ownerId;
        }
        totalVersions = record.totalVersions;
    }

    /// @inheritdoc ITimestamps
    function getRecordOwnerInfo(
        bytes32 recordId,
        string calldata ownerId
    ) external view returns (bool revoked, uint256 notBefore, uint256 notAfter) {
        Ownership memory ownership = _record(recordId).ownerships[_parse(ownerId)];
        return (ownership.revoked, ownership.notBefore, ownership.notAfter);
    }

    /// @inheritdoc ITimestamps
    function getRecordVersionInfo(bytes32 versionInfoId) external view returns (bytes memory info) {
        return _storage().infos[versionInfoId];
    }

    /// @inheritdoc ITimestamps
    function recordVersion(
        bytes32 recordId,
        uint256 versionId
    ) external view returns (bytes32[] memory timestampIds, bytes32[] memory versionInfoIds) {
        Record storage record = _record(recordId);
        _requireVersion(record, recordId, versionId);
        Version storage version = record.versions[versionId];
        return (version.timestampIds, version.infoIds);
    }

    /// @inheritdoc ITimestamps
    function isRecordOwner(bytes32 recordId, address account) external view returns (bool) {
        return _ownsNow(_storage().records[recordId].ownerships[account]);
    }

    /// @inheritdoc ITimestamps
    function batch(bytes32 root) external view returns (Batch memory) {
        return _storage().batches[root];
    }

    /// @inheritdoc ITimestamps
    function isIncluded(bytes32 root, bytes32 documentHash, bytes32[] calldata proof) external view returns (bool) {
        if (_storage().batches[root].anchoredBy == address(0)) revert TimestampsBatchUnknown(root);
        if (proof.length > PROOF_MAXIMUM) revert TimestampsProofTooLong(proof.length);
        // Hashed twice, so that no inner node of the tree passes as a document.
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(documentHash))));
        return MerkleProof.verifyCalldata(proof, root, leaf);
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == ITimestamps.timestampHashes.selector ||
            selector == ITimestamps.timestampRecordHashes.selector ||
            selector == ITimestamps.anchorBatch.selector ||
            selector == ITimestamps.timestampRecordVersionHashes.selector ||
            selector == ITimestamps.timestampVersionHashes.selector ||
            selector == ITimestamps.appendRecordVersionHashes.selector ||
            selector == ITimestamps.insertRecordVersionInfo.selector;
    }

    function _insertAlgorithm(HashAlgorithm memory algorithm) private {
        uint256 outputLength = algorithm.outputLength;
        if (outputLength < OUTPUT_MINIMUM || outputLength > OUTPUT_MAXIMUM || outputLength % 8 != 0) {
            revert TimestampsOutputLengthInvalid(outputLength);
        }
        _requireLength(bytes(algorithm.ianaName).length, 1, IANA_NAME_MAXIMUM);
        _requireTerms(algorithm.status, algorithm.oid, algorithm.multiHash);
        TimestampsStorage storage $ = _storage();
        uint256 id = $.algorithmCount;
        bytes32 nameHash = keccak256(bytes(algorithm.ianaName));
        if ($.named[nameHash]) revert TimestampsAlgorithmConflict(id, algorithm.ianaName, outputLength);

        $.algorithmCount = id + 1;
        $.algorithms[id] = algorithm;
        $.named[nameHash] = true;

        emit HashAlgorithmInserted(
            id,
            msg.sender,
            outputLength,
            algorithm.ianaName,
            algorithm.oid,
            algorithm.status,
            algorithm.multiHash
        );
    }

    function _stamp(
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData
    ) private returns (bytes32[] memory timestampIds) {
        uint256 count = hashValues.length;
        if (count == 0 || count > HASHES_MAXIMUM || hashAlgorithmIds.length != count || timestampData.length > count)
            revert TimestampsListLength(hashAlgorithmIds.length, count, timestampData.length);

        timestampIds = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            timestampIds[i] = _stampOne(
                hashAlgorithmIds[i],
                hashValues[i],
                i < timestampData.length ? timestampData[i] : msg.data[:0]
            );
        }
    }

    function _stampOne(
        uint256 hashAlgorithmId,
        bytes calldata hashValue,
        bytes calldata data
    ) private returns (bytes32 timestampId) {
        HashAlgorithm storage algorithm = _algorithm(hashAlgorithmId);
        if (algorithm.status != HashAlgorithmStatus.Active) revert TimestampsAlgorithmRevoked(hashAlgorithmId);
        uint256 expected = algorithm.outputLength / 8;
        if (hashValue.length != expected) {
            revert TimestampsHashLength(hashAlgorithmId, hashValue.length, expected);
        }
        _requireLength(data.length, 0, DATA_MAXIMUM);
        timestampId = sha256(hashValue);
        Stamp storage stamp = _storage().stamps[timestampId];
        if (stamp.timestampedBy != address(0)) {
            if (stamp.algorithm != hashAlgorithmId) {
                revert TimestampsAlgorithmMismatch(timestampId, stamp.algorithm, hashAlgorithmId);
            }
            return timestampId;
        }

        stamp.timestampedBy = msg.sender;
        stamp.blockNumber = uint64(block.number);
        stamp.algorithm = uint32(hashAlgorithmId);
        stamp.hashValue = hashValue;
        stamp.data = data;

        emit HashTimestamped(timestampId, msg.sender, hashAlgorithmId, hashValue, data);
    }

    function _insertVersion(bytes32 recordId, bytes32[] memory timestampIds, bytes calldata versionInfo) private {
        uint256 versionId = _storage().records[recordId].totalVersions++;

        _attach(recordId, versionId, timestampIds);

        emit RecordVersionInserted(recordId, msg.sender, versionId, timestampIds);
        if (versionInfo.length > 0) _insertInfo(recordId, versionId, versionInfo);
    }

    /// @dev Hashes that stand in the version already stay as they are.
    function _attach(bytes32 recordId, uint256 versionId, bytes32[] memory timestampIds) private {
        TimestampsStorage storage $ = _storage();
        bytes32[] storage present = $.records[recordId].versions[versionId].timestampIds;
        for (uint256 i = 0; i < timestampIds.length; ++i) {
            bytes32 timestampId = timestampIds[i];
            uint256 count = present.length;
            if (_placeOf(present, timestampId) < count) continue;
            if (count == VERSION_MAXIMUM) revert TimestampsVersionFull(recordId, versionId, VERSION_MAXIMUM);
            present.push(timestampId);
            if ($.uses[timestampId][recordId]++ == 0) $.recordsOf[timestampId].add(recordId);
        }
    }

    function _insertInfo(bytes32 recordId, uint256 versionId, bytes calldata versionInfo) private {
        _requireLength(versionInfo.length, 1, INFO_MAXIMUM);
        TimestampsStorage storage $ = _storage();
        bytes32[] storage infoIds = $.records[recordId].versions[versionId].infoIds;
        if (infoIds.length == VERSION_MAXIMUM) revert TimestampsVersionFull(recordId, versionId, VERSION_MAXIMUM);
        bytes32 infoId = sha256(versionInfo);

        $.infos[infoId] = versionInfo;
        infoIds.push(infoId);

        emit RecordVersionInfoInserted(recordId, msg.sender, versionId, infoId, versionInfo);
    }

    function _algorithm(uint256 hashAlgorithmId) private view returns (HashAlgorithm storage algorithm) {
        algorithm = _storage().algorithms[hashAlgorithmId];
        if (algorithm.outputLength == 0) revert TimestampsAlgorithmUnknown(hashAlgorithmId);
    }

    function _record(bytes32 recordId) private view returns (Record storage record) {
        record = _storage().records[recordId];
        if (record.totalVersions == 0) revert TimestampsRecordUnknown(recordId);
    }

    function _ownRecord(bytes32 recordId) private view returns (Record storage record) {
        record = _record(recordId);
        if (!_ownsNow(record.ownerships[msg.sender])) revert TimestampsNotOwner(recordId, msg.sender);
    }

    function _ownsNow(Ownership memory ownership) private view returns (bool) {
        return
            ownership.notBefore != 0 &&
            !ownership.revoked &&
            block.timestamp >= ownership.notBefore &&
            (ownership.notAfter == 0 || block.timestamp <= ownership.notAfter);
    }

    /// @dev Looks at 16 owners at most.
    function _hasLastingOwner(Record storage record) private view returns (bool) {
        for (uint256 i = 0; i < record.owners.length; ++i) {
            Ownership memory ownership = record.ownerships[record.owners[i]];
            if (ownership.notAfter == 0 && !ownership.revoked) return true;
        }
        return false;
    }

    function _requireVersion(Record storage record, bytes32 recordId, uint256 versionId) private view {
        if (versionId >= record.totalVersions) revert TimestampsVersionUnknown(recordId, versionId);
    }

    /// @dev Place of an item among 10 at most; their number if it is none of them.
    function _placeOf(bytes32[] storage items, bytes32 item) private view returns (uint256 place) {
        uint256 count = items.length;
        while (place < count && items[place] != item) ++place;
    }

    function _requireTerms(HashAlgorithmStatus status, string memory oid, string memory multiHash) private pure {
        if (status == HashAlgorithmStatus.Undefined) revert TimestampsStatusInvalid();
        _requireLength(bytes(oid).length, 0, OID_MAXIMUM);
        _requireLength(bytes(multiHash).length, 0, MULTIHASH_MAXIMUM);
    }

    function _requireLength(uint256 length, uint256 minimum, uint256 maximum) private pure {
        if (length < minimum || length > maximum) revert TimestampsTextLength(length, minimum, maximum);
    }

    function _parse(string calldata ownerId) private pure returns (address owner) {
        bool parsed;
        if (bytes(ownerId).length == 42) (parsed, owner) = Strings.tryParseAddress(ownerId);
        if (!parsed || owner == address(0)) revert TimestampsOwnerInvalid(ownerId);
    }

    function _storage() private pure returns (TimestampsStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
