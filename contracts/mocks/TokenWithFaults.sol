// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

import {Actor} from "./Actor.sol";
import {BlockingToken} from "./BlockingToken.sol";

/// @title A token that does what a token should not, one fault at a time, for the tests
contract TokenWithFaults is BlockingToken {
    enum Fault {
        None,
        /// Burns a hundredth, and one unit at least, of what moves.
        Fee,
        /// Moves nothing and answers false.
        AnswersFalse,
        /// Moves and answers nothing.
        AnswersNothing,
        /// Moves nothing and answers true.
        Lies,
        /// Lets an actor call while it moves.
        Reenters
    }

    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );

    Fault public fault;
    /// @notice Calls that were made while the token moved, and how many of them were not refused by a guard against that.
    uint128 public entries;
    uint128 public unguarded;
    Actor private _actor;
    address private _target;
    bytes private _data;
    bytes4 private _guard;

    error TokenWithFaultsNotSigned();

    /// @notice What the token does from now on.
    function setFault(Fault fault_) external {
        fault = fault_;
    }

    /// @notice What the token lets an actor call while it moves.
    /// @param guard Selector of the error that is expected.
    function plan(Actor actor, address target, bytes4 guard, bytes calldata data) external {
        (_actor, _target, _guard, _data) = (actor, target, guard, data);
    }

    /// @notice Changes what accounts have, in basis points of it, rounded down.
    function rebase(address[] calldata accounts, uint256 points) external {
        for (uint256 index; index < accounts.length; ++index) {
            uint256 before = balanceOf(accounts[index]);
            uint256 then = (before * points) / 10_000;
            if (then > before) ERC20._update(address(0), accounts[index], then - before);
            else ERC20._update(accounts[index], address(0), before - then);
        }
    }

    /// @dev A contract signs with the digest itself, which stands in `r`: see `Actor`.
    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8,
        bytes32 r,
        bytes32
    ) public override {
        if (block.timestamp > deadline) revert ERC2612ExpiredSignature(deadline);
        bytes32 content = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline));
        if (_hashTypedDataV4(content) != r) revert TokenWithFaultsNotSigned();
        _approve(owner, spender, value);
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (fault == Fault.AnswersFalse) return false;
        super.transfer(to, value);
        return _answer();
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        if (fault == Fault.AnswersFalse) return false;
        super.transferFrom(from, to, value);
        return _answer();
    }

    function _update(address from, address to, uint256 value) internal override {
        if (fault == Fault.Lies) return;
        if (fault == Fault.Fee && from != address(0)) {
            uint256 fee = value / 100 == 0 && value > 0 ? 1 : value / 100;
            super._update(from, address(0), fee);
            value -= fee;
        }
        if (fault == Fault.Reenters && address(_actor) != address(0)) {
            ++entries;
            if (_actor.perform(_target, _data) != _guard) ++unguarded;
        }
        super._update(from, to, value);
    }

    function _answer() private view returns (bool) {
        if (fault == Fault.AnswersNothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        return true;
    }
}
