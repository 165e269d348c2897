// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title A token that can do what bad tokens do, for the tests
/// @notice Anybody mints, rebases, blocks and plans. Without a plan it is a good token. 6 decimals.
contract HostileToken is ERC20 {
    /// @notice What `transfer` and `transferFrom` do.
    enum Harm {
        None,
        /// A hundredth of the amount does not arrive.
        Fee,
        /// The sender loses a hundredth more than the amount.
        Surcharge,
        /// Moves nothing and returns false.
        False,
        /// Moves nothing and returns true.
        Lie,
        /// Moves the amount and returns no data, as old tokens do.
        Nothing,
        /// Calls back first.
        Reenter,
        /// Uses all gas that it gets.
        Exhaust
    }

    error HostileTokenBlocked(address account);

    uint256 private constant ONE = 1e18;

    Harm private _harm;
    address private _target;
    bytes private _data;
    /// @dev Balances are shares times this.
    uint256 private _index = ONE;
    mapping(address account => bool) private _blocked;

    /// @notice How often the token called back, and how often that worked.
    uint256 public reentries;
    uint256 public successfulReentries;

    constructor() ERC20("Hostile token", "BAD") {}

    /// @notice What every transfer does from now on; the target is called with the data where the token calls back.
    function plan(Harm harm, address target, bytes calldata data) external {
        (_harm, _target, _data) = (harm, target, data);
    }

    function mint(address account, uint256 amount) external {
        _mint(account, _shares(amount));
    }

    /// @notice Multiplies all balances by `index`, with 18 decimals, compared with the beginning.
    function rebase(uint256 index) external {
        _index = index;
    }

    /// @notice Whoever is blocked neither sends nor receives.
    function setBlocked(address account, bool blocked) external {
        _blocked[account] = blocked;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        return _move(msg.sender, to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        if (_harm != Harm.False && _harm != Harm.Lie) _spendAllowance(from, msg.sender, value);
        return _move(from, to, value);
    }

    function balanceOf(address account) public view override returns (uint256) {
        return Math.mulDiv(super.balanceOf(account), _index, ONE);
    }

    function totalSupply() public view override returns (uint256) {
        return Math.mulDiv(super.totalSupply(), _index, ONE);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _move(address from, address to, uint256 value) private returns (bool) {
        if (_blocked[from]) revert HostileTokenBlocked(from);
        if (_blocked[to]) revert HostileTokenBlocked(to);
        if (_harm == Harm.False) return false;
        if (_harm == Harm.Lie) return true;
        if (_harm == Harm.Exhaust) while (true) {}
        if (_harm == Harm.Reenter) {
            ++reentries;
            (bool success, ) = _target.call(_data);
            if (success) ++successfulReentries;
        }
        _transfer(from, to, _shares(value));
        if (_harm == Harm.Fee) _burn(to, _shares(value / 100));
        if (_harm == Harm.Surcharge) _burn(from, _shares(value / 100));
        if (_harm == Harm.Nothing) {
            assembly {
                return(0, 0)
            }
        }
        return true;
    }

    /// @dev Rounded up, so that at least the amount arrives.
    function _shares(uint256 amount) private view returns (uint256) {
        return Math.mulDiv(amount, ONE, _index, Math.Rounding.Ceil);
    }
}
