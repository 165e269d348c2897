// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";

/// @title A token with permits and authorisations, for the tests of streams and subscriptions
/// @notice It can keep a part of every transfer back, take more from the sender, refuse accounts, and call back while it transfers.
contract StreamTestToken is ERC20TransferAuthorization, ERC20Permit {
    error StreamTestTokenBlocked(address from, address to);

    mapping(address account => bool) public isBlocked;
    /// @notice What is lost of every transfer.
    uint256 public loss;
    /// @notice What every transfer takes from its sender besides.
    uint256 public surcharge;
    /// @notice Whether the last call back went through.
    bool public reentered;

    address private _target;
    bytes private _data;

    constructor() ERC20("Stream test", "STT") ERC20Permit("Stream test") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function setLosses(uint256 loss_, uint256 surcharge_) external {
        (loss, surcharge) = (loss_, surcharge_);
    }

    /// @notice What the token calls in every transfer from now on; the zero address for nothing.
    function planCall(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @notice Calls as the token.
    function perform(address target, bytes calldata data) external returns (bool success) {
        (success, ) = target.call(data);
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (isBlocked[from] || isBlocked[to]) revert StreamTestTokenBlocked(from, to);
        super._update(from, to, value);
        if (from == address(0) || to == address(0)) return;
        if (loss > 0) super._update(to, address(0), loss);
        if (surcharge > 0) super._update(from, address(0), surcharge);
        if (_target != address(0)) (reentered, ) = _target.call(_data);
    }
}
