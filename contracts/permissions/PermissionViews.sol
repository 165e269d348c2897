// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Roles} from "../access/Roles.sol";
import {INodeRegistry} from "../nodes/INodeRegistry.sol";
import {IValidatorSet} from "../nodes/IValidatorSet.sol";
import {NodeId} from "../types/NodeId.sol";
import {Access, IAccountRegistry} from "./IAccountRegistry.sol";
import {IMandates} from "./IMandates.sol";
import {IPermissionViews, Refusal} from "./IPermissionViews.sol";

/// @title What clients ask about connections and transactions
/// @dev Stands behind a RegistryProxy. Registers are asked with bounded gas, so that none of them can make an answer fail.
contract PermissionViews is IPermissionViews, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @dev More than any register needs for an answer, at the greatest depth of the tree of organisations.
    uint256 private constant QUESTION_GAS = 120_000;
    uint256 private constant KEY_DIGITS = 128;
    bytes32 private constant CONNECTION_ALLOWED = bytes32(type(uint256).max);
    bytes32 private constant CONNECTION_DENIED = bytes32(type(uint256).max >> 1);

    /// @custom:storage-location erc7201:foedus.storage.PermissionViews
    struct PermissionViewsStorage {
        address council;
        address memberRegistry;
        INodeRegistry nodeRegistry;
        IValidatorSet validatorSet;
        IAccountRegistry accountRegistry;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.PermissionViews")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xe2ae4024fca4aef46697842a90b7d3c8768a25fc3f8e7ecc2bf228acc24b1600;

    /// @dev Only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @notice Connects the views to the authority, the body and the registers. Once.
    function initialize(
        address initialAuthority,
        address council,
        address memberRegistry,
        INodeRegistry nodeRegistry,
        IValidatorSet validatorSet,
        IAccountRegistry accountRegistry
    ) external initializer {
        __AccessManaged_init(initialAuthority);
        PermissionViewsStorage storage $ = _storage();
        $.council = council;
        $.memberRegistry = memberRegistry;
        $.nodeRegistry = nodeRegistry;
        $.validatorSet = validatorSet;
        $.accountRegistry = accountRegistry;
    }

    /// @inheritdoc IPermissionViews
    function transactionAllowed(
        address sender,
        address target,
        uint256,
        uint256,
        uint256 gasLimit,
        bytes calldata
    ) external view returns (bool) {
        return transactionRefusal(sender, target, gasLimit) == Refusal.None;
    }

    /// @inheritdoc IPermissionViews
    function transactionRefusal(address sender, address target, uint256 gasLimit) public view returns (Refusal) {
        PermissionViewsStorage storage $ = _storage();
        if (sender == $.council) return Refusal.None;
        if (_isBody(target) && reachesBody(sender)) return Refusal.None;

        address accounts = address($.accountRegistry);
        (bool read, uint256 access) = _ask(accounts, abi.encodeCall(IAccountRegistry.accessOf, (sender)));
        if (!read) return Refusal.RegisterUnreadable;
        if (access == uint256(Access.None)) return Refusal.NoAccess;
        if (access < uint256(Access.Transact)) return Refusal.ReadOnly;
        if (target == address(0)) {
            if (access < uint256(Access.Deploy)) return Refusal.MayNotDeploy;
        } else {
            uint256 open;
            (read, open) = _ask(accounts, abi.encodeCall(IAccountRegistry.mayReach, (sender, target)));
            if (!read) return Refusal.RegisterUnreadable;
            if (open != 1) return Refusal.RestrictedTarget;
        }
        uint256 available;
        (read, available) = _ask(accounts, abi.encodeCall(IAccountRegistry.gasAvailable, (sender)));
        if (!read) return Refusal.RegisterUnreadable;
        return gasLimit > available ? Refusal.GasExhausted : Refusal.None;
    }

    /// @inheritdoc IPermissionViews
    function connectionAllowed(string calldata enodeId, string calldata, uint16) external view returns (bool) {
        (bool wellFormed, bytes memory publicKey) = _publicKey(bytes(enodeId));
        return wellFormed && _mayConnect(keccak256(publicKey));
    }

    /// @inheritdoc IPermissionViews
    function connectionAllowed(
        bytes32 sourceHigh,
        bytes32 sourceLow,
        bytes16,
        uint16,
        bytes32 destinationHigh,
        bytes32 destinationLow,
        bytes16,
        uint16
    ) external view returns (bytes32) {
        bool allowed =
            _mayConnect(keccak256(abi.encode(sourceHigh, sourceLow))) &&
                _mayConnect(keccak256(abi.encode(destinationHigh, destinationLow)));
        return allowed ? CONNECTION_ALLOWED : CONNECTION_DENIED;
    }

    /// @inheritdoc IPermissionViews
    function reachesBody(address account) public view returns (bool) {
        PermissionViewsStorage storage $ = _storage();
        (bool read, uint256 answer) = _ask($.memberRegistry, abi.encodeCall(IMandates.memberOf, (account)));
        if (read && answer == 1) {
            // Representatives whose time is over are found, too; mandate keys have no end.
            (read, answer) = _ask($.memberRegistry, abi.encodeCall(IMandates.representationEnd, (account)));
            if (!read || answer == 0 || answer >= block.timestamp) return true;
        }
        (read, answer) = _ask(authority(), abi.encodeCall(IAccessManager.hasRole, (Roles.RELAYERS, account)));
        return read && answer == 1;
    }

    /// @inheritdoc IPermissionViews
    function sources()
        external
        view
        returns (
            address council,
            address memberRegistry,
            INodeRegistry nodeRegistry,
            IValidatorSet validatorSet,
            IAccountRegistry accountRegistry
        )
    {
        PermissionViewsStorage storage $ = _storage();
        return ($.council, $.memberRegistry, $.nodeRegistry, $.validatorSet, $.accountRegistry);
    }

    function _isBody(address target) private view returns (bool) {
        PermissionViewsStorage storage $ = _storage();
        return target == $.council || target == $.memberRegistry || target == authority();
    }

    /// @dev Founding validators stand in the set before they are registered.
    function _mayConnect(bytes32 id) private view returns (bool) {
        PermissionViewsStorage storage $ = _storage();
        NodeId node = NodeId.wrap(id);
        (bool read, uint256 answer) = _ask(address($.nodeRegistry), abi.encodeCall(INodeRegistry.mayConnect, (node)));
        if (read && answer == 1) return true;
        (read, answer) = _ask(address($.validatorSet), abi.encodeCall(IValidatorSet.isValidator, (node.nodeAddress())));
        return read && answer == 1;
    }

    /// @dev First word of an answer. A contract that is not there, reverts, runs out of gas or answers less than a word was not read.
    function _ask(address target, bytes memory question) private view returns (bool read, uint256 answer) {
        // One word of memory takes the answer, however long it is.
        assembly ("memory-safe") {
            read := staticcall(QUESTION_GAS, target, add(question, 0x20), mload(question), 0x00, 0x20)
            read := and(read, gt(returndatasize(), 0x1f))
            answer := mul(read, mload(0x00))
        }
    }

    /// @dev The 64 bytes that 128 hexadecimal digits stand for.
    function _publicKey(bytes calldata digits) private pure returns (bool wellFormed, bytes memory publicKey) {
        if (digits.length == KEY_DIGITS + 2 && digits[0] == "0" && (digits[1] == "x" || digits[1] == "X")) {
            digits = digits[2:];
        }
        if (digits.length != KEY_DIGITS) return (false, "");
        publicKey = new bytes(KEY_DIGITS / 2);
        for (uint256 i = 0; i < KEY_DIGITS; i += 2) {
            (bool highIsDigit, uint8 high) = _digit(digits[i]);
            (bool lowIsDigit, uint8 low) = _digit(digits[i + 1]);
            if (!highIsDigit || !lowIsDigit) return (false, "");
            publicKey[i / 2] = bytes1(high * 16 + low);
        }
        return (true, publicKey);
    }

    function _digit(bytes1 c) private pure returns (bool isDigit, uint8 value) {
        uint8 code = uint8(c);
        if (c >= "0" && c <= "9") return (true, code - 48);
        if (c >= "a" && c <= "f") return (true, code - 87);
        if (c >= "A" && c <= "F") return (true, code - 55);
        return (false, 0);
    }

    function _storage() private pure returns (PermissionViewsStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
