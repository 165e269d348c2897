// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {MoneyStatus} from "../../../contracts/payments/IEuroToken.sol";
import {EuroTokenSetUp} from "../payments/EuroTokenSetUp.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that holders, the issuer, bridges and the keeper of the lists do with test e-money, in any order
contract EuroTokenHandler is Handler, EuroTokenSetUp {
    uint256 private constant ACCOUNTS_COUNT = 5;
    /// @dev Enough for every action, so that refusals come from the lists and allowances.
    uint256 private constant VALUE = 1e12;

    address[ACCOUNTS_COUNT] private _accounts;
    MoneyStatus[ACCOUNTS_COUNT] private _status;
    bool private _only;
    uint256[ACCOUNTS_COUNT] private _balances;
    mapping(uint256 owner => mapping(uint256 spender => uint256)) private _allowances;
    uint256 public minted;
    uint256 public redeemed;
    uint256 public bridgedIn;
    uint256 public bridgedOut;

    constructor() {
        _deployEuro();
        _accounts = [issuer, bridge, address(0xa11ce), address(0xb0b), stranger];
    }

    /// @dev Who is blocked before and after an action has what it had.
    modifier observed() {
        uint256[ACCOUNTS_COUNT] memory before;
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) before[i] = euro.balanceOf(_accounts[i]);
        _;
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            if (_status[i] != MoneyStatus.Blocked) continue;
            _check(euro.balanceOf(_accounts[i]) == before[i], "EU2: blocked balances never move");
        }
    }

    function mint(uint256 to, uint256 value, bool byIssuer) external observed {
        (to, value) = (to % ACCOUNTS_COUNT, bound(value, 0, VALUE));
        vm.prank(byIssuer ? issuer : stranger);
        bool done = _try(address(euro), abi.encodeCall(euro.mint, (_accounts[to], value, REFERENCE)));
        _check(
            done == (byIssuer && value > 0 && _moves(to)),
            "EU3: the issuer alone mints, to whom the lists let receive"
        );
        if (!done) return;
        minted += value;
        _balances[to] += value;
        _note("mint", true);
    }

    function redeem(uint256 holder, uint256 value, bool byIssuer) external observed {
        (holder, value) = (holder % ACCOUNTS_COUNT, bound(value, 0, VALUE));
        vm.prank(byIssuer ? issuer : stranger);
        bool done = _try(address(euro), abi.encodeCall(euro.redeem, (_accounts[holder], value, REFERENCE)));
        bool possible =
            byIssuer &&
                value > 0 &&
                value <= _balances[holder] &&
                _status[holder] != MoneyStatus.Blocked &&
                _approved(holder, 0, value);
        _check(done == possible, "EU4: nothing is redeemed but what is the issuer's own or approved");
        if (!done) return;
        redeemed += value;
        _balances[holder] -= value;
        if (holder != 0) _allowances[holder][0] -= value;
        _note("redeem", true);
        if (holder != 0) _note("redeemApproved", true);
        if (_only && _status[holder] == MoneyStatus.Open) _note("redeemUnlisted", true);
    }

    function bridgeIn(uint256 to, uint256 value) external observed {
        (to, value) = (to % ACCOUNTS_COUNT, bound(value, 0, VALUE));
        vm.prank(bridge);
        bool done = _try(address(euro), abi.encodeCall(euro.crosschainMint, (_accounts[to], value)));
        _check(done == _moves(to), "EU3: bridges mint to whom the lists let receive");
        if (!done) return;
        bridgedIn += value;
        _balances[to] += value;
        _note("bridgeIn", true);
    }

    function bridgeOut(uint256 from, uint256 value) external observed {
        (from, value) = (from % ACCOUNTS_COUNT, bound(value, 0, VALUE));
        vm.prank(bridge);
        bool done = _try(address(euro), abi.encodeCall(euro.crosschainBurn, (_accounts[from], value)));
        bool possible = _moves(from) && value <= _balances[from] && _approved(from, 1, value);
        _check(done == possible, "EU4: bridges burn nothing but their own or what is approved");
        if (!done) return;
        bridgedOut += value;
        _balances[from] -= value;
        if (from != 1) _allowances[from][1] -= value;
        _note("bridgeOut", true);
    }

    function approve(uint256 owner, uint256 spender, uint256 value) external observed {
        (owner, spender, value) = (owner % ACCOUNTS_COUNT, spender % ACCOUNTS_COUNT, bound(value, 0, 4 * VALUE));
        vm.prank(_accounts[owner]);
        euro.approve(_accounts[spender], value);
        _allowances[owner][spender] = value;
        _note("approve", true);
    }

    function transfer(uint256 from, uint256 to, uint256 value) external observed {
        (from, to, value) = (from % ACCOUNTS_COUNT, to % ACCOUNTS_COUNT, bound(value, 0, VALUE));
        vm.prank(_accounts[from]);
        bool done = _try(address(euro), abi.encodeCall(euro.transfer, (_accounts[to], value)));
        _check(done == (_moves(from) && _moves(to) && value <= _balances[from]), "EU3: transfers as the lists say");
        if (!done) return;
        _balances[from] -= value;
        _balances[to] += value;
        _note("transfer", true);
    }

    function transferFrom(uint256 spender, uint256 from, uint256 to, uint256 value) external observed {
        (spender, value) = (spender % ACCOUNTS_COUNT, bound(value, 0, VALUE));
        (from, to) = (from % ACCOUNTS_COUNT, to % ACCOUNTS_COUNT);
        vm.prank(_accounts[spender]);
        bool done = _try(address(euro), abi.encodeCall(euro.transferFrom, (_accounts[from], _accounts[to], value)));
        bool possible =
            _moves(from) &&
                _moves(to) &&
                _status[spender] != MoneyStatus.Blocked &&
                value <= _balances[from] &&
                value <= _allowances[from][spender];
        _check(done == possible, "EU3: transfers of others as allowances and lists say");
        if (!done) return;
        _allowances[from][spender] -= value;
        _balances[from] -= value;
        _balances[to] += value;
        _note("transferFrom", true);
    }

    function setStatus(uint256 account, uint256 status, bool byLister) external observed {
        (account, status) = (account % ACCOUNTS_COUNT, status % 3);
        vm.prank(byLister ? lister : stranger);
        bool done = _try(
            address(euro),
            abi.encodeCall(euro.setMoneyStatus, (_accounts[account], MoneyStatus(status), REASON))
        );
        _check(done == (byLister && MoneyStatus(status) != _status[account]), "EU3: the keeper alone sets the lists");
        if (!done) return;
        _status[account] = MoneyStatus(status);
        _note("setStatus", true);
    }

    function setAllowListOnly(bool only) external observed {
        vm.prank(lister);
        bool done = _try(address(euro), abi.encodeCall(euro.setAllowListOnly, (only)));
        _check(done == (only != _only), "EU3: the switch");
        _only = only;
        _note("setAllowListOnly", done);
    }

    /// @notice All balances are those of the model, and make the supply.
    function balancesAreRight() external view returns (bool) {
        uint256 sum;
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            if (euro.balanceOf(_accounts[i]) != _balances[i]) return false;
            sum += _balances[i];
        }
        return sum == euro.totalSupply();
    }

    function supply() external view returns (uint256) {
        return euro.totalSupply();
    }

    /// @dev Whether the lists let the account send and receive.
    function _moves(uint256 account) private view returns (bool) {
        return _status[account] == MoneyStatus.Allowed || (_status[account] == MoneyStatus.Open && !_only);
    }

    function _approved(uint256 owner, uint256 spender, uint256 value) private view returns (bool) {
        if (owner == spender) return true;
        return _status[spender] != MoneyStatus.Blocked && value <= _allowances[owner][spender];
    }
}
