// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC7802} from "@openzeppelin/contracts/interfaces/draft-IERC7802.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Bridgeable} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC20Bridgeable.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {IEuroToken, MoneyStatus} from "./IEuroToken.sol";

/// @title Test e-money
contract EuroToken is IEuroToken, ERC20Permit, ERC20TransferAuthorization, ERC20Bridgeable, AccessManaged, Breakable {
    string private constant NAME = "Foedus test euro";

    /// @dev The variants for signatures of any length, which no interface of OpenZeppelin names.
    bytes4 private constant TRANSFER_BY_SIGNATURE = bytes4(
        keccak256("transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)")
    );
    bytes4 private constant RECEIVE_BY_SIGNATURE = bytes4(
        keccak256("receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)")
    );

    mapping(address account => MoneyStatus) private _status;
    bool private _allowListOnly;

    /// @param initialAuthority Authority that says who may mint, redeem, bridge and keep the lists.
    /// @param breaker Whom the functions ask that can be paused.
    constructor(
        address initialAuthority,
        ICircuitBreaker breaker
    ) ERC20(NAME, "tEUR") ERC20Permit(NAME) AccessManaged(initialAuthority) Breakable(breaker) {}

    /// @inheritdoc IEuroToken
    function mint(address to, uint256 value, bytes32 paymentReference) external restricted {
        if (to == address(0)) revert EuroTokenZeroAddress();
        if (value == 0) revert EuroTokenZeroValue();

        _mint(to, value);

        emit Minted(to, msg.sender, paymentReference, value);
    }

    /// @inheritdoc IEuroToken
    function redeem(address holder, uint256 value, bytes32 paymentReference) external restricted {
        if (value == 0) revert EuroTokenZeroValue();

        _burnApproved(holder, value);

        emit Redeemed(holder, msg.sender, paymentReference, value);
    }

    /// @inheritdoc IERC7802
    function crosschainMint(address to, uint256 value) public override restricted {
        _mint(to, value);

        emit CrosschainMint(to, value, msg.sender);
    }

    /// @inheritdoc IERC7802
    /// @dev Burns the bridge's own tokens, or what the holder approved: the standard would let a bridge take anybody's.
    function crosschainBurn(address from, uint256 value) public override restricted {
        _burnApproved(from, value);

        emit CrosschainBurn(from, value, msg.sender);
    }

    /// @inheritdoc IEuroToken
    function setMoneyStatus(address account, MoneyStatus status, bytes32 reasonHash) external restricted {
        if (account == address(0)) revert EuroTokenZeroAddress();
        if (reasonHash == 0) revert EuroTokenReasonMissing(account);
        if (_status[account] == status) revert EuroTokenStatusUnchanged(account, status);

        _status[account] = status;

        emit MoneyStatusSet(account, msg.sender, status, reasonHash);
    }

    /// @inheritdoc IEuroToken
    function setAllowListOnly(bool allowListOnly_) external restricted {
        if (_allowListOnly == allowListOnly_) revert EuroTokenAllowListOnlyUnchanged(allowListOnly_);

        _allowListOnly = allowListOnly_;

        emit AllowListOnlySet(msg.sender, allowListOnly_);
    }

    /// @inheritdoc IEuroToken
    function moneyStatus(address account) external view returns (MoneyStatus) {
        return _status[account];
    }

    /// @inheritdoc IEuroToken
    function allowListOnly() external view returns (bool) {
        return _allowListOnly;
    }

    /// @inheritdoc IEuroToken
    function maySendAndReceive(address account) external view returns (bool) {
        MoneyStatus status = _status[account];
        return status == MoneyStatus.Allowed || (status == MoneyStatus.Open && !_allowListOnly);
    }

    /// @notice A token is a euro in units of 10^-6.
    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @dev The next nonce of `permit`; ERC-3009 has those of `nonces(address,uint192)`.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) public pure returns (bool) {
        return
            selector == IERC20.transfer.selector ||
            selector == IERC20.transferFrom.selector ||
            selector == IERC3009.transferWithAuthorization.selector ||
            selector == IERC3009.receiveWithAuthorization.selector ||
            selector == TRANSFER_BY_SIGNATURE ||
            selector == RECEIVE_BY_SIGNATURE ||
            selector == IEuroToken.mint.selector ||
            selector == IERC7802.crosschainMint.selector;
    }

    /// @dev Everything that moves money comes here, so that neither the breaker nor a list can be forgotten.
    function _update(address from, address to, uint256 value) internal override {
        if (isPausable(msg.sig)) _askBreaker();
        if (from != address(0)) _requireListed(from);
        if (to != address(0)) _requireListed(to);

        super._update(from, to, value);
    }

    /// @dev Burning and minting ask or not by the function that was called, which a modifier of one function could not tell.
    function _askBreaker() private view whenNotPaused {}

    /// @dev Whoever is blocked does not move other people's money either.
    function _spendAllowance(address owner, address spender, uint256 value) internal override {
        if (_status[spender] == MoneyStatus.Blocked) revert EuroTokenBlocked(spender);

        super._spendAllowance(owner, spender, value);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }

    /// @dev The modifier of OpenZeppelin that asks this stands at no function any more.
    function _checkTokenBridge(address caller) internal override {
        _checkCanCall(caller, msg.data);
    }

    function _burnApproved(address holder, uint256 value) private {
        if (holder != msg.sender) _spendAllowance(holder, msg.sender, value);
        _burn(holder, value);
    }

    function _requireListed(address account) private view {
        MoneyStatus status = _status[account];
        if (status == MoneyStatus.Blocked) revert EuroTokenBlocked(account);
        // Money is paid back to everybody who is not blocked: a holder's right to that does not hang on a list.
        if (status == MoneyStatus.Open && _allowListOnly && msg.sig != IEuroToken.redeem.selector) {
            revert EuroTokenNotAllowed(account);
        }
    }
}
