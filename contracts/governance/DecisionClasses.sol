// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {IDecisionClasses} from "./IDecisionClasses.sol";

/// @title Which class of decision a call needs
/// @dev Immutable. Authority, registries of members, set of validators and this table are pinned by the deployment; a Council
/// judges calls to itself as reinforced whatever stands here.
contract DecisionClasses is AccessManaged, IDecisionClasses {
    struct Target {
        bool pinned;
        /// How many functions stand in a class easier than reinforced.
        uint32 listed;
    }

    // A pinned target has no listed function, so that the class of a call is one storage read.
    mapping(address target => mapping(bytes4 selector => DecisionClass)) private _classes;
    mapping(address target => Target) private _targets;

    /// @param authority Whom restricted functions ask.
    /// @param pinned Targets whose calls need a reinforced majority for ever; the authority and this table are pinned as well.
    /// @param listings Calls that stand in an easier class from the beginning.
    constructor(address authority, address[] memory pinned, Listing[] memory listings) AccessManaged(authority) {
        _pin(authority);
        _pin(address(this));
        for (uint256 i = 0; i < pinned.length; ++i) {
            _pin(pinned[i]);
        }
        for (uint256 i = 0; i < listings.length; ++i) {
            _list(listings[i].target, listings[i].selector, listings[i].class);
        }
    }

    /// @inheritdoc IDecisionClasses
    function setDecisionClass(address target, bytes4 selector, DecisionClass class) external restricted {
        _list(target, selector, class);
    }

    /// @inheritdoc IDecisionClasses
    function pinTarget(address target) external restricted {
        _pin(target);
    }

    /// @inheritdoc IDecisionClasses
    function decisionClass(address target, bytes4 selector) public view returns (DecisionClass) {
        return _classes[target][selector];
    }

    /// @inheritdoc IDecisionClasses
    function decisionClasses(
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external view returns (ClassSet set) {
        for (uint256 i = 0; i < targets.length; ++i) {
            set = set.with(
                calldatas[i].length < 4 ? DecisionClass.Reinforced : decisionClass(targets[i], bytes4(calldatas[i][:4]))
            );
        }
    }

    /// @inheritdoc IDecisionClasses
    function isPinned(address target) external view returns (bool) {
        return _targets[target].pinned;
    }

    function _list(address target, bytes4 selector, DecisionClass class) private {
        Target storage entry = _targets[target];
        if (entry.pinned) revert DecisionClassesPinned(target);
        if (_nests(selector)) revert DecisionClassesNesting(selector);
        if (_classes[target][selector] != DecisionClass.Reinforced) --entry.listed;
        if (class != DecisionClass.Reinforced) ++entry.listed;
        _classes[target][selector] = class;
        emit DecisionClassSet(target, selector, msg.sender, class);
    }

    function _pin(address target) private {
        Target storage entry = _targets[target];
        if (entry.listed != 0) revert DecisionClassesStillListed(target, entry.listed);
        entry.pinned = true;
        emit TargetPinned(target, msg.sender);
    }

    /// @dev A function that carries other calls or replaces code must never be easier than what it can carry.
    function _nests(bytes4 selector) private pure returns (bool) {
        return
            selector == Multicall.multicall.selector ||
            selector == UUPSUpgradeable.upgradeToAndCall.selector ||
            selector == IAccessManager.execute.selector ||
            selector == IAccessManager.schedule.selector ||
            selector == IGovernor.propose.selector ||
            selector == IGovernor.queue.selector ||
            selector == IGovernor.execute.selector ||
            selector == Governor.relay.selector;
    }
}
