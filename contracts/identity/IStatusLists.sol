// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IDidRegistry} from "./IDidRegistry.sol";

/// @notice Which specification a status list follows.
enum StatusListKind {
    /// W3C Bitstring Status List.
    Bitstring,
    /// IETF Token Status List.
    Token
}

/// @notice What a set bit says.
enum StatusPurpose {
    /// The credential is withdrawn for good.
    Revocation,
    /// The credential rests.
    Suspension,
    /// The entry is a message of the list's own.
    Message,
    /// A newer credential can be fetched.
    Refresh,
    /// The entries tell more than one thing: what Token Status Lists do.
    Status
}

/// @notice How a copy of a list stands to what its issuer anchored.
enum StatusListVerdict {
    /// Its issuer never anchored such a list, or not yet that sequence.
    Unknown,
    /// It is another list than the one that was anchored with this sequence.
    Forged,
    /// Its issuer has anchored a later one: a rollback, or an outdated copy.
    Superseded,
    /// It is the last one, and its time to live is over: the issuer must publish again.
    Stale,
    /// It is the last one, and its time to live lasts.
    Current
}

/// @title Anchors of status lists
/// @notice A status list says which credentials of an issuer are withdrawn. It lies off the chain under an address; here stands the hash
/// of each of its publications, so that nobody, its host and its issuer among them, can show an old list as the present one.
/// @dev SL1: the sequence of a list grows by one, and the hash at a sequence never changes. The issuer is a DID; who controls it is
/// asked of the register of DIDs at each call.
interface IStatusLists {
    struct StatusList {
        /// DID of the issuer, 1 to 256 bytes; empty for an unknown list.
        string issuer;
        /// Where the list lies: an https address, at most 512 bytes.
        string uri;
        StatusListKind kind;
        StatusPurpose purpose;
        /// Bits of each entry: 1, 2, 4 or 8.
        uint8 bits;
        /// Entries of the list, 131,072 to 16,777,216: a small list would tell who is in it.
        uint32 size;
        /// Number of the last publication, from 1 on.
        uint64 sequence;
    }

    struct Publication {
        /// sha256 of the list as it is served; 0 for an unknown publication.
        bytes32 hash;
        /// Time of the anchor, in seconds since 1970.
        uint48 publishedAt;
        /// Seconds for which the publication is the present one.
        uint32 ttl;
        /// Block of the anchor.
        uint64 blockNumber;
    }

    /// @notice A list is known from now on. Its first publication follows in the same transaction.
    event StatusListRegistered(
        bytes32 indexed list,
        address indexed actor,
        bytes32 indexed issuerHash,
        string issuer,
        string uri,
        StatusListKind kind,
        StatusPurpose purpose,
        uint8 bits,
        uint32 size
    );
    /// @notice The list has a new state.
    event StatusListPublished(bytes32 indexed list, address indexed actor, uint64 sequence, bytes32 hash, uint32 ttl);

    /// @notice The account does not control the issuer's DID.
    /// @custom:remedy Let an account send the transaction that holds a valid capability key of a controller of the DID.
    error StatusListsNotController(string issuer, address account);
    /// @notice The list is registered already.
    /// @custom:remedy Publish its next state.
    error StatusListsAlreadyRegistered(bytes32 list);
    /// @notice No list has this id.
    /// @custom:remedy Register the list first, or check its issuer and its address.
    error StatusListsUnknown(bytes32 list);
    /// @notice The publication is not the next one: another was faster, or somebody tries to go back.
    /// @custom:remedy Read the list again and publish it with the sequence `expected`.
    error StatusListsSequenceInvalid(bytes32 list, uint64 given, uint64 expected);
    /// @notice A hash is never 0.
    /// @custom:remedy Give sha256 of the list as it is served.
    error StatusListsHashInvalid(bytes32 list);
    /// @notice The time to live is too short or too long.
    /// @custom:remedy Give `minimum` to `maximum` seconds.
    error StatusListsTtlOutOfBounds(uint32 ttl, uint256 minimum, uint256 maximum);
    /// @notice The list is too small or too large.
    /// @custom:remedy Give `minimum` to `maximum` entries.
    error StatusListsSizeOutOfBounds(uint32 size, uint256 minimum, uint256 maximum);
    /// @notice An entry does not have so many bits.
    /// @custom:remedy Give 1, 2, 4 or 8.
    error StatusListsBitsInvalid(uint8 bits);
    /// @notice The purpose does not go with the kind or the bits of the list.
    /// @custom:remedy A Bitstring list for revocation, suspension or refresh has 1 bit, one for messages 1, 2, 4 or 8; a Token list has the purpose status.
    error StatusListsPurposeInvalid(StatusListKind kind, StatusPurpose purpose, uint8 bits);
    /// @notice The DID is empty or too long.
    /// @custom:remedy Give the issuer's DID, at most `maximum` bytes.
    error StatusListsIssuerInvalid(uint256 length, uint256 maximum);
    /// @notice The address is empty, too long, or does not begin with https://.
    /// @custom:remedy Give the https address of the list, at most `maximum` bytes.
    error StatusListsUriInvalid(string uri, uint256 maximum);

    /// @notice Registers a list and anchors its first state, with sequence 1. By an account that controls the issuer's DID.
    /// @return list `listId(issuer, uri)`.
    function registerStatusList(
        string calldata issuer,
        string calldata uri,
        StatusListKind kind,
        StatusPurpose purpose,
        uint8 bits,
        uint32 size,
        bytes32 hash,
        uint32 ttl
    ) external returns (bytes32 list);

    /// @notice Anchors the next state of a list. By an account that controls the issuer's DID.
    /// @param sequence One more than the list's present one.
    /// @param hash sha256 of the list as it is served; it may be the one before, which says that nothing has changed.
    /// @param ttl Seconds for which it is the present one, 60 to 366 days.
    function publishStatusList(bytes32 list, uint64 sequence, bytes32 hash, uint32 ttl) external;

    /// @notice Id of the list of an issuer under an address: keccak256(abi.encode(issuer, uri)).
    function listId(string calldata issuer, string calldata uri) external pure returns (bytes32);

    /// @notice A list; `issuer` is empty for an unknown one.
    function statusList(bytes32 list) external view returns (StatusList memory);

    /// @notice A publication of a list; `hash` is 0 for an unknown one.
    function publication(bytes32 list, uint64 sequence) external view returns (Publication memory);

    /// @notice Time up to which the last publication counts, in seconds since 1970; 0 for an unknown list.
    function currentUntil(bytes32 list) external view returns (uint48);

    /// @notice Whether a list waits for its issuer: its last publication's time to live is over. False for an unknown list.
    function isStale(bytes32 list) external view returns (bool);

    /// @notice How a copy of a list stands to what was anchored.
    function verdict(bytes32 list, uint64 sequence, bytes32 hash) external view returns (StatusListVerdict);

    /// @notice The register of DIDs that is asked who controls an issuer.
    function didRegistry() external view returns (IDidRegistry);
}
