// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {OrganisationStatus} from "../../../contracts/nodes/IOrganisationRegistry.sol";
import {Access} from "../../../contracts/permissions/IAccountRegistry.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Registers} from "../support/Registers.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to organisations, their accounts and their gas, in any order
contract AccountsHandler is Handler, Registers {
    uint256 private constant ORGANISATIONS_COUNT = 8;
    uint256 private constant ACCOUNTS_COUNT = 8;
    uint256 private constant KEY = 0xacc0;
    /// @dev Levels of the tree.
    uint256 private constant DEPTH = 5;
    uint256 private constant SHARE_MINIMUM = 5_000_000;

    address private immutable _meter = address(0x3e7e6);

    /// @dev Counted from 1 on; 0 stands for the top of the tree, or for no organisation.
    OrganisationId[ORGANISATIONS_COUNT + 1] private _organisations;
    uint256[ORGANISATIONS_COUNT + 1] private _parents;
    OrganisationStatus[ORGANISATIONS_COUNT + 1] private _statuses;
    uint32[ORGANISATIONS_COUNT + 1] private _limits;
    /// @dev Organisation of each account.
    uint256[ACCOUNTS_COUNT] private _homes;
    Access[ACCOUNTS_COUNT] private _given;
    bool[ACCOUNTS_COUNT] private _suspended;
    uint208 private _gas;

    /// @dev The genesis is loaded already.
    constructor() {
        _takeRoles();
        _grant(Roles.METERS, _meter);
        for (uint256 i = 1; i <= ORGANISATIONS_COUNT; ++i) {
            _organisations[i] = _registerOrganisation(string(abi.encodePacked("EUID", i)), _administrator(i));
            _statuses[i] = OrganisationStatus.Active;
            _limits[i] = 32;
        }
    }

    function place(uint256 seed, uint256 parentSeed) external {
        (uint256 one, uint256 parent) = (_one(seed), parentSeed % (ORGANISATIONS_COUNT + 1));
        bytes memory data = abi.encodeCall(
            ORGANISATIONS.placeOrganisation,
            (_organisations[one], _organisations[parent])
        );
        if (_perform("place", body, address(ORGANISATIONS), data)) _parents[one] = parent;
    }

    function suspendOrganisation(uint256 seed) external {
        _decideOn("suspendOrganisation", _one(seed), ORGANISATIONS.suspendOrganisation.selector);
    }

    function reinstateOrganisation(uint256 seed) external {
        _decideOn("reinstateOrganisation", _one(seed), ORGANISATIONS.reinstateOrganisation.selector);
    }

    /// @dev Seldom, because it is for good.
    function retireOrganisation(uint256 seed) external {
        if (seed % 8 == 0) _decideOn("retireOrganisation", _one(seed >> 8), ORGANISATIONS.retireOrganisation.selector);
    }

    function register(uint256 seed, uint256 accountSeed, uint256 access, bool consents) external {
        (uint256 one, uint256 which) = (_one(seed), accountSeed % ACCOUNTS_COUNT);
        address account = vm.addr(KEY + which);
        bool held = _homes[which] != 0 && (_homes[which] == one || ACCOUNTS.accessOf(account) != Access.None);
        uint256 signer = consents ? KEY + which : KEY + ACCOUNTS_COUNT;
        bytes memory proof = _sign(signer, ACCOUNTS.registrationDigest(_organisations[one], account, DEADLINE));
        bytes memory data = abi.encodeCall(
            ACCOUNTS.registerAccount,
            (_organisations[one], account, Access(access % 5), 0, DEADLINE, proof)
        );
        if (!_perform("register", _administrator(one), address(ACCOUNTS), data)) return;
        _check(consents, "PM1: registered without consent");
        _check(!held, "PM1: taken from an organisation that gives it access");
        if (_homes[which] != 0) _note("move", true);
        _check(_isAlive(one), "PM1: registered with an organisation that is not active");
        _homes[which] = one;
        _given[which] = Access(access % 5);
        _check(_count(one) <= _limits[one], "PM1: more accounts than the limit");
    }

    function remove(uint256 seed, bool byItself) external {
        uint256 which = seed % ACCOUNTS_COUNT;
        address account = vm.addr(KEY + which);
        address sender = byItself ? account : _administrator(_homes[which]);
        bytes memory data = abi.encodeCall(ACCOUNTS.removeAccount, (account));
        if (!_perform("remove", sender, address(ACCOUNTS), data)) return;
        _homes[which] = 0;
    }

    /// @dev By somebody who has nothing to do with it.
    function clear(uint256 seed) external {
        uint256 which = seed % ACCOUNTS_COUNT;
        bytes memory data = abi.encodeCall(ACCOUNTS.removeAccount, (vm.addr(KEY + which)));
        if (!_perform("clear", _meter, address(ACCOUNTS), data)) return;
        _check(_statuses[_homes[which]] == OrganisationStatus.Retired, "PM1: a stranger removed an account");
        _homes[which] = 0;
    }

    function suspend(uint256 seed, bool suspended) external {
        uint256 which = seed % ACCOUNTS_COUNT;
        address account = vm.addr(KEY + which);
        bytes memory data =
            suspended
                ? abi.encodeCall(ACCOUNTS.suspendAccount, (account))
                : abi.encodeCall(ACCOUNTS.reinstateAccount, (account));
        _check(_perform("suspend", body, address(ACCOUNTS), data), "PM1: a suspension failed");
        _suspended[which] = suspended;
    }

    function setLimits(uint256 seed, uint256 access, uint32 accounts) external {
        uint256 one = _one(seed);
        accounts = uint32(accounts % 5);
        bytes memory data = abi.encodeCall(
            ACCOUNTS.setOrganisationLimits,
            (_organisations[one], Access(access % 5), accounts)
        );
        if (_perform("setLimits", body, address(ACCOUNTS), data)) _limits[one] = accounts;
    }

    function setGasPolicy(uint256 gas, uint256 window) external {
        uint208 chosen = uint208(gas % 8 == 0 ? 0 : bound(gas, SHARE_MINIMUM, 1e9));
        bytes memory data = abi.encodeCall(ACCOUNTS.setGasPolicy, (chosen, uint48(bound(window, 1, 30 days))));
        if (_perform("setGasPolicy", body, address(ACCOUNTS), data)) _gas = chosen;
    }

    function consume(uint256 seed, uint256 gas) external {
        address account = vm.addr(KEY + (seed % ACCOUNTS_COUNT));
        uint256 available = ACCOUNTS.gasAvailable(account);
        gas = bound(gas, 1, 1e9);
        bytes memory data = abi.encodeCall(
            ACCOUNTS.consumeGas,
            (_organisations[_homes[seed % ACCOUNTS_COUNT]], account, gas)
        );
        _check(_perform("consume", _meter, address(ACCOUNTS), data), "gas: a meter was held up");
        if (_gas == 0 || _homes[seed % ACCOUNTS_COUNT] == 0) return;
        uint256 rest = gas < available ? available - gas : 0;
        _check(ACCOUNTS.gasAvailable(account) == rest, "gas: what was used is gone");
    }

    function resetGas(uint256 seed) external {
        bytes memory data = abi.encodeCall(ACCOUNTS.resetGas, (_organisations[_one(seed)]));
        _check(_perform("resetGas", body, address(ACCOUNTS), data), "gas: a share could not be given back");
    }

    function pass(uint256 duration) external {
        _advance(bound(duration, 1, 1 days));
    }

    /// @notice PM1: whether the tree is the model's, without a cycle, within its caps, and nobody more alive than his parent.
    function treeIsRight() external view returns (bool) {
        for (uint256 i = 1; i <= ORGANISATIONS_COUNT; ++i) {
            OrganisationId id = _organisations[i];
            uint256 children;
            for (uint256 j = 1; j <= ORGANISATIONS_COUNT; ++j) if (_parents[j] == i) ++children;
            if (ORGANISATIONS.childCount(id) != children) return false;
            uint256 depth;
            for (OrganisationId at = id; at != NOBODY; at = ORGANISATIONS.parentOf(at)) {
                if (++depth > DEPTH) return false;
            }
            if (ORGANISATIONS.parentOf(id) != _organisations[_parents[i]]) return false;
            if (ORGANISATIONS.isActive(id) != _isAlive(i)) return false;
        }
        return true;
    }

    /// @notice Whether each organisation has as many accounts as are registered for it.
    function countsAreRight() external view returns (bool) {
        for (uint256 i = 1; i <= ORGANISATIONS_COUNT; ++i) {
            if (ACCOUNTS.accountCount(_organisations[i]) != _count(i)) return false;
        }
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            address account = vm.addr(KEY + i);
            if (ACCOUNTS.account(account).organisation != _organisations[_homes[i]]) return false;
            if (ACCOUNTS.account(account).suspended != _suspended[i]) return false;
            bool shutOut = _homes[i] == 0 || _suspended[i] || !_isAlive(_homes[i]);
            if (shutOut && ACCOUNTS.accessOf(account) != Access.None) return false;
            if (ACCOUNTS.accessOf(account) > _given[i]) return false;
        }
        return true;
    }

    /// @notice Whether those who have accounts share alike, with one share kept and none below the minimum, and nobody has more than his.
    function sharesAreRight() external view returns (bool) {
        uint256 sharers;
        for (uint256 i = 1; i <= ORGANISATIONS_COUNT; ++i) if (_count(i) > 0) ++sharers;
        (uint208 gas, , uint208 share) = ACCOUNTS.gasPolicy();
        uint256 alike = gas / (sharers + 1);
        if (gas != _gas || share != (gas != 0 && alike < SHARE_MINIMUM ? SHARE_MINIMUM : alike)) return false;
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            uint256 available = ACCOUNTS.gasAvailable(vm.addr(KEY + i));
            if (_homes[i] == 0 ? available != 0 : (gas != 0 && available > share)) return false;
        }
        return true;
    }

    function _decideOn(string memory action, uint256 one, bytes4 selector) private {
        bytes memory data = abi.encodeWithSelector(selector, _organisations[one]);
        if (!_perform(action, body, address(ORGANISATIONS), data)) return;
        if (selector == ORGANISATIONS.suspendOrganisation.selector) _statuses[one] = OrganisationStatus.Suspended;
        else if (selector == ORGANISATIONS.retireOrganisation.selector) _statuses[one] = OrganisationStatus.Retired;
        else _statuses[one] = OrganisationStatus.Active;
    }

    function _perform(
        string memory action,
        address sender,
        address target,
        bytes memory data
    ) private returns (bool success) {
        vm.prank(sender);
        success = _try(target, data);
        _note(action, success);
    }

    function _isAlive(uint256 one) private view returns (bool) {
        // A cycle of the model would be one of the register, which the depth shows.
        for (uint256 i = 0; one != 0 && i <= ORGANISATIONS_COUNT; one = _parents[one]) {
            if (_statuses[one] != OrganisationStatus.Active) return false;
            ++i;
        }
        return true;
    }

    function _count(uint256 one) private view returns (uint32 count) {
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) if (_homes[i] == one) ++count;
    }

    function _one(uint256 seed) private pure returns (uint256) {
        return 1 + (seed % ORGANISATIONS_COUNT);
    }

    function _administrator(uint256 one) private pure returns (address) {
        return address(uint160(0xad00 + one));
    }
}
