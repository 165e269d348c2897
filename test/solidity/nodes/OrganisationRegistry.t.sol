// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";

import {IRegistryProxy} from "../../../contracts/access/IRegistryProxy.sol";
import {IOrganisationRegistry, OrganisationStatus} from "../../../contracts/nodes/IOrganisationRegistry.sol";
import {OrganisationRegistry} from "../../../contracts/nodes/OrganisationRegistry.sol";
import {OrganisationId, organisationIdOf} from "../../../contracts/types/OrganisationId.sol";
import {bound, vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

contract OrganisationRegistryTest is RegistersSetUp {
    enum Action {
        Register,
        Suspend,
        Reinstate,
        Retire,
        Appoint,
        Remove,
        Recover
    }

    uint256 private constant CANDIDATES = 20;

    OrganisationId private immutable _unknown = organisationIdOf("EUID.UNKNOWN");

    /// @dev Who may act for the operator, as the fuzz test expects it.
    mapping(address account => bool) private _model;

    // registerOrganisation
    // ├── when the caller has not the role ... it reverts
    // ├── when identifier or name are empty or too long ... it reverts
    // ├── when the administrator is zero ... it reverts
    // ├── given the identifier is registered, in whatever status ... it reverts
    // └── it is active with one administrator, and emits both

    function test_Register() public {
        OrganisationId id = organisationIdOf("EUID.NEW");
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.OrganisationRegistered(id, body, "EUID.NEW", "Newcomer");
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.AdministratorAppointed(id, administrator, body);
        vm.assertEq(OrganisationId.unwrap(_register("EUID.NEW", "Newcomer")), OrganisationId.unwrap(id), "id");

        IOrganisationRegistry.Organisation memory registered = organisations.organisation(id);
        vm.assertEq(registered.identifier, "EUID.NEW", "identifier");
        vm.assertEq(registered.name, "Newcomer", "name");
        vm.assertEq(uint256(registered.status), uint256(OrganisationStatus.Active), "status");
        vm.assertEq(registered.administratorCount, 1, "administrators");
        vm.assertTrue(organisations.isActive(id), "active");
        vm.assertTrue(organisations.isAdministrator(id, administrator), "administrator");
    }

    function testFuzz_Register_TextLengths(uint256 identifierLength, uint256 nameLength) public {
        identifierLength = bound(identifierLength, 0, 100);
        nameLength = bound(nameLength, 0, 200);
        if (identifierLength == 0 || identifierLength > 64) {
            _expectTextLength(identifierLength, 64);
        } else if (nameLength == 0 || nameLength > 128) {
            _expectTextLength(nameLength, 128);
        }
        _register(string(new bytes(identifierLength)), string(new bytes(nameLength)));
    }

    function test_Register_TextLengthsAtTheBounds() public {
        testFuzz_Register_TextLengths(64, 128);
        testFuzz_Register_TextLengths(1, 1);
        testFuzz_Register_TextLengths(65, 128);
        testFuzz_Register_TextLengths(63, 129);
        testFuzz_Register_TextLengths(0, 1);
        testFuzz_Register_TextLengths(2, 0);
    }

    function test_RevertWhen_Register_ZeroAdministrator() public {
        _expectZeroAdministrator(organisationIdOf("EUID.NEW"));
        vm.prank(body);
        organisations.registerOrganisation("EUID.NEW", "Newcomer", address(0));
    }

    // Everything that needs the role
    // └── when the caller has not the role ... it reverts

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, administrator);
        vm.startPrank(administrator);
        vm.expectRevert(refusal);
        organisations.registerOrganisation("EUID.NEW", "Newcomer", administrator);
        vm.expectRevert(refusal);
        organisations.suspendOrganisation(operator);
        vm.expectRevert(refusal);
        organisations.reinstateOrganisation(operator);
        vm.expectRevert(refusal);
        organisations.retireOrganisation(operator);
        vm.expectRevert(refusal);
        organisations.recoverAdministrator(operator, stranger);
        vm.stopPrank();
    }

    // Life cycle
    // ├── given no organisation ... only registration works, everything else reverts as unknown
    // ├── given active ... it can be suspended and retired, and its administrators act
    // ├── given suspended ... it can be reinstated and retired, and its administrators replaced
    // └── given retired ... nothing works any more

    function test_LifeCycle_EveryActionInEveryStatus() public {
        for (uint256 s = 0; s <= uint256(type(OrganisationStatus).max); ++s) {
            for (uint256 a = 0; a <= uint256(type(Action).max); ++a) {
                _tryAction(OrganisationStatus(s), Action(a));
            }
        }
    }

    function _tryAction(OrganisationStatus status, Action action) private {
        uint256 snapshot = vm.snapshotState();
        OrganisationId id = organisationIdOf("EUID.CELL");
        if (status != OrganisationStatus.None) {
            _register("EUID.CELL", "Cell");
            vm.prank(administrator);
            organisations.appointAdministrator(id, otherAdministrator);
        }
        vm.startPrank(body);
        if (status == OrganisationStatus.Suspended) organisations.suspendOrganisation(id);
        if (status == OrganisationStatus.Retired) organisations.retireOrganisation(id);
        vm.stopPrank();

        OrganisationStatus expected = _expectedStatus(status, action);
        if (!_isAllowed(status, action)) {
            if (action == Action.Register) {
                vm.expectRevert(
                    abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryAlreadyRegistered.selector, id)
                );
            } else if (status == OrganisationStatus.None) {
                _expectUnknown(id);
            } else {
                vm.expectRevert(
                    abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryWrongStatus.selector, id, status)
                );
            }
        } else if (action == Action.Recover) {
            vm.expectEmit(address(organisations));
            emit IOrganisationRegistry.AdministratorsReplaced(id, stranger, body);
        } else if (expected != status && action != Action.Register) {
            vm.expectEmit(address(organisations));
            emit IOrganisationRegistry.OrganisationStatusChanged(id, body, expected);
        }
        _perform(id, action);

        vm.assertEq(uint256(organisations.organisation(id).status), uint256(expected), "status after the action");
        vm.assertEq(organisations.isActive(id), expected == OrganisationStatus.Active, "isActive after the action");
        vm.assertTrue(vm.revertToState(snapshot), "snapshot");
    }

    function _isAllowed(OrganisationStatus status, Action action) private pure returns (bool) {
        if (action == Action.Register) return status == OrganisationStatus.None;
        if (action == Action.Reinstate) return status == OrganisationStatus.Suspended;
        if (action == Action.Retire || action == Action.Recover) {
            return status == OrganisationStatus.Active || status == OrganisationStatus.Suspended;
        }
        return status == OrganisationStatus.Active;
    }

    function _expectedStatus(OrganisationStatus status, Action action) private pure returns (OrganisationStatus) {
        if (!_isAllowed(status, action)) return status;
        if (action == Action.Register || action == Action.Reinstate) return OrganisationStatus.Active;
        if (action == Action.Suspend) return OrganisationStatus.Suspended;
        if (action == Action.Retire) return OrganisationStatus.Retired;
        return status;
    }

    function _perform(OrganisationId id, Action action) private {
        vm.startPrank(action == Action.Appoint || action == Action.Remove ? administrator : body);
        if (action == Action.Register) organisations.registerOrganisation("EUID.CELL", "Cell", administrator);
        else if (action == Action.Suspend) organisations.suspendOrganisation(id);
        else if (action == Action.Reinstate) organisations.reinstateOrganisation(id);
        else if (action == Action.Retire) organisations.retireOrganisation(id);
        else if (action == Action.Appoint) organisations.appointAdministrator(id, stranger);
        else if (action == Action.Remove) organisations.removeAdministrator(id, otherAdministrator);
        else organisations.recoverAdministrator(id, stranger);
        vm.stopPrank();
    }

    // appointAdministrator
    // ├── when the caller is no administrator of this organisation ... it reverts
    // ├── when the account is zero or an administrator already ... it reverts
    // ├── given 16 administrators ... it reverts
    // └── it may act, and the event says who appointed it

    function test_Appoint() public {
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.AdministratorAppointed(operator, stranger, administrator);
        _appoint(stranger);
        vm.assertTrue(organisations.isAdministrator(operator, stranger), "administrator");
        vm.assertFalse(organisations.isAdministrator(otherOperator, stranger), "of one organisation only");
        vm.assertEq(organisations.organisation(operator).administratorCount, 2, "count");
    }

    function test_RevertWhen_Appoint_CallerIsNotAdministrator() public {
        _expectNotAdministrator(otherAdministrator);
        vm.prank(otherAdministrator);
        organisations.appointAdministrator(operator, stranger);
    }

    function test_RevertWhen_Appoint_ZeroOrAdministratorAlready() public {
        _expectZeroAdministrator(operator);
        _appoint(address(0));
        _expectRefusal(IOrganisationRegistry.OrganisationRegistryAlreadyAdministrator.selector, administrator);
        _appoint(administrator);
    }

    function test_RevertGiven_Appoint_SixteenAdministrators() public {
        for (uint160 i = 1; i < 16; ++i) _appoint(address(0x1000 + i));
        vm.assertEq(organisations.organisation(operator).administratorCount, 16, "sixteen");
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrganisationRegistry.OrganisationRegistryTooManyAdministrators.selector,
                operator,
                16
            )
        );
        _appoint(stranger);
    }

    // removeAdministrator
    // ├── when the caller is no administrator of this organisation ... it reverts
    // ├── when the account is none ... it reverts
    // ├── given it is the last ... it reverts
    // └── it may no longer act; an administrator may remove itself

    function test_Remove() public {
        _appoint(stranger);
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.AdministratorRemoved(operator, administrator, administrator);
        vm.prank(administrator);
        organisations.removeAdministrator(operator, administrator);
        vm.assertFalse(organisations.isAdministrator(operator, administrator), "removed");
        vm.assertEq(organisations.organisation(operator).administratorCount, 1, "count");

        _expectNotAdministrator(administrator);
        _appoint(address(0x1001));
    }

    function test_Remove_ByAnother() public {
        _appoint(stranger);
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.AdministratorRemoved(operator, administrator, stranger);
        vm.prank(stranger);
        organisations.removeAdministrator(operator, administrator);
        vm.assertTrue(organisations.isAdministrator(operator, stranger), "who stays");
        vm.assertFalse(organisations.isAdministrator(operator, administrator), "who was removed");
    }

    function test_RevertWhen_Remove_CallerIsNotAdministrator() public {
        _expectNotAdministrator(otherAdministrator);
        vm.prank(otherAdministrator);
        organisations.removeAdministrator(operator, administrator);
    }

    function test_RevertWhen_Remove_AccountIsNotAdministrator() public {
        _expectRefusal(IOrganisationRegistry.OrganisationRegistryUnknownAdministrator.selector, otherAdministrator);
        vm.prank(administrator);
        organisations.removeAdministrator(operator, otherAdministrator);
    }

    function test_RevertGiven_Remove_LastAdministrator() public {
        _expectRefusal(IOrganisationRegistry.OrganisationRegistryLastAdministrator.selector, administrator);
        vm.prank(administrator);
        organisations.removeAdministrator(operator, administrator);
    }

    // recoverAdministrator
    // ├── when the account is zero ... it reverts
    // └── it alone may act, whoever could before, and one event says so
    //     ├── given a thief appointed up to the maximum ... they all lost their right
    //     └── given it was an administrator already ... the others lost theirs

    function test_Recover_TakesTheRightFromEverybodyElse() public {
        _appoint(address(0x1001));
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.AdministratorsReplaced(operator, stranger, body);
        _recover(stranger);
        _assertAlone(stranger);
        vm.assertFalse(organisations.isAdministrator(operator, administrator), "the stolen key");
        vm.assertFalse(organisations.isAdministrator(operator, address(0x1001)), "whom it appointed");
        vm.assertTrue(organisations.isAdministrator(otherOperator, otherAdministrator), "no other organisation");

        _expectNotAdministrator(administrator);
        _appoint(address(0x1002));
        _expectNotAdministrator(administrator);
        vm.prank(administrator);
        organisations.removeAdministrator(operator, stranger);
    }

    function test_Recover_GivenSixteenAdministrators() public {
        for (uint160 i = 1; i < 16; ++i) _appoint(address(0x1000 + i));
        _recover(stranger);
        _assertAlone(stranger);
        for (uint160 i = 1; i < 16; ++i) {
            vm.assertFalse(organisations.isAdministrator(operator, address(0x1000 + i)), "one of the fifteen");
        }
    }

    function test_Recover_AnAdministratorThatStays() public {
        _appoint(stranger);
        _recover(administrator);
        _assertAlone(administrator);
        vm.assertFalse(organisations.isAdministrator(operator, stranger), "the other one");
        // From now on everything goes its usual way, also with those who lost their right.
        _appoint(stranger);
        vm.assertTrue(organisations.isAdministrator(operator, stranger), "appointed again");
        vm.assertEq(organisations.organisation(operator).administratorCount, 2, "count");
    }

    function test_Recover_GivenSuspended() public {
        _suspendOrganisation(operator);
        _recover(stranger);
        _assertAlone(stranger);
        vm.prank(body);
        organisations.reinstateOrganisation(operator);
        _expectNotAdministrator(administrator);
        _appoint(address(0x1001));
    }

    function test_RevertWhen_Recover_ZeroAdministrator() public {
        _expectZeroAdministrator(operator);
        _recover(address(0));
    }

    // Administrators beside a model: the count is always the number of accounts that may act, 1 to 16.

    function testFuzz_AdministratorsAreCounted(uint32[40] memory steps) public {
        _model[administrator] = true;
        address sender = administrator;
        uint256 expected = 1;
        for (uint256 i = 0; i < steps.length; ++i) {
            address account = _candidate((steps[i] >> 4) % CANDIDATES);
            // Appointments are more likely, so that the maximum is met; now and then the body replaces all.
            uint256 step = steps[i] % 32;
            if (step == 0) {
                _recover(account);
                for (uint256 j = 0; j < CANDIDATES; ++j) _model[_candidate(j)] = _candidate(j) == account;
                _model[administrator] = false;
                (sender, expected) = (account, 1);
                _assertModel(expected);
                continue;
            }
            bool appoint = step < 22;
            bool refused = appoint ? _model[account] || expected == 16 : !_model[account] || expected == 1;
            vm.prank(sender);
            (bool done, ) = address(organisations).call(
                appoint
                    ? abi.encodeCall(organisations.appointAdministrator, (operator, account))
                    : abi.encodeCall(organisations.removeAdministrator, (operator, account))
            );
            vm.assertEq(done, !refused, "an appointment or removal works exactly when the model allows it");
            if (done) {
                _model[account] = appoint;
                expected = appoint ? expected + 1 : expected - 1;
            }
            if (!_model[sender]) sender = _anyAdministrator();
            vm.assertEq(organisations.organisation(operator).administratorCount, expected, "count as in the model");
            vm.assertEq(organisations.isAdministrator(operator, account), _model[account], "may act as in the model");
        }
        _assertModel(expected);
    }

    function _assertModel(uint256 expected) private view {
        vm.assertEq(organisations.organisation(operator).administratorCount, expected, "count as in the model");
        uint256 acting = _model[administrator] ? 1 : 0;
        vm.assertEq(organisations.isAdministrator(operator, administrator), acting == 1, "the first may act");
        for (uint256 i = 0; i < CANDIDATES; ++i) {
            vm.assertEq(organisations.isAdministrator(operator, _candidate(i)), _model[_candidate(i)], "who may act");
            if (_model[_candidate(i)]) ++acting;
        }
        vm.assertEq(acting, expected, "the count is the number of accounts that may act");
    }

    function _anyAdministrator() private view returns (address) {
        for (uint256 i = 0; i < CANDIDATES; ++i) {
            if (_model[_candidate(i)]) return _candidate(i);
        }
        return administrator;
    }

    function _candidate(uint256 i) private pure returns (address) {
        return address(uint160(0x1000 + i));
    }

    // Views of the unknown

    function test_UnknownOrganisation() public view {
        vm.assertEq(uint256(organisations.organisation(_unknown).status), 0, "status None");
        vm.assertFalse(organisations.isActive(_unknown), "not active");
        vm.assertFalse(organisations.isAdministrator(_unknown, administrator), "no administrator");
    }

    // Initialisation, storage and upgrade

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        organisations.initialize(stranger);
    }

    function test_RevertWhen_Initialize_Implementation() public {
        OrganisationRegistry implementation = OrganisationRegistry(_organisationRegistry());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(stranger);
    }

    function test_StorageStandsInItsNamespace() public view {
        bytes32 slot = SlotDerivation.erc7201Slot("foedus.storage.OrganisationRegistry");
        bytes32 record = SlotDerivation.deriveMapping(slot, OrganisationId.unwrap(operator));
        uint256 statusAndCount = uint256(vm.load(address(organisations), SlotDerivation.offset(record, 2)));
        vm.assertEq(statusAndCount, uint256(OrganisationStatus.Active) | (1 << 8), "status and administrator count");
        vm.assertEq(organisations.authority(), address(authority), "authority");
    }

    function test_Upgrade() public {
        address successor = _organisationRegistry();
        vm.prank(upgrader);
        organisations.upgradeToAndCall(successor, "");
        vm.assertEq(IRegistryProxy(address(organisations)).implementation(), successor, "implementation");
        vm.assertTrue(organisations.isAdministrator(operator, administrator), "the state stays");
    }

    function test_RevertWhen_Upgrade_CallerHasNotTheRole() public {
        address successor = _organisationRegistry();
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, body));
        vm.prank(body);
        organisations.upgradeToAndCall(successor, "");
    }

    function _register(string memory identifier, string memory name) private returns (OrganisationId) {
        vm.prank(body);
        return organisations.registerOrganisation(identifier, name, administrator);
    }

    function _appoint(address account) private {
        vm.prank(administrator);
        organisations.appointAdministrator(operator, account);
    }

    function _recover(address account) private {
        vm.prank(body);
        organisations.recoverAdministrator(operator, account);
    }

    function _assertAlone(address account) private view {
        vm.assertTrue(organisations.isAdministrator(operator, account), "may act");
        vm.assertEq(organisations.organisation(operator).administratorCount, 1, "alone");
    }

    function _expectTextLength(uint256 length, uint256 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryTextLength.selector, length, maximum)
        );
    }

    function _expectUnknown(OrganisationId id) private {
        vm.expectRevert(abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryUnknown.selector, id));
    }

    function _expectNotAdministrator(address account) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrganisationRegistry.OrganisationRegistryNotAdministrator.selector,
                operator,
                account
            )
        );
    }

    function _expectZeroAdministrator(OrganisationId id) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryZeroAdministrator.selector, id)
        );
    }

    /// @dev One of the errors that name the operator and an account.
    function _expectRefusal(bytes4 selector, address account) private {
        vm.expectRevert(abi.encodeWithSelector(selector, operator, account));
    }
}
