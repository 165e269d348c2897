// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Register of lightweight identities (ERC-1056, `did:ethr`)
/// @notice Every address is an identity and owns itself until it names another owner. Owners name delegates and attributes by events, which
/// a resolver reads back along `previousChange`, from `changed` on.
/// @dev The first part is ERC-1056 as the contract of npm's `ethr-did-registry` 1.3.0 has it: names, parameters, values and logs are the
/// same, and the same calls revert; only the reasons are errors of ours instead of texts. The second part is ours. The events of
/// the first part alone have the identity as their first topic, so that whoever asks for logs by that topic gets them and nothing else.
interface IIdentityRegistry {
    /// @notice Whoever can recover an identity for its owner.
    struct Guardianship {
        /// In ascending order; none if the present owner named none.
        address[] guardians;
        /// How many of them must approve the same new owner.
        uint8 threshold;
        /// Seconds between the last approval that is needed and the change of owner.
        uint32 delay;
        /// Counts up with each call of `setGuardians` and `cancelRecovery`; approvals count in their own round alone.
        uint48 round;
    }

    /// @notice What guardians have said about one new owner in the present round.
    struct Recovery {
        /// Guardians that approve; 0 if nobody does or the approvals are outdated.
        uint8 approvals;
        /// Time from which it can be executed, in seconds since 1970; 0 while approvals are missing.
        uint48 executableFrom;
        /// Time after which it has no effect any more, in seconds since 1970; 0 if nobody approves.
        uint48 expiry;
    }

    /// @notice Another account owns the identity; 0 for none, which resolvers read as a deactivated identity.
    /// @param previousChange Block of the identity's change before; 0 if there was none.
    event DIDOwnerChanged(address indexed identity, address owner, uint256 previousChange);
    /// @notice A delegate counts up to `validTo` (seconds since 1970).
    /// @param delegateType What for: a text in ASCII, left-aligned; resolvers know `veriKey` and `sigAuth`.
    /// @param previousChange Block of the identity's change before; 0 if there was none.
    event DIDDelegateChanged(
        address indexed identity,
        bytes32 delegateType,
        address delegate,
        uint256 validTo,
        uint256 previousChange
    );
    /// @notice An attribute counts up to `validTo` (seconds since 1970); 0 for a revoked one.
    /// @param name What it is: a text in ASCII, left-aligned; resolvers know `did/pub/...` for keys and `did/svc/...` for services.
    /// @param previousChange Block of the identity's change before; 0 if there was none.
    event DIDAttributeChanged(
        address indexed identity,
        bytes32 name,
        bytes value,
        uint256 validTo,
        uint256 previousChange
    );

    /// @notice The owner named guardians, or none, in place of those before. What others had approved is void.
    event GuardiansSet(
        uint48 indexed round,
        address indexed identity,
        address indexed actor,
        address[] guardians,
        uint8 threshold,
        uint32 delay
    );
    /// @notice A guardian approves a new owner. `executableFrom` is 0 while approvals are missing.
    event RecoveryApproved(
        uint48 indexed round,
        address indexed identity,
        address indexed guardian,
        address newOwner,
        uint8 approvals,
        uint48 executableFrom,
        uint48 expiry
    );
    /// @notice The owner is still there: whatever was approved is void, and round `round` begins.
    event RecoveryCancelled(uint48 indexed round, address indexed identity, address indexed actor);
    /// @notice The identity has the owner that its guardians approved. A `DIDOwnerChanged` stands right before it.
    event RecoveryExecuted(uint48 indexed round, address indexed identity, address indexed actor, address newOwner);

    /// @notice Only the identity's owner changes it.
    /// @custom:remedy Send the transaction from the account that `identityOwner` answers.
    error IdentityRegistryNotOwner(address identity, address account, address owner);
    /// @notice The signature is not the owner's over exactly these values.
    /// @custom:remedy Let the account that `identityOwner` answers sign for this registry and for its present nonce.
    error IdentityRegistrySignatureInvalid(address identity, address owner);
    /// @notice The signed operation is too old.
    /// @custom:remedy Sign again with a later deadline; the chain's time is `present`.
    error IdentityRegistryDeadlinePassed(uint256 deadline, uint256 present);
    /// @notice The list of guardians is too long, not in ascending order, or names zero or the owner.
    /// @custom:remedy Give at most 16 different accounts beside the owner, in ascending order.
    error IdentityRegistryGuardiansInvalid(address identity, uint256 index);
    /// @notice So many approvals cannot be asked of so many guardians.
    /// @custom:remedy Give a number from 1 to the number of guardians; 0 with no guardians.
    error IdentityRegistryThresholdInvalid(uint256 threshold, uint256 guardians);
    /// @notice The delay gives the owner too little or too much time to object.
    /// @custom:remedy Give `minimum` to `maximum` seconds; 0 with no guardians.
    error IdentityRegistryDelayOutOfBounds(uint256 delay, uint256 minimum, uint256 maximum);
    /// @notice The account is no guardian of the identity.
    /// @custom:remedy Send the transaction from one of the guardians that `guardianship` answers.
    error IdentityRegistryNotGuardian(address identity, address account);
    /// @notice The guardian approves this new owner already.
    /// @custom:remedy Wait for the other guardians.
    error IdentityRegistryAlreadyApproved(address identity, address newOwner, address guardian);
    /// @notice Zero or the present owner cannot become the owner by a recovery.
    /// @custom:remedy Give another account.
    error IdentityRegistryNewOwnerInvalid(address identity, address newOwner);
    /// @notice Too few guardians approve the new owner.
    /// @custom:remedy Let `threshold` guardians approve it within 30 days.
    error IdentityRegistryTooFewApprovals(address identity, address newOwner, uint256 approvals, uint256 threshold);
    /// @notice The owner can still object.
    /// @custom:remedy Try again from `executableFrom` on (seconds since 1970).
    error IdentityRegistryTooEarly(address identity, address newOwner, uint48 executableFrom);

    // ERC-1056

    /// @notice Makes `newOwner` the owner of an identity. By its owner.
    /// @dev Warning: zero makes the identity its own owner again for this contract, while resolvers read it as deactivated for good.
    function changeOwner(address identity, address newOwner) external;

    /// @notice `changeOwner` by whoever carries the owner's signature.
    /// @dev The owner signs keccak256 of `0x1900`, this contract, its `nonce`, the identity, the text `changeOwner`, and the new owner, tightly
    /// packed. Warning: neither the chain nor an end is signed; prefer `changeOwnerBySig`, and never have this contract at the same
    /// address on two chains.
    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external;

    /// @notice Names a delegate for `validity` seconds. By the identity's owner.
    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external;

    /// @notice `addDelegate` by whoever carries the owner's signature: as with `changeOwnerSigned`, over the text `addDelegate`, the type, the
    /// delegate and the validity.
    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external;

    /// @notice Ends a delegate now. By the identity's owner.
    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external;

    /// @notice `revokeDelegate` by whoever carries the owner's signature: as with `changeOwnerSigned`, over the text `revokeDelegate`, the type
    /// and the delegate.
    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external;

    /// @notice Says an attribute for `validity` seconds. By the identity's owner.
    /// @dev Warning: what is said stands in the log for ever. No personal data belongs here. The length of the value is bounded by the gas of a
    /// block alone, as in the published contract.
    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external;

    /// @notice `setAttribute` by whoever carries the owner's signature: as with `changeOwnerSigned`, over the text `setAttribute`, the name, the
    /// value and the validity.
    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external;

    /// @notice Takes an attribute back. By the identity's owner.
    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external;

    /// @notice `revokeAttribute` by whoever carries the owner's signature: as with `changeOwnerSigned`, over the text `revokeAttribute`, the
    /// name and the value.
    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external;

    /// @notice The owner of an identity: itself unless it named another account.
    function identityOwner(address identity) external view returns (address);

    /// @notice The owner that an identity named; 0 if it owns itself.
    function owners(address identity) external view returns (address);

    /// @notice Whether a delegate counts now.
    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool);

    /// @notice Up to when a delegate counts, in seconds since 1970; 0 if it never did.
    /// @param delegateTypeHash keccak256 of the type.
    function delegates(address identity, bytes32 delegateTypeHash, address delegate) external view returns (uint256);

    /// @notice Block of the identity's last change; 0 if there was none.
    function changed(address identity) external view returns (uint256);

    /// @notice What the owner's next signature for a function with `Signed` in its name must carry. It counts by owner, not by identity.
    function nonce(address owner) external view returns (uint256);

    // Signatures that bind chain and time

    /// @notice `changeOwner` by whoever carries the owner's signature over the EIP-712 struct
    /// `ChangeOwner(address identity,address newOwner,uint256 nonce,uint256 deadline)` in the domain `Foedus IdentityRegistry`, version
    /// `1`, with this chain's id and this contract; `nonce` is `operationNonce(identity)`.
    /// @param deadline Seconds since 1970 up to which the signature counts.
    /// @param signature Of the owner: 65 bytes (r, s, v) with low s, or whatever its contract accepts (ERC-1271).
    function changeOwnerBySig(address identity, address newOwner, uint256 deadline, bytes calldata signature) external;

    /// @notice `addDelegate` by signature, as `changeOwnerBySig`, over
    /// `AddDelegate(address identity,bytes32 delegateType,address delegate,uint256 validity,uint256 nonce,uint256 deadline)`.
    function addDelegateBySig(
        address identity,
        bytes32 delegateType,
        address delegate,
        uint256 validity,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice `revokeDelegate` by signature, as `changeOwnerBySig`, over
    /// `RevokeDelegate(address identity,bytes32 delegateType,address delegate,uint256 nonce,uint256 deadline)`.
    function revokeDelegateBySig(
        address identity,
        bytes32 delegateType,
        address delegate,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice `setAttribute` by signature, as `changeOwnerBySig`, over
    /// `SetAttribute(address identity,bytes32 name,bytes value,uint256 validity,uint256 nonce,uint256 deadline)`.
    function setAttributeBySig(
        address identity,
        bytes32 name,
        bytes calldata value,
        uint256 validity,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice `revokeAttribute` by signature, as `changeOwnerBySig`, over
    /// `RevokeAttribute(address identity,bytes32 name,bytes value,uint256 nonce,uint256 deadline)`.
    function revokeAttributeBySig(
        address identity,
        bytes32 name,
        bytes calldata value,
        uint256 deadline,
        bytes calldata signature
    ) external;

    /// @notice What the next EIP-712 signature for an identity must carry. It counts by identity, apart from `nonce`.
    function operationNonce(address identity) external view returns (uint256);

    // Recovery

    /// @notice Names the guardians of an identity in place of those before, or none. By its owner, for whom alone they count: with another
    /// owner, however it came to it, the identity has no guardians until that owner names some.
    /// @dev A lost key is what guardians are for. Warning: whoever has stolen the key is the owner for this contract and takes everything at once.
    /// @param guardians 0 to 16 accounts in ascending order.
    /// @param threshold How many must approve the same new owner.
    /// @param delay Seconds that the owner has to object, 1 to 90 days.
    function setGuardians(address identity, address[] calldata guardians, uint8 threshold, uint32 delay) external;

    /// @notice Approves that `newOwner` becomes the identity's owner. By a guardian, once. The approval that reaches the threshold starts the
    /// delay. Approvals that are too few after 30 days are void, and so is a recovery that nobody executes in 30 days after the delay.
    function approveRecovery(address identity, address newOwner) external;

    /// @notice Makes all approvals void. By the identity's owner, at any time before the execution.
    function cancelRecovery(address identity) external;

    /// @notice Makes `newOwner` the identity's owner, after the delay. By anybody.
    function executeRecovery(address identity, address newOwner) external;

    /// @notice The guardians that count for the present owner.
    function guardianship(address identity) external view returns (Guardianship memory);

    /// @notice How far the recovery to a new owner has come in the present round.
    function recovery(address identity, address newOwner) external view returns (Recovery memory);
}
