// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {ContractWallet} from "../../../contracts/mocks/ContractWallet.sol";
import {IOrganisationRegistry} from "../../../contracts/nodes/IOrganisationRegistry.sol";
import {AccountRegistry} from "../../../contracts/permissions/AccountRegistry.sol";
import {Access, IAccountRegistry} from "../../../contracts/permissions/IAccountRegistry.sol";
import {OrganisationId, organisationIdOf} from "../../../contracts/types/OrganisationId.sol";
import {create} from "../support/Creation.sol";
import {Registers} from "../support/Registers.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice Who may use the chain; the shares of gas stand in GasShares.t.sol.
contract AccountRegistryTest is Registers {
    /// @dev Everything that a proof binds, for an account of the first organisation.
    struct Statement {
        uint256 chainId;
        address registry;
        OrganisationId organisation;
        address account;
        uint256 nonce;
        uint48 deadline;
    }

    uint256 private constant KEY = 0xacc1;
    uint32 private constant INITIAL_ACCOUNTS = 32;

    address private immutable _administrator = address(0xad1);
    address private immutable _otherAdministrator = address(0xad2);
    address private immutable _stranger = address(0x5742);
    address private immutable _target = address(0x7a76e7);

    OrganisationId private _organisation;
    OrganisationId private _other;

    function setUp() public {
        _loadGenesis();
        _takeRoles();
        _organisation = _registerOrganisation("EUID.ONE", _administrator);
        _other = _registerOrganisation("EUID.TWO", _otherAdministrator);
    }

    // registerAccount
    // ├── given the organisation is unknown or not active, or one above it is not ... it reverts
    // ├── when the sender is no administrator of it ... it reverts
    // ├── when the account is zero, or given it is registered with any organisation and has access ... it reverts
    // ├── given it is registered without access, or has none because of its organisation ... it moves, with a new proof
    // ├── when the access is above the limit, or given as many accounts as the limit ... it reverts
    // ├── when the deadline is past ... it reverts
    // ├── when the proof is not the account's over exactly these values ... it reverts, also when it was used before
    // └── it belongs to the organisation; the account may be a contract

    function test_Register() public {
        address account = vm.addr(KEY);
        bytes memory proof = _proof(KEY, account);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountRegistered(account, _organisation, _administrator, Access.Read, "registration");
        vm.prank(_administrator);
        ACCOUNTS.registerAccount(_organisation, account, Access.Read, "registration", DEADLINE, proof);
        IAccountRegistry.Account memory expected = IAccountRegistry.Account(
            _organisation,
            Access.Read,
            false,
            _now(),
            "registration"
        );
        vm.assertEq(abi.encode(ACCOUNTS.account(account)), abi.encode(expected), "account");
        vm.assertEq(ACCOUNTS.nonce(account), 1, "the nonce has grown");
        vm.assertEq(ACCOUNTS.accountCount(_organisation), 1, "count");
        _assertAccess(account, Access.Read, "access");
        vm.assertTrue(ACCOUNTS.organisationOf(account) == _organisation, "organisation");
    }

    function testFuzz_Register_EveryKey(uint256 key, uint8 access, uint48 deadline) public {
        key = bound(key, 1, Secp256k1.ORDER - 1);
        deadline = uint48(bound(deadline, _now(), type(uint48).max));
        _setLimits(_organisation, Access.Full, 1);
        address account = vm.addr(key);
        bytes memory proof = _sign(
            key,
            _digest(Statement(block.chainid, address(ACCOUNTS), _organisation, account, 0, deadline))
        );
        _send(_administrator, _organisation, account, Access(access % 5), deadline, proof);
        _assertAccess(account, Access(access % 5), "access");
    }

    function test_Register_ContractWallet() public {
        ContractWallet wallet = new ContractWallet(vm.addr(KEY));
        bytes memory wrong = _proof(KEY + 1, address(wallet));
        _expectProofInvalid(address(wallet));
        _send(_administrator, _organisation, address(wallet), Access.Transact, DEADLINE, wrong);
        bytes memory proof = _proof(KEY, address(wallet));
        _send(_administrator, _organisation, address(wallet), Access.Transact, DEADLINE, proof);
        _assertAccess(address(wallet), Access.Transact, "a contract");
        // The owner's signature is the wallet's, not the owner's own.
        _expectProofInvalid(vm.addr(KEY));
        _send(_administrator, _organisation, vm.addr(KEY), Access.Transact, DEADLINE, proof);
        // A contract that knows no signatures consents to nothing.
        _expectProofInvalid(address(MEMBERS));
        _send(_administrator, _organisation, address(MEMBERS), Access.Transact, DEADLINE, proof);
    }

    function test_RevertGiven_Register_OrganisationNotActive() public {
        address account = vm.addr(KEY);
        bytes memory proof = _proof(KEY, account);
        OrganisationId unknown = organisationIdOf("EUID.UNKNOWN");
        _expectOrganisationNotActive(unknown);
        _send(_administrator, unknown, account, Access.Transact, DEADLINE, proof);
        _place(_organisation, _other);
        _suspendOrganisation(_other);
        _expectOrganisationNotActive(_organisation);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, proof);
    }

    function test_RevertWhen_Register_NotAdministrator() public {
        address account = vm.addr(KEY);
        bytes memory proof = _proof(KEY, account);
        address[4] memory senders = [_otherAdministrator, body, account, _stranger];
        for (uint256 i = 0; i < senders.length; ++i) {
            _expectNotAdministrator(senders[i]);
            _send(senders[i], _organisation, account, Access.Transact, DEADLINE, proof);
        }
    }

    function test_RevertGiven_Register_Already() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.Read);
        bytes memory proof = _proof(KEY, account);
        bytes memory refusal = abi.encodeWithSelector(
            IAccountRegistry.AccountRegistryAlreadyRegistered.selector,
            account,
            _organisation
        );
        vm.expectRevert(refusal);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, proof);
        proof = _sign(KEY, ACCOUNTS.registrationDigest(_other, account, DEADLINE));
        vm.expectRevert(refusal);
        _send(_otherAdministrator, _other, account, Access.Transact, DEADLINE, proof);
        vm.expectRevert(IAccountRegistry.AccountRegistryZeroAccount.selector);
        _send(_administrator, _organisation, address(0), Access.Transact, DEADLINE, proof);
    }

    /// @dev An organisation that gives its accounts nothing, or that can give nothing, does not keep them.
    function test_Register_Moves() public {
        address account = vm.addr(KEY);
        bytes memory early = _proofFor(_other, KEY);
        _registerAccount(_administrator, _organisation, KEY, Access.None);
        _expectProofInvalid(account);
        _send(_otherAdministrator, _other, account, Access.Transact, DEADLINE, early);

        bytes memory proof = _proofFor(_other, KEY);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountRemoved(account, _organisation, _otherAdministrator);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountRegistered(account, _other, _otherAdministrator, Access.Transact, 0);
        _send(_otherAdministrator, _other, account, Access.Transact, DEADLINE, proof);
        _assertAccess(account, Access.Transact, "where it is now");
        vm.assertTrue(ACCOUNTS.organisationOf(account) == _other, "moved");
        vm.assertEq(ACCOUNTS.accountCount(_organisation), 0, "counted out");
        vm.assertEq(ACCOUNTS.accountCount(_other), 1, "counted in");
        vm.assertEq(ACCOUNTS.nonce(account), 2, "a nonce each time");
    }

    function test_Register_MovesFromAnOrganisationThatIsNotActive() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        bytes memory proof = _proofFor(_other, KEY);
        vm.expectRevert(
            abi.encodeWithSelector(IAccountRegistry.AccountRegistryAlreadyRegistered.selector, account, _organisation)
        );
        _send(_otherAdministrator, _other, account, Access.Read, DEADLINE, proof);
        _suspendOrganisation(_organisation);
        _send(_otherAdministrator, _other, account, Access.Read, DEADLINE, proof);
        _assertAccess(account, Access.Read, "where it is now");
    }

    function test_RevertGiven_Register_WithoutAccessInTheSameOrganisation() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.None);
        bytes memory proof = _proof(KEY, account);
        vm.expectRevert(
            abi.encodeWithSelector(IAccountRegistry.AccountRegistryAlreadyRegistered.selector, account, _organisation)
        );
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, proof);
    }

    function test_RevertGiven_Register_MovesAboveTheLimits() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.None);
        bytes memory proof = _proofFor(_other, KEY);
        _setLimits(_other, Access.Transact, 0);
        vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryTooManyAccounts.selector, _other, 0));
        _send(_otherAdministrator, _other, account, Access.Read, DEADLINE, proof);
        vm.assertTrue(ACCOUNTS.organisationOf(account) == _organisation, "it stays");
    }

    function test_Register_Deadline() public {
        address account = vm.addr(KEY);
        uint48 now_ = _now();
        bytes memory late = _sign(KEY, ACCOUNTS.registrationDigest(_organisation, account, now_ - 1));
        bytes memory inTime = _sign(KEY, ACCOUNTS.registrationDigest(_organisation, account, now_));
        vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryProofExpired.selector, now_ - 1));
        _send(_administrator, _organisation, account, Access.Transact, now_ - 1, late);
        _send(_administrator, _organisation, account, Access.Transact, now_, inTime);
    }

    function test_RevertWhen_Register_ProofOfOtherValues() public {
        address account = vm.addr(KEY);
        Statement memory right = Statement(block.chainid, address(ACCOUNTS), _organisation, account, 0, DEADLINE);
        for (uint256 i = 0; i < 6; ++i) {
            Statement memory wrong = Statement(
                right.chainId,
                right.registry,
                right.organisation,
                right.account,
                right.nonce,
                right.deadline
            );
            if (i == 0) wrong.chainId += 1;
            if (i == 1) wrong.registry = address(NODES);
            if (i == 2) wrong.organisation = _other;
            if (i == 3) wrong.account = vm.addr(KEY + 1);
            if (i == 4) wrong.nonce = 1;
            if (i == 5) wrong.deadline -= 1;
            bytes memory proof = _sign(KEY, _digest(wrong));
            _expectProofInvalid(account);
            _send(_administrator, _organisation, account, Access.Transact, DEADLINE, proof);
        }
        bytes memory others = _sign(KEY + 1, _digest(right));
        _expectProofInvalid(account);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, others);
        _expectProofInvalid(account);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, "");
        bytes memory good = _sign(KEY, _digest(right));
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, good);
    }

    function test_RevertWhen_Register_ProofUsedBefore() public {
        address account = vm.addr(KEY);
        bytes memory proof = _proof(KEY, account);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, proof);
        _remove(account, account);
        _expectProofInvalid(account);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, proof);
        bytes memory again = _proof(KEY, account);
        _send(_administrator, _organisation, account, Access.Transact, DEADLINE, again);
    }

    // setAccountAccess
    // ├── when the sender is no administrator of its organisation, or that is not active ... it reverts
    // └── the access is another one, within the limit

    function test_Access() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountAccessChanged(account, _organisation, _administrator, Access.None);
        _setAccess(_administrator, account, Access.None);
        _assertAccess(account, Access.None, "none");
        _expectAboveLimit(Access.Deploy, Access.Transact);
        _setAccess(_administrator, account, Access.Deploy);
        _setLimits(_organisation, Access.Deploy, 1);
        _setAccess(_administrator, account, Access.Deploy);
        _assertAccess(account, Access.Deploy, "deploy");

        address[3] memory senders = [_otherAdministrator, account, body];
        for (uint256 i = 0; i < senders.length; ++i) {
            _expectNotAdministrator(senders[i]);
            _setAccess(senders[i], account, Access.Read);
        }
        _expectUnknown(_stranger);
        _setAccess(_administrator, _stranger, Access.Read);
        _suspendOrganisation(_organisation);
        _expectOrganisationNotActive(_organisation);
        _setAccess(_administrator, account, Access.Read);
    }

    // removeAccount
    // ├── when the sender is neither the account nor an administrator of its organisation, given that is not retired ... it reverts
    // └── it belongs to nobody; a suspended organisation lets it go, too, and from a retired one anybody takes it

    function test_Remove() public {
        address one = _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        address two = _registerAccount(_administrator, _organisation, KEY + 1, Access.Transact);
        address[3] memory senders = [_otherAdministrator, two, body];
        for (uint256 i = 0; i < senders.length; ++i) {
            _expectNotAdministrator(senders[i]);
            _remove(senders[i], one);
        }
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountRemoved(one, _organisation, one);
        _remove(one, one);
        _assertAccess(one, Access.None, "removed by itself");
        vm.assertEq(ACCOUNTS.accountCount(_organisation), 1, "count");
        _expectUnknown(one);
        _remove(one, one);

        _suspendOrganisation(_organisation);
        _remove(_administrator, two);
        vm.assertEq(ACCOUNTS.accountCount(_organisation), 0, "count");
        _registerAccount(_otherAdministrator, _other, KEY, Access.Read);
        _assertAccess(one, Access.Read, "of another organisation");
    }

    function test_Remove_OfARetiredOrganisation() public {
        address one = _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        address two = _registerAccount(_administrator, _organisation, KEY + 1, Access.None);
        _suspendOrganisation(_organisation);
        _expectNotAdministrator(_stranger);
        _remove(_stranger, one);
        vm.prank(body);
        ORGANISATIONS.retireOrganisation(_organisation);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountRemoved(one, _organisation, _stranger);
        _remove(_stranger, one);
        _remove(_stranger, two);
        vm.assertEq(ACCOUNTS.accountCount(_organisation), 0, "nobody is left");
        _registerAccount(_otherAdministrator, _other, KEY, Access.Read);
        _assertAccess(one, Access.Read, "of another organisation");
    }

    // suspendAccount, reinstateAccount
    // ├── when the caller has not the role, or the account is zero ... it reverts
    // ├── given it is suspended already, or is not ... it says so again
    // └── registered or not, the address has no access until it is reinstated: neither leaving nor coming back changes that

    function test_Suspend() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountSuspensionChanged(account, body, true);
        _suspend(account);
        _assertSuspended(account, "suspended");
        vm.assertFalse(ACCOUNTS.actsFor(account, _organisation), "acts for nobody");
        _setAccess(_administrator, account, Access.Read);
        _assertSuspended(account, "whatever its organisation says");

        // A second decision, or one that comes too late, does not fail.
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountSuspensionChanged(account, body, true);
        _suspend(account);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.AccountSuspensionChanged(account, body, false);
        _reinstate(account);
        _assertAccess(account, Access.Read, "reinstated");
        _reinstate(account);
        _assertAccess(account, Access.Read, "and again");

        vm.expectRevert(IAccountRegistry.AccountRegistryZeroAccount.selector);
        _suspend(address(0));
        vm.expectRevert(IAccountRegistry.AccountRegistryZeroAccount.selector);
        _reinstate(address(0));
    }

    /// @dev Leaving is open to a suspended account, but brings nothing.
    function test_Suspend_SurvivesLeavingAndComingBack() public {
        address account = _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        _suspend(account);
        _remove(account, account);
        vm.assertTrue(ACCOUNTS.account(account).suspended, "out of the register");
        vm.assertTrue(ACCOUNTS.account(account).organisation == NOBODY, "of nobody");

        _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        _assertSuspended(account, "registered again");
        // No access is no bond: it can move, too, and stays what it is.
        _registerAccount(_otherAdministrator, _other, KEY, Access.Transact);
        _assertSuspended(account, "registered elsewhere");
        vm.prank(_administrator);
        ORGANISATIONS.appointAdministrator(_organisation, account);
        vm.assertFalse(ACCOUNTS.actsFor(account, _organisation), "as an administrator, either");
        _reinstate(account);
        _assertAccess(account, Access.Transact, "reinstated");
    }

    /// @dev A decision in the making cannot be escaped by leaving before it is executed, and reaches those who were never registered.
    function test_Suspend_OfAnUnregisteredAdministrator() public {
        _assertAccess(_administrator, Access.Transact, "an administrator");
        _suspend(_administrator);
        _assertSuspended(_administrator, "suspended without being registered");
        vm.assertFalse(ACCOUNTS.actsFor(_administrator, _organisation), "acts for nobody");
        _reinstate(_administrator);
        _assertAccess(_administrator, Access.Transact, "reinstated");
        vm.assertTrue(ACCOUNTS.actsFor(_administrator, _organisation), "acts again");
    }

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(
            IAccessManaged.AccessManagedUnauthorized.selector,
            _administrator
        );
        vm.startPrank(_administrator);
        vm.expectRevert(refusal);
        ACCOUNTS.suspendAccount(_stranger);
        vm.expectRevert(refusal);
        ACCOUNTS.reinstateAccount(_stranger);
        vm.expectRevert(refusal);
        ACCOUNTS.setOrganisationLimits(_organisation, Access.Full, 1);
        vm.expectRevert(refusal);
        ACCOUNTS.restrictTarget(_target, true);
        vm.expectRevert(refusal);
        ACCOUNTS.permitSender(_target, _stranger, true);
        vm.expectRevert(refusal);
        ACCOUNTS.setGasPolicy(1, 1);
        vm.expectRevert(refusal);
        ACCOUNTS.consumeGas(_organisation, _administrator, 1);
        vm.expectRevert(refusal);
        ACCOUNTS.resetGas(_organisation);
        vm.stopPrank();
    }

    // setOrganisationLimits
    // ├── given the organisation is unknown ... it reverts
    // ├── without ... 32 accounts that transact
    // └── lowered ... nobody has more access than that, no account is added, and none is lost

    function test_Limits() public {
        _assertLimits(Access.Transact, INITIAL_ACCOUNTS);
        _expectAboveLimit(Access.Deploy, Access.Transact);
        _send(_administrator, _organisation, vm.addr(KEY), Access.Deploy, DEADLINE, "");

        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.OrganisationLimitsSet(_organisation, body, Access.Full, 3);
        _setLimits(_organisation, Access.Full, 3);
        _assertLimits(Access.Full, 3);
        address account;
        for (uint256 i = 0; i < 3; ++i) {
            account = _registerAccount(_administrator, _organisation, KEY + i, Access.Full);
        }
        _expectTooManyAccounts(3);
        _send(_administrator, _organisation, _stranger, Access.Read, DEADLINE, "");

        _setLimits(_organisation, Access.Read, 1);
        _assertAccess(account, Access.Read, "as much as the limit");
        vm.assertEq(uint256(ACCOUNTS.account(account).access), uint256(Access.Full), "what was given stays");
        vm.assertEq(ACCOUNTS.accountCount(_organisation), 3, "none is lost");
        _remove(account, account);
        _expectTooManyAccounts(1);
        _send(_administrator, _organisation, _stranger, Access.Read, DEADLINE, "");
        _setLimits(_organisation, Access.None, 0);
        _assertLimits(Access.None, 0);
        _expectTooManyAccounts(0);
        _send(_administrator, _organisation, _stranger, Access.None, DEADLINE, "");
    }

    /// @dev A mistyped id would wait for whoever registers it.
    function test_RevertGiven_Limits_UnknownOrganisation() public {
        OrganisationId unknown = organisationIdOf("EUID.UNKNOWN");
        _expectOrganisationNotActive(unknown);
        _setLimits(unknown, Access.Full, 1);
        _suspendOrganisation(_organisation);
        _setLimits(_organisation, Access.Read, 1);
        _assertLimits(Access.Read, 1);
    }

    /// @dev Every access under every limit, suspended or not, of an organisation that is active or not.
    function test_AccessOf_EveryCase() public {
        address account = vm.addr(KEY);
        for (uint256 given = 0; given < 5; ++given) {
            for (uint256 limit = 0; limit < 5; ++limit) {
                for (uint256 state = 0; state < 4; ++state) {
                    uint256 snapshot = vm.snapshotState();
                    (bool suspended, bool inactive) = (state & 1 == 1, state & 2 == 2);
                    _setLimits(_organisation, Access.Full, 1);
                    _registerAccount(_administrator, _organisation, KEY, Access(given));
                    _setLimits(_organisation, Access(limit), 1);
                    if (suspended) _suspend(account);
                    if (inactive) _suspendOrganisation(_organisation);
                    uint256 expected = suspended || inactive ? 0 : (given < limit ? given : limit);
                    _assertAccess(account, Access(expected), "the least of what counts");
                    vm.assertEq(ACCOUNTS.actsFor(account, _organisation), expected >= 2, "acts if it transacts");
                    vm.assertFalse(ACCOUNTS.actsFor(account, _other), "for no other organisation");
                    vm.assertTrue(vm.revertToState(snapshot), "snapshot");
                }
            }
        }
    }

    // Administrators without registration
    // ├── given the organisation and all above it are active ... they transact, if its limits allow that
    // ├── given not ... they have no access and do not act for it
    // └── given they are registered or suspended as accounts ... that counts

    function test_Administrators() public {
        _assertAccess(_administrator, Access.Transact, "an administrator");
        for (uint256 limit = 0; limit < 5; ++limit) {
            _setLimits(_organisation, Access(limit), 1);
            _assertAccess(_administrator, limit < 2 ? Access(limit) : Access.Transact, "within the limits");
        }
        _assertAccess(_stranger, Access.None, "a stranger");
        vm.assertTrue(ACCOUNTS.organisationOf(_stranger) == NOBODY, "of nobody");
        vm.assertTrue(ACCOUNTS.organisationOf(_administrator) == _organisation, "organisation");
        vm.assertTrue(ACCOUNTS.actsFor(_administrator, _organisation), "acts");
        vm.assertFalse(ACCOUNTS.actsFor(_administrator, _other), "for no other organisation");

        _place(_organisation, _other);
        _suspendOrganisation(_other);
        _assertAccess(_administrator, Access.None, "below a suspended organisation");
        vm.assertFalse(ACCOUNTS.actsFor(_administrator, _organisation), "acts for nobody then");
        vm.prank(body);
        ORGANISATIONS.reinstateOrganisation(_other);
        _assertAccess(_administrator, Access.Transact, "reinstated");

        vm.prank(body);
        ORGANISATIONS.recoverAdministrator(_organisation, _stranger);
        _assertAccess(_administrator, Access.None, "replaced");
        _assertAccess(_stranger, Access.Transact, "its successor");
    }

    function test_Administrators_RegisteredAsAccounts() public {
        address account = vm.addr(KEY);
        vm.prank(_administrator);
        ORGANISATIONS.appointAdministrator(_organisation, account);
        _assertAccess(account, Access.Transact, "an administrator");
        _registerAccount(_administrator, _organisation, KEY, Access.Read);
        _assertAccess(account, Access.Read, "as it is registered");
        _suspend(account);
        _assertAccess(account, Access.None, "suspended as an account");
        vm.assertFalse(ACCOUNTS.actsFor(account, _organisation), "nor does it act as an administrator");
    }

    /// @dev An administrator may use the chain as an account of another organisation.
    function test_Administrators_RegisteredElsewhere() public {
        address account = vm.addr(KEY);
        vm.prank(_otherAdministrator);
        ORGANISATIONS.appointAdministrator(_other, account);
        _registerAccount(_administrator, _organisation, KEY, Access.Transact);
        vm.assertTrue(ACCOUNTS.organisationOf(account) == _organisation, "where it is registered");
        _suspendOrganisation(_organisation);
        _assertAccess(account, Access.None, "not through the other organisation");
        vm.assertTrue(ACCOUNTS.actsFor(account, _other), "but it acts for that");
        _remove(account, account);
        _assertAccess(account, Access.Transact, "through the other organisation again");
    }

    // restrictTarget, permitSender

    function test_Restriction() public {
        _setLimits(_organisation, Access.Full, 2);
        address full = _registerAccount(_administrator, _organisation, KEY, Access.Full);
        address deployer = _registerAccount(_administrator, _organisation, KEY + 1, Access.Deploy);
        _assertReaches(deployer, true);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.TargetRestricted(_target, body, true);
        _restrict(true);
        _assertReaches(full, true);
        _assertReaches(deployer, false);
        _assertReaches(_administrator, false);
        vm.assertTrue(ACCOUNTS.mayReach(deployer, _stranger), "another target");

        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.SenderPermitted(_target, deployer, body, true);
        _permit(deployer, true);
        _assertReaches(deployer, true);
        _assertReaches(_administrator, false);
        _suspend(deployer);
        _assertReaches(deployer, false);
        _reinstate(deployer);
        _assertReaches(deployer, true);
        // A contract belongs to nobody, and can be named all the same.
        _permit(address(MEMBERS), true);
        _assertReaches(address(MEMBERS), true);
        _permit(deployer, false);
        _assertReaches(deployer, false);
        _suspend(full);
        _assertReaches(full, false);
        _restrict(false);
        _assertReaches(deployer, true);
    }

    // A spammer
    // └── whatever one organisation tries 10,000 times, it keeps as many accounts, administrators and nodes as the caps say

    function test_Spammer_Accounts() public {
        for (uint256 i = 0; i < INITIAL_ACCOUNTS; ++i) {
            _registerAccount(_administrator, _organisation, KEY + i, Access.Transact);
        }
        bytes32 refusal = keccak256(
            abi.encodeWithSelector(
                IAccountRegistry.AccountRegistryTooManyAccounts.selector,
                _organisation,
                INITIAL_ACCOUNTS
            )
        );
        bytes memory proof = _proof(KEY + INITIAL_ACCOUNTS, vm.addr(KEY + INITIAL_ACCOUNTS));
        vm.startPrank(_administrator);
        for (uint160 i = INITIAL_ACCOUNTS; i < 10_000; ++i) {
            // The first of these has a right proof: nothing but the cap refuses it.
            address account = i == INITIAL_ACCOUNTS ? vm.addr(KEY + i) : address(0x10000 + i);
            (bool done, bytes memory answer) = address(ACCOUNTS).call(
                abi.encodeCall(ACCOUNTS.registerAccount, (_organisation, account, Access.Transact, 0, DEADLINE, proof))
            );
            vm.assertTrue(!done && keccak256(answer) == refusal, "stops at the cap");
        }
        vm.stopPrank();
        vm.assertEq(ACCOUNTS.accountCount(_organisation), INITIAL_ACCOUNTS, "as many as can be");
        _registerAccount(_otherAdministrator, _other, KEY + INITIAL_ACCOUNTS, Access.Transact);
    }

    function test_Spammer_Administrators() public {
        vm.startPrank(_administrator);
        for (uint160 i = 1; i < 10_000; ++i) {
            (bool done, ) = address(ORGANISATIONS).call(
                abi.encodeCall(ORGANISATIONS.appointAdministrator, (_organisation, address(0x10000 + i)))
            );
            vm.assertEq(done, i < 16, "stops at the cap");
        }
        vm.stopPrank();
        IOrganisationRegistry.Organisation memory organisation = ORGANISATIONS.organisation(_organisation);
        vm.assertEq(organisation.administratorCount, 16, "as many as can be");
    }

    // Initialisation

    function test_RevertGiven_Initialize_Twice() public {
        vm.assertEq(ACCOUNTS.authority(), address(AUTHORITY), "authority");
        vm.assertEq(address(ACCOUNTS.organisationRegistry()), address(ORGANISATIONS), "organisations");
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        ACCOUNTS.initialize(_stranger, ORGANISATIONS);
        AccountRegistry implementation = AccountRegistry(
            create("AccountRegistry.sol:AccountRegistry", abi.encode(address(0)))
        );
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_stranger, ORGANISATIONS);
    }

    /// @dev The digest as the interface tells it, written out.
    function _digest(Statement memory statement) private pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Foedus AccountRegistry"),
                keccak256("1"),
                statement.chainId,
                statement.registry
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256("AccountRegistration(bytes32 organisation,address account,uint256 nonce,uint48 deadline)"),
                statement.organisation,
                statement.account,
                statement.nonce,
                statement.deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    function _proof(uint256 key, address account) private view returns (bytes memory) {
        return _sign(key, ACCOUNTS.registrationDigest(_organisation, account, DEADLINE));
    }

    function _proofFor(OrganisationId organisation, uint256 key) private view returns (bytes memory) {
        return _sign(key, ACCOUNTS.registrationDigest(organisation, vm.addr(key), DEADLINE));
    }

    function _send(
        address sender,
        OrganisationId organisation,
        address account,
        Access access,
        uint48 deadline,
        bytes memory proof
    ) private {
        vm.prank(sender);
        ACCOUNTS.registerAccount(organisation, account, access, 0, deadline, proof);
    }

    function _setAccess(address sender, address account, Access access) private {
        vm.prank(sender);
        ACCOUNTS.setAccountAccess(account, access);
    }

    function _remove(address sender, address account) private {
        vm.prank(sender);
        ACCOUNTS.removeAccount(account);
    }

    function _suspend(address account) private {
        vm.prank(body);
        ACCOUNTS.suspendAccount(account);
    }

    function _reinstate(address account) private {
        vm.prank(body);
        ACCOUNTS.reinstateAccount(account);
    }

    function _restrict(bool restricted) private {
        vm.prank(body);
        ACCOUNTS.restrictTarget(_target, restricted);
    }

    function _permit(address sender, bool permitted) private {
        vm.prank(body);
        ACCOUNTS.permitSender(_target, sender, permitted);
    }

    function _assertAccess(address account, Access access, string memory message) private view {
        vm.assertEq(uint256(ACCOUNTS.accessOf(account)), uint256(access), message);
    }

    function _assertSuspended(address account, string memory message) private view {
        vm.assertTrue(ACCOUNTS.account(account).suspended, message);
        _assertAccess(account, Access.None, message);
    }

    function _assertLimits(Access access, uint32 accounts) private view {
        vm.assertEq(
            abi.encode(ACCOUNTS.organisationLimits(_organisation)),
            abi.encode(IAccountRegistry.Limits(access, accounts)),
            "limits"
        );
    }

    function _assertReaches(address sender, bool reaches) private view {
        vm.assertEq(ACCOUNTS.mayReach(sender, _target), reaches, "reaches the restricted contract");
    }

    function _expectOrganisationNotActive(OrganisationId organisation) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAccountRegistry.AccountRegistryOrganisationNotActive.selector, organisation)
        );
    }

    function _expectNotAdministrator(address sender) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAccountRegistry.AccountRegistryNotAdministrator.selector, _organisation, sender)
        );
    }

    function _expectProofInvalid(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryProofInvalid.selector, account));
    }

    function _expectUnknown(address account) private {
        vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryUnknown.selector, account));
    }

    function _expectAboveLimit(Access access, Access limit) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccountRegistry.AccountRegistryAccessAboveLimit.selector,
                _organisation,
                access,
                limit
            )
        );
    }

    function _expectTooManyAccounts(uint32 limit) private {
        vm.expectRevert(
            abi.encodeWithSelector(IAccountRegistry.AccountRegistryTooManyAccounts.selector, _organisation, limit)
        );
    }
}
