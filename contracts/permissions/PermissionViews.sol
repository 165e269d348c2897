// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {Roles} from "../access/Roles.sol";
import {INodeRegistry} from "../nodes/INodeRegistry.sol";
import {IOrganisationRegistry} from "../nodes/IOrganisationRegistry.sol";
import {IValidatorSet} from "../nodes/IValidatorSet.sol";
import {NodeId} from "../types/NodeId.sol";
import {OrganisationId} from "../types/OrganisationId.sol";
import {Access, IAccountRegistry} from "./IAccountRegistry.sol";
import {IBody} from "./IBody.sol";
import {IMandates} from "./IMandates.sol";
import {IPermissionViews, Refusal} from "./IPermissionViews.sol";

/// @title What clients ask about connections and transactions
/// @dev Stands behind a RegistryProxy. Registers are asked with bounded gas, so that none of them can make an answer fail.
contract PermissionViews is IPermissionViews, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @dev More than any register needs for an answer, at the greatest depth of the tree of organisations.
    uint256 private constant QUESTION_GAS = 100_000;
    uint256 private constant KEY_DIGITS = 128;
    uint256 private constant BODIES_MAXIMUM = 4;
    /// @dev What an exit may cost: enough for each of them, too little for anything else.
    uint256 private constant EXIT_GAS = 1_000_000;
    /// @dev Calldata of an exit, and of the acceptance of a mandate: a selector and one word. More would be carried for nothing.
    uint256 private constant CALL_LENGTH = 36;
    /// @dev Places of words in answers: the key that is designated in that of `member`, the organisation in that of `node`.
    uint256 private constant DESIGNATED_KEY_WORD = 7;
    uint256 private constant NODE_ORGANISATION_WORD = 1;
    uint256 private constant ANSWER_WORDS = 8;
    bytes32 private constant CONNECTION_ALLOWED = bytes32(type(uint256).max);
    bytes32 private constant CONNECTION_DENIED = bytes32(type(uint256).max >> 1);

    /// @custom:storage-location erc7201:foedus.storage.PermissionViews
    struct PermissionViewsStorage {
        INodeRegistry nodeRegistry;
        IValidatorSet validatorSet;
        IAccountRegistry accountRegistry;
        IOrganisationRegistry organisationRegistry;
        /// `BODIES_MAXIMUM` at most, never none.
        Body[] bodies;
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
        $.nodeRegistry = nodeRegistry;
        $.validatorSet = validatorSet;
        $.accountRegistry = accountRegistry;
        $.organisationRegistry = accountRegistry.organisationRegistry();
        _addBody(council, memberRegistry);
    }

    /// @inheritdoc IPermissionViews
    function addBody(address council, address memberRegistry) external restricted {
        _addBody(council, memberRegistry);
    }

    /// @inheritdoc IPermissionViews
    function removeBody(address council) external restricted {
        Body[] storage all = _storage().bodies;
        uint256 count = all.length;
        for (uint256 i = 0; i < count; ++i) {
            if (all[i].council != council) continue;
            if (count == 1) revert PermissionViewsLastBody(council);
            all[i] = all[count - 1];
            all.pop();
            emit BodyRemoved(council, msg.sender);
            return;
        }
        revert PermissionViewsUnknownBody(council);
    }

    /// @inheritdoc IPermissionViews
    function transactionAllowed(
        address sender,
        address target,
        uint256,
        uint256,
        uint256 gasLimit,
        bytes calldata payload
    ) external view returns (bool) {
        return transactionRefusal(sender, target, gasLimit, payload) == Refusal.None;
    }

    /// @inheritdoc IPermissionViews
    function transactionRefusal(
        address sender,
        address target,
        uint256 gasLimit,
        bytes calldata payload
    ) public view returns (Refusal) {
        PermissionViewsStorage storage $ = _storage();
        if (_isCouncil(sender)) return Refusal.None;
        if (_isOfBody(target) && (reachesBody(sender) || _acceptsMandate(sender, target, payload))) return Refusal.None;
        // Members speak of proposals beside the body, too.
        if (_isCompanion(target) && reachesBody(sender)) return Refusal.None;
        if (gasLimit <= EXIT_GAS && _isExit(sender, target, payload)) return Refusal.None;

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
        Body[] storage all = _storage().bodies;
        uint256 count = all.length;
        for (uint256 i = 0; i < count; ++i) {
            address members = all[i].memberRegistry;
            (bool found, uint256 answer) = _ask(members, abi.encodeCall(IMandates.memberOf, (account)));
            if (!found || answer != 1) continue;
            // Representatives whose time is over are found, too; mandate keys have no end.
            (found, answer) = _ask(members, abi.encodeCall(IMandates.representationEnd, (account)));
            if (!found || answer == 0 || answer >= block.timestamp) return true;
        }
        (bool read, uint256 holds) = _ask(
            authority(),
            abi.encodeCall(IAccessManager.hasRole, (Roles.RELAYERS, account))
        );
        return read && holds == 1;
    }

    /// @inheritdoc IPermissionViews
    function bodies() external view returns (Body[] memory) {
        return _storage().bodies;
    }

    /// @inheritdoc IPermissionViews
    function sources()
        external
        view
        returns (INodeRegistry nodeRegistry, IValidatorSet validatorSet, IAccountRegistry accountRegistry)
    {
        PermissionViewsStorage storage $ = _storage();
        return ($.nodeRegistry, $.validatorSet, $.accountRegistry);
    }

    function _addBody(address council, address memberRegistry) private {
        Body[] storage all = _storage().bodies;
        uint256 count = all.length;
        if (count == BODIES_MAXIMUM) revert PermissionViewsTooManyBodies(BODIES_MAXIMUM);
        if (council.code.length == 0 || memberRegistry.code.length == 0 || _isCouncil(council)) {
            revert PermissionViewsBodyInvalid(council, memberRegistry);
        }
        all.push(Body(council, memberRegistry));

        emit BodyAdded(council, memberRegistry, msg.sender);
    }

    function _isCouncil(address account) private view returns (bool) {
        Body[] storage all = _storage().bodies;
        uint256 count = all.length;
        for (uint256 i = 0; i < count; ++i) {
            if (all[i].council == account) return true;
        }
        return false;
    }

    function _isOfBody(address target) private view returns (bool) {
        if (target == authority()) return true;
        Body[] storage all = _storage().bodies;
        uint256 count = all.length;
        for (uint256 i = 0; i < count; ++i) {
            if (target == all[i].council || target == all[i].memberRegistry) return true;
        }
        return false;
    }

    /// @dev A body without companions, or one that does not know the question, has none.
    function _isCompanion(address target) private view returns (bool) {
        Body[] storage all = _storage().bodies;
        uint256 count = all.length;
        bytes memory question = abi.encodeCall(IBody.companions, ());
        for (uint256 i = 0; i < count; ++i) {
            for (uint256 place = 0; place < 2; ++place) {
                (bool read, uint256 companion) = _askWord(all[i].council, question, place);
                if (!read) break;
                if (companion != 0 && companion == uint160(target)) return true;
            }
        }
        return false;
    }

    /// @dev A key that a member has designated acts for nobody yet, and must be able to begin: at the founding nobody else is there.
    function _acceptsMandate(address sender, address target, bytes calldata payload) private view returns (bool) {
        if (payload.length != CALL_LENGTH || bytes4(payload) != IMandates.acceptMandate.selector) return false;
        bytes memory question = abi.encodePacked(IMandates.member.selector, payload[4:]);
        (bool read, uint256 key) = _askWord(target, question, DESIGNATED_KEY_WORD);
        return read && key == uint160(sender);
    }

    /// @dev Leaving is always open, also to whom everything else is closed; but only to those who are in.
    function _isExit(address sender, address target, bytes calldata payload) private view returns (bool) {
        if (payload.length != CALL_LENGTH) return false;
        PermissionViewsStorage storage $ = _storage();
        bytes4 selector = bytes4(payload);
        bytes32 argument = bytes32(payload[4:]);
        if (target == address($.accountRegistry)) {
            if (selector != IAccountRegistry.removeAccount.selector) return false;
            if (uint256(argument) != uint160(sender)) return false;
            (bool read, uint256 belongsTo) = _ask(target, abi.encodeCall(IAccountRegistry.account, (sender)));
            return read && belongsTo != 0;
        }
        if (target == address($.nodeRegistry)) {
            if (selector != INodeRegistry.withdrawNode.selector && selector != INodeRegistry.standbyNode.selector) {
                return false;
            }
            bytes memory question = abi.encodeCall(INodeRegistry.node, (NodeId.wrap(argument)));
            (bool read, uint256 runBy) = _askWord(target, question, NODE_ORGANISATION_WORD);
            return read && _administers(sender, bytes32(runBy));
        }
        if (target == address($.organisationRegistry)) {
            bool leaves =
                selector == IOrganisationRegistry.chooseOrganisation.selector ||
                    selector == IOrganisationRegistry.renounceAdministration.selector;
            return leaves && _administers(sender, argument);
        }
        return false;
    }

    function _administers(address account, bytes32 organisation) private view returns (bool) {
        (bool read, uint256 administers) = _ask(
            address(_storage().organisationRegistry),
            abi.encodeCall(IOrganisationRegistry.isAdministrator, (OrganisationId.wrap(organisation), account))
        );
        return read && administers == 1;
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

    function _ask(address target, bytes memory question) private view returns (bool read, uint256 answer) {
        return _askWord(target, question, 0);
    }

    /// @dev One of the first words of an answer. A contract that is not there, reverts, runs out of gas or answers less was not read.
    function _askWord(
        address target,
        bytes memory question,
        uint256 place
    ) private view returns (bool read, uint256 answer) {
        // These words of memory take the answer, however long it is.
        uint256[ANSWER_WORDS] memory words;
        assembly ("memory-safe") {
            read := staticcall(
                QUESTION_GAS,
                target,
                add(question, 0x20),
                mload(question),
                words,
                mul(ANSWER_WORDS, 0x20)
            )
            read := and(read, gt(returndatasize(), add(mul(place, 0x20), 0x1f)))
        }
        if (read) answer = words[place];
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
