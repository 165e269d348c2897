// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {IIdentityRegistry} from "./IIdentityRegistry.sol";

/// @title Register of lightweight identities
/// @dev Immutable, without roles. The functions of ERC-1056 read and write what the published contract reads and writes, each slot once.
contract IdentityRegistry is IIdentityRegistry, EIP712 {
    bytes32 private constant CHANGE_OWNER_TYPEHASH = keccak256(
        "ChangeOwner(address identity,address newOwner,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant ADD_DELEGATE_TYPEHASH = keccak256(
        "AddDelegate(address identity,bytes32 delegateType,address delegate,uint256 validity,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVOKE_DELEGATE_TYPEHASH = keccak256(
        "RevokeDelegate(address identity,bytes32 delegateType,address delegate,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant SET_ATTRIBUTE_TYPEHASH = keccak256(
        "SetAttribute(address identity,bytes32 name,bytes value,uint256 validity,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVOKE_ATTRIBUTE_TYPEHASH = keccak256(
        "RevokeAttribute(address identity,bytes32 name,bytes value,uint256 nonce,uint256 deadline)"
    );

    uint256 private constant GUARDIANS_MAXIMUM = 16;
    uint256 private constant MIN_DELAY = 1 days;
    uint256 private constant MAX_DELAY = 90 days;
    /// @dev How long approvals wait for others, and a recovery for its execution.
    uint256 private constant PATIENCE = 30 days;

    /// @dev One slot. Guardians count for the owner that named them alone, so that changing the owner costs nothing more.
    struct Terms {
        address owner;
        uint8 threshold;
        uint32 delay;
        uint48 round;
    }

    struct Approvals {
        /// Bit `i` stands for the guardian at `i`.
        uint16 guardians;
        uint48 executableFrom;
        uint48 expiry;
    }

    /// @dev One slot for what almost every call reads: it makes the operations cheaper than they are in the published contract.
    struct Entry {
        /// 0 if the identity owns itself.
        address owner;
        /// Block of the last change.
        uint48 changed;
        /// Of the identity as an owner.
        uint48 nonce;
    }

    mapping(address identity => Entry) private _entries;
    /// @inheritdoc IIdentityRegistry
    mapping(address identity => mapping(bytes32 delegateTypeHash => mapping(address delegate => uint256 validTo)))
        public delegates;
    /// @inheritdoc IIdentityRegistry
    mapping(address identity => uint256 next) public operationNonce;
    mapping(address identity => Terms) private _terms;
    mapping(address identity => address[]) private _guardians;
    mapping(address identity => mapping(uint48 round => mapping(address newOwner => Approvals))) private _approvals;

    constructor() EIP712("Foedus IdentityRegistry", "1") {}

    /// @inheritdoc IIdentityRegistry
    function changeOwner(address identity, address newOwner) external {
        _requireOwner(identity);
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IIdentityRegistry
    function changeOwnerSigned(address identity, uint8 sigV, bytes32 sigR, bytes32 sigS, address newOwner) external {
        (address owner, uint256 count) = _signer(identity);
        bytes32 hash = keccak256(abi.encodePacked(bytes2(0x1900), this, count, identity, "changeOwner", newOwner));
        _consume(identity, owner, count, ecrecover(hash, sigV, sigR, sigS));
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IIdentityRegistry
    function addDelegate(address identity, bytes32 delegateType, address delegate, uint256 validity) external {
        _requireOwner(identity);
        _setDelegate(identity, delegateType, delegate, block.timestamp + validity);
    }

    /// @inheritdoc IIdentityRegistry
    function addDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate,
        uint256 validity
    ) external {
        (address owner, uint256 count) = _signer(identity);
        bytes32 hash = keccak256(
            abi.encodePacked(bytes2(0x1900), this, count, identity, "addDelegate", delegateType, delegate, validity)
        );
        _consume(identity, owner, count, ecrecover(hash, sigV, sigR, sigS));
        _setDelegate(identity, delegateType, delegate, block.timestamp + validity);
    }

    /// @inheritdoc IIdentityRegistry
    function revokeDelegate(address identity, bytes32 delegateType, address delegate) external {
        _requireOwner(identity);
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IIdentityRegistry
    function revokeDelegateSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 delegateType,
        address delegate
    ) external {
        (address owner, uint256 count) = _signer(identity);
        bytes32 hash = keccak256(
            abi.encodePacked(bytes2(0x1900), this, count, identity, "revokeDelegate", delegateType, delegate)
        );
        _consume(identity, owner, count, ecrecover(hash, sigV, sigR, sigS));
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IIdentityRegistry
    function setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validity) external {
        _requireOwner(identity);
        _setAttribute(identity, name, value, block.timestamp + validity);
    }

    /// @inheritdoc IIdentityRegistry
    function setAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value,
        uint256 validity
    ) external {
        (address owner, uint256 count) = _signer(identity);
        bytes32 hash = keccak256(
            abi.encodePacked(bytes2(0x1900), this, count, identity, "setAttribute", name, value, validity)
        );
        _consume(identity, owner, count, ecrecover(hash, sigV, sigR, sigS));
        _setAttribute(identity, name, value, block.timestamp + validity);
    }

    /// @inheritdoc IIdentityRegistry
    function revokeAttribute(address identity, bytes32 name, bytes calldata value) external {
        _requireOwner(identity);
        _setAttribute(identity, name, value, 0);
    }

    /// @inheritdoc IIdentityRegistry
    function revokeAttributeSigned(
        address identity,
        uint8 sigV,
        bytes32 sigR,
        bytes32 sigS,
        bytes32 name,
        bytes calldata value
    ) external {
        (address owner, uint256 count) = _signer(identity);
        bytes32 hash = keccak256(
            abi.encodePacked(bytes2(0x1900), this, count, identity, "revokeAttribute", name, value)
        );
        _consume(identity, owner, count, ecrecover(hash, sigV, sigR, sigS));
        _setAttribute(identity, name, value, 0);
    }

    /// @inheritdoc IIdentityRegistry
    function identityOwner(address identity) public view returns (address) {
        address owner = _entries[identity].owner;
        return owner == address(0) ? identity : owner;
    }

    /// @inheritdoc IIdentityRegistry
    function owners(address identity) external view returns (address) {
        return _entries[identity].owner;
    }

    /// @inheritdoc IIdentityRegistry
    function changed(address identity) external view returns (uint256) {
        return _entries[identity].changed;
    }

    /// @inheritdoc IIdentityRegistry
    function nonce(address owner) external view returns (uint256) {
        return _entries[owner].nonce;
    }

    /// @inheritdoc IIdentityRegistry
    function validDelegate(address identity, bytes32 delegateType, address delegate) external view returns (bool) {
        return delegates[identity][keccak256(abi.encode(delegateType))][delegate] > block.timestamp;
    }

    /// @inheritdoc IIdentityRegistry
    function changeOwnerBySig(address identity, address newOwner, uint256 deadline, bytes calldata signature) external {
        _verify(
            identity,
            keccak256(abi.encode(CHANGE_OWNER_TYPEHASH, identity, newOwner, _useNonce(identity), deadline)),
            deadline,
            signature
        );
        _changeOwner(identity, newOwner);
    }

    /// @inheritdoc IIdentityRegistry
    function addDelegateBySig(
        address identity,
        bytes32 delegateType,
        address delegate,
        uint256 validity,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 content = keccak256(
            abi.encode(ADD_DELEGATE_TYPEHASH, identity, delegateType, delegate, validity, _useNonce(identity), deadline)
        );
        _verify(identity, content, deadline, signature);
        _setDelegate(identity, delegateType, delegate, block.timestamp + validity);
    }

    /// @inheritdoc IIdentityRegistry
    function revokeDelegateBySig(
        address identity,
        bytes32 delegateType,
        address delegate,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 content = keccak256(
            abi.encode(REVOKE_DELEGATE_TYPEHASH, identity, delegateType, delegate, _useNonce(identity), deadline)
        );
        _verify(identity, content, deadline, signature);
        _setDelegate(identity, delegateType, delegate, block.timestamp);
    }

    /// @inheritdoc IIdentityRegistry
    function setAttributeBySig(
        address identity,
        bytes32 name,
        bytes calldata value,
        uint256 validity,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 content = keccak256(
            abi.encode(
                SET_ATTRIBUTE_TYPEHASH,
                identity,
                name,
                keccak256(value),
                validity,
                _useNonce(identity),
                deadline
            )
        );
        _verify(identity, content, deadline, signature);
        _setAttribute(identity, name, value, block.timestamp + validity);
    }

    /// @inheritdoc IIdentityRegistry
    function revokeAttributeBySig(
        address identity,
        bytes32 name,
        bytes calldata value,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 content = keccak256(
            abi.encode(REVOKE_ATTRIBUTE_TYPEHASH, identity, name, keccak256(value), _useNonce(identity), deadline)
        );
        _verify(identity, content, deadline, signature);
        _setAttribute(identity, name, value, 0);
    }

    /// @inheritdoc IIdentityRegistry
    function setGuardians(address identity, address[] calldata guardians, uint8 threshold, uint32 delay) external {
        _requireOwner(identity);
        _requireGuardians(identity, guardians);
        if (threshold > guardians.length || (threshold == 0 && guardians.length > 0)) {
            revert IdentityRegistryThresholdInvalid(threshold, guardians.length);
        }
        if (guardians.length == 0 ? delay != 0 : delay < MIN_DELAY || delay > MAX_DELAY) {
            revert IdentityRegistryDelayOutOfBounds(delay, MIN_DELAY, MAX_DELAY);
        }

        uint48 round = _terms[identity].round + 1;
        _terms[identity] = Terms(msg.sender, threshold, delay, round);
        _guardians[identity] = guardians;

        emit GuardiansSet(round, identity, msg.sender, guardians, threshold, delay);
    }

    /// @inheritdoc IIdentityRegistry
    function approveRecovery(address identity, address newOwner) external {
        Terms memory terms = _presentTerms(identity);
        uint16 guardian = _guardianBit(identity, terms);
        if (newOwner == address(0) || newOwner == terms.owner) {
            revert IdentityRegistryNewOwnerInvalid(identity, newOwner);
        }
        Approvals memory given = _presentApprovals(identity, terms, newOwner);
        if (given.guardians & guardian != 0) {
            revert IdentityRegistryAlreadyApproved(identity, newOwner, msg.sender);
        }

        if (given.guardians == 0) given.expiry = uint48(block.timestamp + PATIENCE);
        given.guardians |= guardian;
        uint8 count = _count(given.guardians);
        if (count == terms.threshold) {
            given.executableFrom = uint48(block.timestamp + terms.delay);
            given.expiry = uint48(given.executableFrom + PATIENCE);
        }
        _approvals[identity][terms.round][newOwner] = given;

        emit RecoveryApproved(terms.round, identity, msg.sender, newOwner, count, given.executableFrom, given.expiry);
    }

    /// @inheritdoc IIdentityRegistry
    function cancelRecovery(address identity) external {
        _requireOwner(identity);

        uint48 round = ++_terms[identity].round;

        emit RecoveryCancelled(round, identity, msg.sender);
    }

    /// @inheritdoc IIdentityRegistry
    function executeRecovery(address identity, address newOwner) external {
        Terms memory terms = _presentTerms(identity);
        Approvals memory given = _presentApprovals(identity, terms, newOwner);
        if (given.executableFrom == 0) {
            revert IdentityRegistryTooFewApprovals(identity, newOwner, _count(given.guardians), terms.threshold);
        }
        if (block.timestamp < given.executableFrom) {
            revert IdentityRegistryTooEarly(identity, newOwner, given.executableFrom);
        }

        // The owner of today may own the identity again one day; what its guardians approved counts once.
        _terms[identity].round = terms.round + 1;
        _changeOwner(identity, newOwner);

        emit RecoveryExecuted(terms.round, identity, msg.sender, newOwner);
    }

    /// @inheritdoc IIdentityRegistry
    function guardianship(address identity) external view returns (Guardianship memory) {
        Terms memory terms = _presentTerms(identity);
        return
            Guardianship(
                terms.threshold == 0 ? new address[](0) : _guardians[identity],
                terms.threshold,
                terms.delay,
                terms.round
            );
    }

    /// @inheritdoc IIdentityRegistry
    function recovery(address identity, address newOwner) external view returns (Recovery memory) {
        Terms memory terms = _presentTerms(identity);
        Approvals memory given = _presentApprovals(identity, terms, newOwner);
        return Recovery(_count(given.guardians), given.executableFrom, given.expiry);
    }

    function _changeOwner(address identity, address newOwner) private {
        Entry memory entry = _entries[identity];
        _entries[identity] = Entry(newOwner, uint48(block.number), entry.nonce);
        emit DIDOwnerChanged(identity, newOwner, entry.changed);
    }

    function _setDelegate(address identity, bytes32 delegateType, address delegate, uint256 validTo) private {
        delegates[identity][keccak256(abi.encode(delegateType))][delegate] = validTo;
        emit DIDDelegateChanged(identity, delegateType, delegate, validTo, _link(identity));
    }

    function _setAttribute(address identity, bytes32 name, bytes calldata value, uint256 validTo) private {
        emit DIDAttributeChanged(identity, name, value, validTo, _link(identity));
    }

    /// @dev Makes this block the identity's last change, and answers the one before.
    function _link(address identity) private returns (uint256 previousChange) {
        previousChange = _entries[identity].changed;
        _entries[identity].changed = uint48(block.number);
    }

    /// @dev Whose signature a function with `Signed` in its name needs, and which one. As in the published contract, zero is the signer of
    /// whatever is no signature, so that everybody owns the identity zero.
    function _signer(address identity) private view returns (address owner, uint256 count) {
        owner = identityOwner(identity);
        count = _entries[owner].nonce;
    }

    function _consume(address identity, address owner, uint256 count, address recovered) private {
        if (recovered != owner) revert IdentityRegistrySignatureInvalid(identity, owner);
        _entries[owner].nonce = uint48(count + 1);
    }

    function _useNonce(address identity) private returns (uint256) {
        unchecked {
            return operationNonce[identity]++;
        }
    }

    function _verify(address identity, bytes32 content, uint256 deadline, bytes calldata signature) private view {
        if (block.timestamp > deadline) revert IdentityRegistryDeadlinePassed(deadline, block.timestamp);
        address owner = identityOwner(identity);
        if (!SignatureChecker.isValidSignatureNow(owner, _hashTypedDataV4(content), signature)) {
            revert IdentityRegistrySignatureInvalid(identity, owner);
        }
    }

    function _requireOwner(address identity) private view {
        address owner = identityOwner(identity);
        if (msg.sender != owner) revert IdentityRegistryNotOwner(identity, msg.sender, owner);
    }

    /// @dev Ascending order makes sure that nobody counts twice.
    function _requireGuardians(address identity, address[] calldata guardians) private view {
        if (guardians.length > GUARDIANS_MAXIMUM) {
            revert IdentityRegistryGuardiansInvalid(identity, GUARDIANS_MAXIMUM);
        }
        address previous = address(0);
        for (uint256 i = 0; i < guardians.length; ++i) {
            if (guardians[i] <= previous || guardians[i] == msg.sender) {
                revert IdentityRegistryGuardiansInvalid(identity, i);
            }
            previous = guardians[i];
        }
    }

    /// @dev What counts for the present owner; no threshold if another one named the guardians.
    function _presentTerms(address identity) private view returns (Terms memory terms) {
        terms = _terms[identity];
        if (terms.owner != identityOwner(identity)) return Terms(address(0), 0, 0, terms.round);
    }

    function _guardianBit(address identity, Terms memory terms) private view returns (uint16) {
        if (terms.threshold > 0) {
            address[] storage guardians = _guardians[identity];
            for (uint256 i = 0; i < guardians.length; ++i) {
                if (guardians[i] == msg.sender) return uint16(1 << i);
            }
        }
        revert IdentityRegistryNotGuardian(identity, msg.sender);
    }

    /// @dev Outdated approvals are as good as none, and so are those of guardians whom another owner named.
    function _presentApprovals(
        address identity,
        Terms memory terms,
        address newOwner
    ) private view returns (Approvals memory given) {
        given = _approvals[identity][terms.round][newOwner];
        if (terms.threshold == 0 || block.timestamp > given.expiry) return Approvals(0, 0, 0);
    }

    function _count(uint16 guardians) private pure returns (uint8 count) {
        for (; guardians != 0; guardians &= guardians - 1) ++count;
    }
}
