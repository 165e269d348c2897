// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaged} from "./IPaged.sol";

/// @title Register of the DIDs of legal entities
/// @notice Documents of `did:ebsi`, with the functions of EBSI's DID Registry v5. A DID is written by its controllers, which are DIDs
/// themselves: whoever holds a secp256k1 key with a valid relationship `capabilityInvocation` in the document of a controller. An account
/// that a body admitted by a policy (`ITrustedPoliciesRegistry`) of the name `DID:<function>` may write, too.
/// @dev Texts are UTF-8. Times are seconds since 1970 and at most 2**48-1; periods hold from their first to their last second. The hash
/// of a DID is keccak256 of its text. What is known of the past never changes: a document resolved for a time before the present block is
/// the same for ever, so that neither a period that begins in the past nor an end that lies in the past reaches back behind the block that wrote it.
interface IDidRegistry is IPaged {
    /// @notice A public key of a document.
    struct VMethod {
        /// secp256k1: the 65 bytes of the uncompressed point, 0x04 first. Any other kind: the public JWK as text.
        bytes publicKey;
        bool isSecp256k1;
        /// Always false in resolved documents, where revoked keys do not stand.
        bool revoked;
    }

    /// @notice What a key is for, and when.
    struct VRelationship {
        /// `authentication`, `assertionMethod`, `keyAgreement`, `capabilityInvocation` or `capabilityDelegation`.
        string name;
        string vMethodId;
        uint256 notBefore;
        uint256 notAfter;
        /// Place of the DID in the list of `getDidsByVerificationRelationship`, counted from 0.
        uint256 indexDid;
    }

    /// @notice A DID, and when its relationship holds.
    struct DidWithPeriod {
        string did;
        uint256 notBefore;
        uint256 notAfter;
    }

    /// @notice How a key takes the place of another.
    struct RollArgs {
        string did;
        /// Id of the new key.
        string vMethodId;
        bytes publicKey;
        bool isSecp256k1;
        /// When the new key holds, in each relationship that the old one has.
        uint256 notBefore;
        uint256 notAfter;
        string oldVMethodId;
        /// Seconds that the old key holds beside the new one, counted from `notBefore`, unless it ends before.
        uint256 duration;
    }

    /// @notice What is registered about a key, valid or not.
    struct VerificationMethod {
        string id;
        bytes publicKey;
        bool isSecp256k1;
        /// When the key was written.
        uint48 addedAt;
        /// When its revocation was written; 0 if it is not revoked.
        uint48 revokedAt;
        /// Since when the key is not to be trusted, as the revocation says; at most `revokedAt`. Resolution does not reach back so far:
        /// whoever checks an old signature compares its date with this, too.
        uint48 revokedFrom;
    }

    /// @notice A document was written. The DID is its own first controller, and the key has the relationships `capabilityInvocation` and
    /// `authentication` for the period.
    event DidDocumentInserted(
        string did,
        string baseDocument,
        string vMethodId,
        bytes publicKey,
        bool isSecp256k1,
        uint256 notBefore,
        uint256 notAfter,
        bytes32 indexed didHash,
        address indexed actor
    );
    /// @notice The part of a document without keys and controllers was replaced.
    event BaseDocumentUpdated(string did, string baseDocument, bytes32 indexed didHash, address indexed actor);
    /// @notice A DID has another controller.
    event ControllerAdded(string did, string controller, bytes32 indexed didHash, address indexed actor);
    /// @notice A DID has a controller less.
    event ControllerRevoked(string did, string controller, bytes32 indexed didHash, address indexed actor);
    /// @notice A document has another key, which is for nothing yet.
    event VerificationMethodAdded(
        string did,
        string vMethodId,
        bytes publicKey,
        bool isSecp256k1,
        bytes32 indexed didHash,
        address indexed actor
    );
    /// @notice A key is for something, within a period.
    event VerificationRelationshipAdded(
        string did,
        string name,
        string vMethodId,
        uint256 notBefore,
        uint256 notAfter,
        bytes32 indexed didHash,
        address indexed actor
    );
    /// @notice A key is revoked for good: all its relationships end with this block, and it is not to be trusted since `notAfter`.
    event VerificationMethodRevoked(
        string did,
        string vMethodId,
        uint256 notAfter,
        bytes32 indexed didHash,
        address indexed actor
    );
    /// @notice All relationships of a key that are not over end at another time.
    event VerificationMethodExpired(
        string did,
        string vMethodId,
        uint256 notAfter,
        bytes32 indexed didHash,
        address indexed actor
    );
    /// @notice A new key has every relationship of an old one that was not over. Those of the old key end `duration` seconds after
    /// `notBefore`, unless they end before.
    event VerificationMethodRolled(
        string did,
        string vMethodId,
        bytes publicKey,
        bool isSecp256k1,
        uint256 notBefore,
        uint256 notAfter,
        string oldVMethodId,
        uint256 duration,
        bytes32 indexed didHash,
        address indexed actor
    );
    /// @notice A DID ended for good. Documents of the time before still resolve.
    event DidDeactivated(string did, bytes32 indexed didHash, address indexed actor);

    /// @notice The text is no DID of a legal entity.
    /// @custom:remedy Give did:ebsi:z and 15 to 54 characters of the alphabet of Bitcoin's base58.
    error DidRegistryDidInvalid(string did);
    /// @notice The DID has a document already.
    /// @custom:remedy Update the document, or make a new DID.
    error DidRegistryAlreadyInserted(string did);
    /// @notice The DID has no document.
    /// @custom:remedy Check the DID, or insert its document first.
    error DidRegistryUnknown(string did);
    /// @notice The DID had no document yet at that time.
    /// @custom:remedy Ask for `insertedAt` or a later time.
    error DidRegistryNotYetInserted(string did, uint256 insertedAt, uint256 timestamp);
    /// @notice The DID ended before.
    /// @custom:remedy Resolve it for a time before `deactivatedAt`; to go on, insert a new DID.
    error DidRegistryDeactivated(string did, uint256 deactivatedAt);
    /// @notice The base document is empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes of JSON.
    error DidRegistryDocumentLength(uint256 length, uint256 maximum);
    /// @notice The text is no id of a key.
    /// @custom:remedy Give 1 to 64 letters, digits, hyphens and underscores, usually the thumbprint of the key's JWK.
    error DidRegistryMethodIdInvalid(string vMethodId);
    /// @notice The public key is malformed or not on its curve.
    /// @custom:remedy Give 65 bytes beginning with 0x04 for secp256k1; for other keys the public JWK as text, an object of at most 2048 bytes.
    error DidRegistryPublicKeyInvalid(uint256 length, bool isSecp256k1);
    /// @notice The first key of a document is of secp256k1, because accounts have such keys.
    /// @custom:remedy Insert the document with a secp256k1 key, and add the other keys afterwards.
    error DidRegistryFirstKeyInvalid(string did);
    /// @notice The caller does not hold the first key of the document.
    /// @custom:remedy Send the transaction from `holder`, the account of that key.
    error DidRegistryNotKeyHolder(address caller, address holder);
    /// @notice The caller neither holds a valid key of a controller nor was admitted by the policy.
    /// @custom:remedy Send the transaction from an account with a valid relationship capabilityInvocation in a controller's document.
    error DidRegistryNotController(string did, address caller, string policy);
    /// @notice A period ends before it begins, is over already, or exceeds 48 bits.
    /// @custom:remedy Give an end that is neither before the beginning nor before now, in seconds since 1970.
    error DidRegistryPeriodInvalid(uint256 notBefore, uint256 notAfter, uint256 timepoint);
    /// @notice The key has this relationship already, within a period that is not over.
    /// @custom:remedy Change the end of the present period by `expireVerificationMethod`, or wait until it is over.
    error DidRegistryPeriodOverlaps(string vMethodId, string name, uint256 presentNotBefore, uint256 presentNotAfter);
    /// @notice Revocations are of now or before, expiries of later.
    /// @custom:remedy Revoke with an end that is not after `timepoint`; expire with one that is after it.
    error DidRegistryEndInvalid(uint256 notAfter, uint256 timepoint);
    /// @notice The DID has this controller already.
    /// @custom:remedy Nothing is to be done.
    error DidRegistryAlreadyController(string did, string controller);
    /// @notice The DID has no such controller.
    /// @custom:remedy Check the DID of the controller.
    error DidRegistryUnknownController(string did, string controller);
    /// @notice A DID has a bounded number of controllers.
    /// @custom:remedy Revoke one of the `maximum` controllers first.
    error DidRegistryTooManyControllers(string did, uint256 maximum);
    /// @notice No other controller could act for the DID.
    /// @custom:remedy Add another controller with a valid key first; to end the DID, deactivate it.
    error DidRegistryLastController(string did, string controller);
    /// @notice No other secp256k1 key of the document could invoke capabilities then.
    /// @custom:remedy First add another secp256k1 key with a relationship capabilityInvocation that holds then and longer.
    error DidRegistryLastCapability(string did, string vMethodId, uint256 timepoint);
    /// @notice The document has a key with this id, or had one.
    /// @custom:remedy Give another id; ids of revoked keys are not used again.
    error DidRegistryMethodKnown(string did, string vMethodId);
    /// @notice The document has no key with this id.
    /// @custom:remedy Check the id, or add the key first.
    error DidRegistryUnknownMethod(string did, string vMethodId);
    /// @notice The key was revoked for good.
    /// @custom:remedy Add a new key with another id.
    error DidRegistryMethodRevoked(string did, string vMethodId, uint256 revokedAt);
    /// @notice Another entry of the document has the same key.
    /// @custom:remedy Use the entry that is there, or make a new key.
    error DidRegistryKeyInUse(string did, address holder);
    /// @notice The relationship has no such name.
    /// @custom:remedy Give authentication, assertionMethod, keyAgreement, capabilityInvocation or capabilityDelegation.
    error DidRegistryRelationshipInvalid(string name);
    /// @notice The key is in none of the relationships that could end.
    /// @custom:remedy Check the id of the key; relationships that are over stay as they were.
    error DidRegistryNothingToEnd(string did, string vMethodId);
    /// @notice A document has a bounded number of keys, of periods, and of keys that invoke capabilities.
    /// @custom:remedy Make a new DID with the keys that are in use; where the keys that invoke capabilities are too many, revoke one of them.
    error DidRegistryTooMany(uint256 maximum);

    /// @notice Writes a document. The caller holds the key, or was admitted by the policy `DID:insertDidDocument`.
    /// @param did `did:ebsi:z` and base58; 25 to 64 bytes.
    /// @param baseDocument JSON of what is neither key nor controller, at least `@context`; 1 to 4096 bytes.
    /// @param vMethodId Id of the key within the document, usually the thumbprint of its JWK; 1 to 64 bytes.
    /// @param publicKey 65 bytes of an uncompressed point of secp256k1, 0x04 first.
    /// @param isSecp256k1 Always true.
    /// @return Always true, as EBSI's registry answers.
    function insertDidDocument(
        string calldata did,
        string calldata baseDocument,
        string calldata vMethodId,
        bytes calldata publicKey,
        bool isSecp256k1,
        uint256 notBefore,
        uint256 notAfter
    ) external returns (bool);

    /// @notice Replaces the base document. Controllers only.
    function updateBaseDocument(string calldata did, string calldata baseDocument) external returns (bool);

    /// @notice Gives a DID one controller more, of at most 10: another active DID of this register. Controllers only.
    /// @dev Warning: the controller is not asked, and can do everything with the DID.
    function addController(string calldata did, string calldata controller) external returns (bool);

    /// @notice Takes a controller away, unless no other could act for the DID then. Controllers only.
    function revokeController(string calldata did, string calldata controller) external returns (bool);

    /// @notice Adds a key, which is for nothing until it gets a relationship. Controllers only.
    /// @dev Warning: nobody proves possession of the key, and only points of secp256k1 are checked to be on their curve.
    function addVerificationMethod(
        string calldata did,
        string calldata vMethodId,
        bytes calldata publicKey,
        bool isSecp256k1
    ) external returns (bool);

    /// @notice Says what a key is for, and when. Controllers only. A period that begins in the past counts from now on. For the same key
    /// and purpose a new period is only taken once the one before is over.
    function addVerificationRelationship(
        string calldata did,
        string calldata name,
        string calldata vMethodId,
        uint256 notBefore,
        uint256 notAfter
    ) external returns (bool);

    /// @notice Revokes a key for good. Controllers only; never paused. The last key that can invoke capabilities stays.
    /// @param notAfter Since when the key is not to be trusted, now or before.
    function revokeVerificationMethod(
        string calldata did,
        string calldata vMethodId,
        uint256 notAfter
    ) external returns (bool);

    /// @notice Gives all relationships of a key that are not over another end, sooner or later than the present one. Controllers only;
    /// never paused. When the end comes, another key that can invoke capabilities has to be there, unless the key loses nothing.
    /// @param notAfter After now.
    function expireVerificationMethod(
        string calldata did,
        string calldata vMethodId,
        uint256 notAfter
    ) external returns (bool);

    /// @notice Puts a new key in the place of an old one, with all its relationships that are not over. Controllers only.
    function rollVerificationMethod(RollArgs calldata args) external returns (bool);

    /// @notice Ends a DID for good: it resolves for the time before only, and is no controller of any DID any more. Controllers only;
    /// never paused. Not part of EBSI's registry, where a DID ends when the last key does.
    function deactivateDid(string calldata did) external;

    /// @notice All DIDs, in the order of their insertion.
    function getDids(
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice DIDs that a DID controls at present, in no particular order.
    function getDidsByController(
        string calldata controller,
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice DIDs that have, or had, a key of this id in this relationship, with its last period.
    function getDidsByVerificationRelationship(
        string calldata vMethodId,
        string calldata name,
        uint256 page,
        uint256 pageSize
    ) external view returns (DidWithPeriod[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice The document of now.
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
        );

    /// @notice The document of a time, with the keys and relationships that held then. For a time before the present block the answer is
    /// the same for ever; for a later one it is what is known now.
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
        );

    /// @notice Whether an account acts for a DID now: it holds a valid key of one of the DID's controllers. False for unknown and
    /// deactivated DIDs. Never reverts, and reads a bounded number of slots.
    function checkController(string calldata did, address controller) external view returns (bool);

    /// @notice The same for the bytes of the DID's text.
    function checkController(bytes calldata did, address controller) external view returns (bool);

    /// @notice The same by the hash of the DID.
    function isControlledBy(bytes32 didHash, address account) external view returns (bool);

    /// @notice What is registered about a key.
    function verificationMethod(
        string calldata did,
        string calldata vMethodId
    ) external view returns (VerificationMethod memory);

    /// @notice When a DID was inserted and deactivated; 0 for what has not happened.
    function didLife(string calldata did) external view returns (uint48 insertedAt, uint48 deactivatedAt);

    /// @notice Whether a DID, by its hash, was inserted and not deactivated.
    function isActive(bytes32 didHash) external view returns (bool);

    /// @notice The text of a DID by its hash; empty for an unknown one.
    function didOf(bytes32 didHash) external view returns (string memory);
}
