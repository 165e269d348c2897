// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice Whether new hashes of an algorithm are taken. Numbers as in EBSI's Timestamp contract.
enum HashAlgorithmStatus {
    Undefined,
    Active,
    Revoked
}

/// @title Anchors of hashes in time
/// @notice Proves that a document existed at a time, by its hash: single hashes, records of documents with versions, and batches of which
/// one Merkle root stands here. Anybody anchors.
/// @dev Names and parameters of the functions are those of EBSI's Timestamp contract, version 4, where that has them; it lists with pages on
/// the chain what the index lists here. Stricter than EBSI's: a hash has the length of its algorithm, every text and list is
/// bounded, nobody can use up the places of another's hash, and a record keeps an owner. Warning: a timestamp says when a hash was
/// anchored and by which account, not who made the document or whether it is true.
interface ITimestamps {
    struct HashAlgorithm {
        /// Length of its hashes in bits.
        uint256 outputLength;
        /// Name in IANA's registry of hash functions, 1 to 32 bytes, for example `sha-256`. Unique.
        string ianaName;
        /// Object identifier, at most 64 bytes, for example `2.16.840.1.101.3.4.2.1`.
        string oid;
        HashAlgorithmStatus status;
        /// Name in the table of multihash, at most 32 bytes, for example `sha2-256`.
        string multiHash;
    }

    struct Hash {
        /// Id of the algorithm.
        uint256 algorithm;
        bytes value;
    }

    struct Batch {
        /// Account that anchored the root; 0 for an unknown one.
        address anchoredBy;
        /// Time of the anchor, in seconds since 1970.
        uint48 anchoredAt;
        /// Documents in the batch, as the account said.
        uint32 size;
        /// Block of the anchor.
        uint64 blockNumber;
    }

    /// @notice An algorithm is known from now on.
    event HashAlgorithmInserted(
        uint256 indexed hashAlgorithmId,
        address indexed actor,
        uint256 outputLength,
        string ianaName,
        string oid,
        HashAlgorithmStatus status,
        string multiHash
    );
    /// @notice An algorithm has another status or other names beside its own.
    event HashAlgorithmUpdated(
        uint256 indexed hashAlgorithmId,
        address indexed actor,
        uint256 outputLength,
        string ianaName,
        string oid,
        HashAlgorithmStatus status,
        string multiHash
    );
    /// @notice A hash was anchored for the first time; later anchors of the same hash change nothing.
    /// @param timestampId sha256 of the hash.
    event HashTimestamped(
        bytes32 indexed timestampId,
        address indexed actor,
        uint256 hashAlgorithmId,
        bytes hashValue,
        bytes timestampData
    );
    /// @notice A record has a new version; the first one, 0, makes the record, whose only owner is the actor.
    event RecordVersionInserted(
        bytes32 indexed recordId,
        address indexed actor,
        uint256 versionId,
        bytes32[] timestampIds
    );
    /// @notice Hashes were added to a version.
    event RecordVersionHashesAppended(
        bytes32 indexed recordId,
        address indexed actor,
        uint256 versionId,
        bytes32[] timestampIds
    );
    /// @notice A version tells something more.
    /// @param versionInfoId sha256 of the information.
    event RecordVersionInfoInserted(
        bytes32 indexed recordId,
        address indexed actor,
        uint256 versionId,
        bytes32 versionInfoId,
        bytes versionInfo
    );
    /// @notice A hash stands in a version no more. Its timestamp stays.
    event RecordVersionHashDetached(
        bytes32 indexed recordId,
        address indexed actor,
        uint256 versionId,
        bytes32 timestampId
    );
    /// @notice An account owns a record from `notBefore` to `notAfter` (seconds since 1970; 0 for no end).
    event RecordOwnerInserted(
        bytes32 indexed recordId,
        address indexed actor,
        address indexed owner,
        uint256 notBefore,
        uint256 notAfter
    );
    /// @notice An account owns a record no more.
    event RecordOwnerRevoked(bytes32 indexed recordId, address indexed actor, address indexed owner);
    /// @notice A batch was anchored.
    event BatchAnchored(bytes32 indexed root, address indexed actor, uint32 size);

    /// @notice No algorithm has this id.
    /// @custom:remedy Take the id of an algorithm that is listed.
    error TimestampsAlgorithmUnknown(uint256 hashAlgorithmId);
    /// @notice The algorithm is not taken for new hashes any more.
    /// @custom:remedy Hash the document by an algorithm that is active.
    error TimestampsAlgorithmRevoked(uint256 hashAlgorithmId);
    /// @notice Another algorithm has this name, or this one has another name or length.
    /// @custom:remedy Insert an algorithm under its own name once; name and length never change.
    error TimestampsAlgorithmConflict(uint256 hashAlgorithmId, string ianaName, uint256 outputLength);
    /// @notice The length of hashes is no number of whole bytes from 160 to 512 bits.
    /// @custom:remedy Give the length in bits, for example 256.
    error TimestampsOutputLengthInvalid(uint256 outputLength);
    /// @notice An algorithm is active or revoked.
    /// @custom:remedy Give 1 for active or 2 for revoked.
    error TimestampsStatusInvalid();
    /// @notice A text is too short or too long.
    /// @custom:remedy Give `minimum` to `maximum` bytes.
    error TimestampsTextLength(uint256 length, uint256 minimum, uint256 maximum);
    /// @notice The lists do not fit each other, or are too short or too long.
    /// @custom:remedy Give 1 to 3 hashes, an algorithm for each, and data for at most as many.
    error TimestampsListLength(uint256 algorithms, uint256 hashes, uint256 data);
    /// @notice The hash does not have the length of its algorithm.
    /// @custom:remedy Give the bare hash of `expected` bytes, without a prefix.
    error TimestampsHashLength(uint256 hashAlgorithmId, uint256 length, uint256 expected);
    /// @notice The same hash was anchored for another algorithm.
    /// @custom:remedy Give the algorithm that made the hash, `present`.
    error TimestampsAlgorithmMismatch(bytes32 timestampId, uint256 present, uint256 given);
    /// @notice No timestamp has this id.
    /// @custom:remedy Anchor the hash first, or check it.
    error TimestampsUnknown(bytes32 timestampId);
    /// @notice No record has this id.
    /// @custom:remedy Make the record first, or check its id.
    error TimestampsRecordUnknown(bytes32 recordId);
    /// @notice The account made a record of the same hash in the same block.
    /// @custom:remedy Use the record that exists, or try again in the next block.
    error TimestampsRecordExists(bytes32 recordId);
    /// @notice The record has no such version.
    /// @custom:remedy Give a number below the number of its versions.
    error TimestampsVersionUnknown(bytes32 recordId, uint256 versionId);
    /// @notice The hash stands in no record, or in several.
    /// @custom:remedy Name the record: `timestampRecordVersionHashes`.
    error TimestampsRecordAmbiguous(bytes32 timestampId, uint256 records);
    /// @notice The caller does not own the record now.
    /// @custom:remedy Let one of its owners send the transaction.
    error TimestampsNotOwner(bytes32 recordId, address account);
    /// @notice The version has as many hashes, or pieces of information, as it can have.
    /// @custom:remedy Make a new version; `maximum` are possible.
    error TimestampsVersionFull(bytes32 recordId, uint256 versionId, uint256 maximum);
    /// @notice The hash does not stand in the version.
    /// @custom:remedy Give a hash of this version.
    error TimestampsHashNotInVersion(bytes32 recordId, uint256 versionId, bytes32 timestampId);
    /// @notice The text is no address.
    /// @custom:remedy Give 0x and 40 hexadecimal digits.
    error TimestampsOwnerInvalid(string ownerId);
    /// @notice The account owns the record already.
    /// @custom:remedy Revoke it first to change its times.
    error TimestampsOwnerExists(bytes32 recordId, address owner);
    /// @notice The account does not own the record.
    /// @custom:remedy Give one of its owners.
    error TimestampsOwnerUnknown(bytes32 recordId, address owner);
    /// @notice The record has, or had, as many owners as it can have.
    /// @custom:remedy Take one of those that it had; `maximum` are possible.
    error TimestampsTooManyOwners(bytes32 recordId, uint256 maximum);
    /// @notice Nobody would own the record for good.
    /// @custom:remedy Insert an owner without an end first.
    error TimestampsLastOwner(bytes32 recordId, address owner);
    /// @notice The times of an owner are not in order.
    /// @custom:remedy Give a beginning above 0, and an end after it, or 0 for none; both below 2**48.
    error TimestampsTimesInvalid(uint256 notBefore, uint256 notAfter);
    /// @notice The root is 0, or the batch has no document.
    /// @custom:remedy Give the root of the tree and the number of its documents.
    error TimestampsBatchInvalid(bytes32 root, uint32 size);
    /// @notice The root is anchored already.
    /// @custom:remedy Use the anchor that exists.
    error TimestampsBatchExists(bytes32 root);
    /// @notice No batch has this root.
    /// @custom:remedy Anchor the root first, or check it.
    error TimestampsBatchUnknown(bytes32 root);
    /// @notice A proof of inclusion has at most 32 hashes.
    /// @custom:remedy Give the proof of one document.
    error TimestampsProofTooLong(uint256 length);

    /// @notice Makes an algorithm known; it gets the next id, from 0 on. Restricted.
    function insertHashAlgorithm(
        uint256 outputLength,
        string calldata ianaName,
        string calldata oid,
        HashAlgorithmStatus status,
        string calldata multiHash
    ) external;

    /// @notice Changes the status or the other names of an algorithm; its length and its name stay. Restricted.
    function updateHashAlgorithm(
        uint256 hashAlgorithmId,
        uint256 outputLength,
        string calldata ianaName,
        string calldata oid,
        HashAlgorithmStatus status,
        string calldata multiHash
    ) external;

    /// @notice Anchors hashes. By anybody. A hash that is anchored already keeps its first timestamp.
    /// @param hashAlgorithmIds 1 to 3.
    /// @param hashValues As many; bare hashes.
    /// @param timestampData At most as many, each of at most 256 bytes. Warning: public for ever; no personal data belongs here.
    /// @return timestampIds sha256 of each hash.
    function timestampHashes(
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData
    ) external returns (bytes32[] memory timestampIds);

    /// @notice Anchors hashes and makes a record of them, which the caller owns. By anybody.
    /// @param versionInfo At most 1024 bytes; empty for none. Warning: public for ever; no personal data belongs here.
    /// @return recordId sha256(abi.encode(caller, block number, first hash)).
    function timestampRecordHashes(
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external returns (bytes32 recordId);

    /// @notice Anchors hashes as a new version of a record. By one of its owners.
    function timestampRecordVersionHashes(
        bytes32 recordId,
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external;

    /// @notice The same for the only record that a hash stands in.
    /// @param versionHash One of the hashes that stand in the record.
    function timestampVersionHashes(
        bytes calldata versionHash,
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external;

    /// @notice Anchors further hashes of a version, at most 10 in all. By one of the record's owners.
    function appendRecordVersionHashes(
        bytes32 recordId,
        uint256 versionId,
        uint256[] calldata hashAlgorithmIds,
        bytes[] calldata hashValues,
        bytes[] calldata timestampData,
        bytes calldata versionInfo
    ) external;

    /// @notice Tells more about a version, at most 10 times. By one of the record's owners.
    /// @param versionInfo 1 to 1024 bytes.
    function insertRecordVersionInfo(bytes32 recordId, uint256 versionId, bytes calldata versionInfo) external;

    /// @notice Takes a hash out of a version; its timestamp stays. By one of the record's owners.
    function detachRecordVersionHash(bytes32 recordId, uint256 versionId, bytes calldata hashValue) external;

    /// @notice Makes an account an owner of a record. By one of its owners.
    /// @param ownerId Address in hexadecimal digits, with 0x. A record has 16 owners at most, those that were revoked among them.
    /// @param notBefore Seconds since 1970.
    /// @param notAfter Seconds since 1970; 0 for no end.
    function insertRecordOwner(bytes32 recordId, string calldata ownerId, uint256 notBefore, uint256 notAfter) external;

    /// @notice Ends an account's ownership of a record. By one of its owners; one without an end must remain.
    function revokeRecordOwner(bytes32 recordId, string calldata ownerId) external;

    /// @notice Anchors a batch of documents by the root of their Merkle tree. By anybody.
    /// @dev The tree is OpenZeppelin's: a leaf is keccak256 of keccak256 of the document's hash (32 bytes), and pairs are hashed in sorted order.
    /// @param size Documents in the batch; it is not checked.
    function anchorBatch(bytes32 root, uint32 size) external;

    /// @notice An algorithm.
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
        );

    /// @notice How many algorithms there are; their ids are 0 to one less.
    function hashAlgorithmCount() external view returns (uint256);

    /// @notice The timestamp of a hash; reverts for an unknown one.
    function getTimestamp(
        bytes calldata hashValue
    ) external view returns (Hash memory hash, address timestampedBy, uint256 blockNumber, bytes memory data);

    /// @notice The timestamp with an id; reverts for an unknown one.
    function getTimestampById(
        bytes32 timestampId
    ) external view returns (Hash memory hash, address timestampedBy, uint256 blockNumber, bytes memory data);

    /// @notice Owners of a record, those that were revoked, and how many versions it has; reverts for an unknown one.
    function getRecord(
        bytes32 recordId
    ) external view returns (string[] memory ownerIds, string[] memory revokedOwnerIds, uint256 totalVersions);

    /// @notice What is known about an account as owner of a record; `notBefore` is 0 if it never was one.
    function getRecordOwnerInfo(
        bytes32 recordId,
        string calldata ownerId
    ) external view returns (bool revoked, uint256 notBefore, uint256 notAfter);

    /// @notice What a version tells, by its id; empty if unknown.
    function getRecordVersionInfo(bytes32 versionInfoId) external view returns (bytes memory info);

    /// @notice Timestamps and information of a version of a record; reverts for an unknown one.
    function recordVersion(
        bytes32 recordId,
        uint256 versionId
    ) external view returns (bytes32[] memory timestampIds, bytes32[] memory versionInfoIds);

    /// @notice Whether an account owns a record now.
    function isRecordOwner(bytes32 recordId, address account) external view returns (bool);

    /// @notice A batch; `anchoredBy` is 0 for an unknown one.
    function batch(bytes32 root) external view returns (Batch memory);

    /// @notice Whether a document stands in a batch; reverts for an unknown batch.
    /// @param documentHash Hash of the document, 32 bytes.
    /// @param proof Hashes from the leaf to the root, at most 32.
    function isIncluded(bytes32 root, bytes32 documentHash, bytes32[] calldata proof) external view returns (bool);
}
