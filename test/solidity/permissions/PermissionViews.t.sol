// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {IMemberRegistry, MemberClass} from "../../../contracts/governance/IMemberRegistry.sol";
import {MemberRegistry} from "../../../contracts/governance/MemberRegistry.sol";
import {BrokenRegister} from "../../../contracts/mocks/BrokenRegister.sol";
import {NodeKind} from "../../../contracts/nodes/INodeRegistry.sol";
import {Access} from "../../../contracts/permissions/IAccountRegistry.sol";
import {IPermissionViews, Refusal} from "../../../contracts/permissions/IPermissionViews.sol";
import {PermissionViews} from "../../../contracts/permissions/PermissionViews.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {create} from "../support/Creation.sol";
import {Registers} from "../support/Registers.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {vm} from "../support/Vm.sol";

contract PermissionViewsTest is Registers {
    uint256 private constant KEY = 0xabc1;
    uint256 private constant ACCOUNT_KEY = 0xacc0;
    uint256 private constant REPRESENTATIVE_KEY = 0x3e9;
    uint256 private constant GAS_BOUND = 3_000_000;
    /// @dev As little as a policy can give.
    uint208 private constant GAS = 5_000_000;
    uint256 private constant EXIT_GAS = 1_000_000;
    uint256 private constant BODIES_MAXIMUM = 4;
    /// @dev One way more than the mock has: no code at all.
    uint256 private constant WAYS = uint256(type(BrokenRegister.Way).max) + 2;
    uint256 private constant DEPTH = 5;
    bytes4 private constant CONNECTION_ALLOWED = 0x45a59e5b;
    bytes4 private constant CONNECTION_ALLOWED_1 = 0x3620b1df;

    address private immutable _administrator = address(0xad1);
    address private immutable _meter = address(0x3e7e6);
    address private immutable _relayer = address(0x3e1a);
    address private immutable _stranger = address(0x5742);
    address private immutable _contract = address(0xc0de);
    address private immutable _restricted = address(0x7a76e7);

    OrganisationId private _organisation;
    OrganisationId private _root;
    address[5] private _accounts;
    address private _mandate;
    address private _representative;

    /// @dev One account for each access, of an organisation on the lowest level of the tree; the first member has a representative.
    function setUp() public {
        _loadGenesis();
        _takeRoles();
        _grant(Roles.RELAYERS, _relayer);
        _grant(Roles.METERS, _meter);
        _grant(Roles.UPGRADES, body);
        // The Assembly alone, so that each test adds the bodies that it is about.
        _removeBody(address(EMERGENCY));
        _removeBody(address(OPERATORS));
        for (uint256 i = 0; i < DEPTH; ++i) {
            OrganisationId parent = _organisation;
            _organisation = _registerOrganisation(string(abi.encodePacked("EUID", i)), _administrator);
            if (i == 0) _root = _organisation;
            else _place(_organisation, parent);
        }
        _setLimits(_organisation, Access.Full, 32);
        for (uint256 i = 0; i < 5; ++i) {
            _accounts[i] = _registerAccount(_administrator, _organisation, ACCOUNT_KEY + i, Access(i));
        }
        vm.prank(body);
        ACCOUNTS.restrictTarget(_restricted, true);
        address member = MEMBERS.memberAt(0);
        _mandate = MEMBERS.member(member).designatedKey;
        _represent(member, REPRESENTATIVE_KEY);
        _representative = vm.addr(REPRESENTATIVE_KEY);
    }

    // Selectors that clients know

    function test_Selectors() public pure {
        vm.assertEq(IPermissionViews.transactionAllowed.selector, bytes4(0x936421d5), "transactionAllowed");
        vm.assertEq(
            bytes4(keccak256("connectionAllowed(string,string,uint16)")),
            CONNECTION_ALLOWED,
            "connectionAllowed"
        );
        vm.assertEq(
            bytes4(keccak256("connectionAllowed(bytes32,bytes32,bytes16,uint16,bytes32,bytes32,bytes16,uint16)")),
            CONNECTION_ALLOWED_1,
            "connectionAllowed, version 1"
        );
    }

    // transactionAllowed, transactionRefusal
    // ├── given no access ... refused
    // ├── given access to read ... refused
    // ├── when it deploys, given no access for that ... refused
    // ├── when the contract is restricted, given neither full access nor permission ... refused
    // ├── when its gas limit is above what the organisation has ... refused
    // └── otherwise allowed, also at the greatest depth of the tree with nothing read before

    function test_Refusals() public {
        Refusal[5] memory ordinary = [Refusal.NoAccess, Refusal.ReadOnly, Refusal.None, Refusal.None, Refusal.None];
        Refusal[5] memory deployment = [
            Refusal.NoAccess,
            Refusal.ReadOnly,
            Refusal.MayNotDeploy,
            Refusal.None,
            Refusal.None
        ];
        Refusal[5] memory restricted = [
            Refusal.NoAccess,
            Refusal.ReadOnly,
            Refusal.RestrictedTarget,
            Refusal.RestrictedTarget,
            Refusal.None
        ];
        for (uint256 i = 0; i < 5; ++i) {
            _assertRefusal(_accounts[i], _contract, 21_000, ordinary[i]);
            _assertRefusal(_accounts[i], address(0), 21_000, deployment[i]);
            _assertRefusal(_accounts[i], _restricted, 21_000, restricted[i]);
            // Nobody's account is shut out of the body's contracts, but it has no more access to them than elsewhere.
            _assertRefusal(_accounts[i], address(COUNCIL), 21_000, ordinary[i]);
        }
        _assertRefusal(_stranger, _contract, 0, Refusal.NoAccess);
        _assertRefusal(_administrator, _contract, 21_000, Refusal.None);
        vm.prank(body);
        ACCOUNTS.permitSender(_restricted, _accounts[2], true);
        _assertRefusal(_accounts[2], _restricted, 21_000, Refusal.None);

        vm.prank(body);
        ACCOUNTS.suspendAccount(_accounts[4]);
        _assertRefusal(_accounts[4], _contract, 21_000, Refusal.NoAccess);
        _suspendOrganisation(_root);
        for (uint256 i = 0; i < 5; ++i) _assertRefusal(_accounts[i], _contract, 21_000, Refusal.NoAccess);
    }

    function test_Refusal_GasExhausted() public {
        _setGas();
        _assertRefusal(_accounts[2], _contract, GAS, Refusal.None);
        _assertRefusal(_accounts[2], _contract, GAS + 1, Refusal.GasExhausted);
        _assertRefusal(_accounts[2], _contract, type(uint256).max, Refusal.GasExhausted);
        vm.prank(_meter);
        ACCOUNTS.consumeGas(_organisation, _accounts[3], GAS);
        _assertRefusal(_accounts[2], _contract, 1, Refusal.GasExhausted);
        _assertRefusal(_accounts[2], _contract, 0, Refusal.None);
    }

    /// @dev Limits bind those who give access, too.
    function test_Refusal_AdministratorsAboveTheLimits() public {
        _setLimits(_organisation, Access.Read, 32);
        address administrator = address(0xad2);
        vm.prank(_administrator);
        ORGANISATIONS.appointAdministrator(_organisation, administrator);
        _assertRefusal(administrator, _contract, 21_000, Refusal.ReadOnly);
        _setLimits(_organisation, Access.Transact, 32);
        _assertRefusal(administrator, _contract, 21_000, Refusal.None);
    }

    // PM2 never a revert, bounded gas

    function testFuzz_TransactionAllowed_NeverReverts(
        address sender,
        address target,
        uint256[3] memory numbers,
        bytes memory payload,
        uint256 choice
    ) public {
        // Now and then somebody who is known.
        if (choice % 2 == 0) sender = _known(choice >> 8);
        if (choice % 3 == 0) target = _known(choice >> 16);
        if (choice % 5 == 0) payload = abi.encodePacked(_selector(choice >> 24), payload);
        if (choice % 7 == 0) payload = abi.encodeWithSelector(_selector(choice >> 24), sender);
        bytes memory question = abi.encodeCall(
            IPermissionViews.transactionAllowed,
            (sender, target, numbers[0], numbers[1], numbers[2], payload)
        );
        uint256 allowed = _ask(question);
        vm.assertLe(allowed, 1, "PM2 a boolean");
        Refusal refusal = PERMISSIONS.transactionRefusal(sender, target, numbers[2], payload);
        vm.assertEq(allowed == 1, refusal == Refusal.None, "PM2 allowed exactly if nothing refuses");
        vm.assertTrue(refusal != Refusal.RegisterUnreadable, "PM2 the registers can be read");
    }

    /// @dev The largest block's worth of payload.
    function test_TransactionAllowed_LargePayload() public {
        bytes memory payload = new bytes(128 * 1024);
        bytes memory question = abi.encodeCall(
            IPermissionViews.transactionAllowed,
            (_accounts[2], _contract, 0, 0, 21_000, payload)
        );
        vm.assertEq(_ask(question), 1, "PM2 payload decides nothing");
    }

    /// @dev As many bodies as there can be, and whoever is asked answers as late as he can.
    function test_TransactionAllowed_WorstRegisters() public {
        address[BODIES_MAXIMUM - 1] memory councils;
        for (uint160 i = 0; i < BODIES_MAXIMUM - 1; ++i) {
            (address council, address members) = (address(0xc000 + i), address(0xd000 + i));
            _break(council, uint256(BrokenRegister.Way.SlowAnswer));
            _break(members, uint256(BrokenRegister.Way.SlowAnswer));
            _addBody(council, members);
            councils[i] = council;
        }
        _break(address(MEMBERS), uint256(BrokenRegister.Way.SlowAnswer));
        _break(address(ACCOUNTS), uint256(BrokenRegister.Way.SlowAnswer));
        _break(address(AUTHORITY), uint256(BrokenRegister.Way.BurnGas));
        bytes memory accepts = abi.encodeCall(MEMBERS.acceptMandate, (_stranger));
        uint256 before = gasleft();
        // A gas limit above 1, which is all that the register says the organisation has.
        uint256 allowed = _ask(
            abi.encodeCall(IPermissionViews.transactionAllowed, (_stranger, councils[2], 0, 0, 2, accepts))
        );
        vm.assertGt(before - gasleft(), 1_200_000, "PM2 all registers were asked, and took what they could");
        vm.assertEq(allowed, 0, "PM2 and said no to the last question");
        _askEverything();
    }

    /// @dev Every register breaks in every way, and any two of them at once.
    function test_BrokenRegisters_NeverRevert() public {
        address[6] memory registers = _registers();
        for (uint256 way = 0; way < WAYS; ++way) {
            for (uint256 i = 0; i < registers.length; ++i) {
                for (uint256 j = i; j < registers.length; ++j) {
                    uint256 snapshot = vm.snapshotState();
                    _break(registers[i], way);
                    _break(registers[j], way);
                    _askEverything();
                    vm.assertTrue(vm.revertToState(snapshot), "snapshot");
                }
            }
            uint256 whole = vm.snapshotState();
            for (uint256 i = 0; i < registers.length; ++i) _break(registers[i], way);
            _askEverything();
            vm.assertTrue(vm.revertToState(whole), "snapshot");
        }
    }

    function test_BrokenRegisters_LetNobodyIn() public {
        for (uint256 way = 0; way < WAYS; ++way) {
            uint256 snapshot = vm.snapshotState();
            _break(address(ACCOUNTS), way);
            // Zeros are an answer: no access. So is nonsense, which opens no contract.
            Refusal expected = Refusal.RegisterUnreadable;
            if (way == uint256(BrokenRegister.Way.ReturnBomb)) expected = Refusal.NoAccess;
            if (way == uint256(BrokenRegister.Way.WildAnswer)) expected = Refusal.RestrictedTarget;
            // A register that says yes is believed, however long it takes; it says that there is 1 gas.
            if (way == uint256(BrokenRegister.Way.SlowAnswer)) expected = Refusal.GasExhausted;
            _assertRefusal(_accounts[4], _contract, 21_000, expected);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");

            snapshot = vm.snapshotState();
            _break(address(ORGANISATIONS), way);
            Refusal refusal = PERMISSIONS.transactionRefusal(_accounts[4], _contract, 21_000, "");
            bool zeros = way == uint256(BrokenRegister.Way.ReturnBomb);
            vm.assertTrue(
                refusal == (zeros ? Refusal.NoAccess : Refusal.RegisterUnreadable),
                "PM2 what a register cannot read lets nobody in"
            );
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");

            snapshot = vm.snapshotState();
            bytes memory publicKey = Secp256k1.publicKey(KEY);
            vm.prank(address(NODES));
            VALIDATORS.addValidator(vm.addr(KEY));
            _break(address(NODES), way);
            vm.assertTrue(PERMISSIONS.connectionAllowed(_hex(publicKey), "", 0), "a validator still connects");
            _break(address(VALIDATORS), way);
            vm.assertEq(
                PERMISSIONS.connectionAllowed(_hex(publicKey), "", 0),
                way == uint256(BrokenRegister.Way.SlowAnswer),
                "PM2 nobody connects unless a register says yes"
            );
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
    }

    /// @dev However deep and cold, each question takes much less than the views spend on it.
    function test_QuestionsFitTheirGas() public {
        bytes[3] memory questions = [
            abi.encodeCall(ACCOUNTS.accessOf, (_accounts[4])),
            abi.encodeCall(ACCOUNTS.mayReach, (_accounts[4], _restricted)),
            abi.encodeCall(ACCOUNTS.gasAvailable, (_accounts[4]))
        ];
        _setGas();
        for (uint256 i = 0; i < 3; ++i) _assertFits(address(ACCOUNTS), questions[i]);
        _assertFits(address(ACCOUNTS), abi.encodeCall(ACCOUNTS.accessOf, (_administrator)));
        _assertFits(address(ACCOUNTS), abi.encodeCall(ACCOUNTS.account, (_accounts[4])));
        _assertFits(address(MEMBERS), abi.encodeCall(MEMBERS.member, (MEMBERS.memberAt(26))));
        // The longest host that there can be.
        NodeId id = _registerNode(_administrator, _organisation, KEY, NodeKind.Observer);
        vm.prank(_administrator);
        NODES.moveNode(id, string(_letters(253)), 30303);
        _assertFits(address(NODES), abi.encodeCall(NODES.node, (id)));
        _assertFits(address(ORGANISATIONS), abi.encodeCall(ORGANISATIONS.isAdministrator, (_organisation, _stranger)));
    }

    // PM3 the body is never shut out
    // ├── given registers broken, accounts and organisations suspended, no gas left ... Council, representatives, mandate keys and
    // │   relayers reach Council, MemberRegistry and Authority
    // └── given a mandate ended or was revoked, or a relayer was dismissed ... its key does not

    function test_Body_NeverShutOut() public {
        _assertBodyReaches(true);
        for (uint256 way = 0; way < WAYS; ++way) {
            uint256 snapshot = vm.snapshotState();
            _breakRegisters(way);
            _assertBodyReaches(true);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
    }

    function test_Body_NeverShutOutBySuspensionOrGas() public {
        address account = _registerAccount(_administrator, _organisation, REPRESENTATIVE_KEY, Access.None);
        vm.startPrank(body);
        ACCOUNTS.restrictTarget(address(COUNCIL), true);
        ACCOUNTS.restrictTarget(address(MEMBERS), true);
        ACCOUNTS.restrictTarget(address(AUTHORITY), true);
        ACCOUNTS.suspendAccount(account);
        ACCOUNTS.suspendAccount(_mandate);
        ACCOUNTS.suspendAccount(_relayer);
        vm.stopPrank();
        _setGas();
        vm.prank(_meter);
        ACCOUNTS.consumeGas(_organisation, account, GAS);
        _suspendOrganisation(_organisation);
        _assertBodyReaches(true);
        _assertRefusal(account, _contract, 21_000, Refusal.NoAccess);
    }

    function test_Body_MembersOfAllStatuses() public {
        address member = MEMBERS.memberAt(0);
        _decide(address(MEMBERS), abi.encodeCall(MEMBERS.suspendMember, (member)));
        _assertReaches(_mandate, true);
        _assertReaches(_representative, true);
        _decide(address(MEMBERS), abi.encodeCall(MEMBERS.removeMember, (member)));
        _assertReaches(_mandate, false);
        _assertReaches(_representative, false);
    }

    function test_Body_EndOfAMandate() public {
        uint48 end = _now() + 1 days;
        address member = MEMBERS.memberAt(0);
        _appoint(_mandate, member, REPRESENTATIVE_KEY + 1, end);
        address key = vm.addr(REPRESENTATIVE_KEY + 1);
        vm.warp(end);
        _assertReaches(key, true);
        _advance(1);
        _assertReaches(key, false);

        vm.prank(_mandate);
        MEMBERS.endRepresentation(_representative);
        _assertReaches(_representative, false);
        _assertReaches(_mandate, true);
    }

    function test_Body_Revoked() public {
        _decide(address(MEMBERS), abi.encodeCall(MEMBERS.designateMandateKey, (MEMBERS.memberAt(0), address(0xde5))));
        _assertReaches(_mandate, false);
        _assertReaches(_representative, false);
        _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.revokeRole, (Roles.RELAYERS, _relayer)));
        _assertReaches(_relayer, false);
        _assertRefusal(address(COUNCIL), _contract, type(uint256).max, Refusal.None);
    }

    // PM3 whoever is to act for a member can begin; all members of the genesis do in PermissionsAtFounding.t.sol
    // ├── when it accepts the mandate that waits for it ... allowed, with nothing else in the registers, and however these are
    // └── when it sends anything else, or accepts another member's mandate, or its own at another contract ... refused as anybody

    function test_Mandate_NothingElse() public view {
        (address member, address other) = (MEMBERS.memberAt(1), MEMBERS.memberAt(2));
        address key = MEMBERS.member(member).designatedKey;
        _assertAccepts(key, member, true);
        _assertAccepts(key, other, false);
        _assertAccepts(_stranger, member, false);
        _assertAccepts(key, _stranger, false);

        bytes memory right = abi.encodeCall(MEMBERS.acceptMandate, (member));
        address[3] memory elsewhere = [address(ACCOUNTS), _contract, address(0)];
        for (uint256 i = 0; i < elsewhere.length; ++i) {
            _assertRefusal(key, elsewhere[i], 21_000, right, Refusal.NoAccess);
        }
        // Contracts of the body that know no members let nobody begin.
        _assertRefusal(key, address(COUNCIL), 21_000, right, Refusal.NoAccess);
        _assertRefusal(key, address(AUTHORITY), 21_000, right, Refusal.NoAccess);
        bytes[5] memory wrong = [
            bytes(""),
            abi.encodePacked(MEMBERS.acceptMandate.selector),
            abi.encodePacked(MEMBERS.acceptMandate.selector, bytes31(uint248(uint160(member)))),
            abi.encodeWithSelector(MEMBERS.acceptMandate.selector, uint256(uint160(member)) | (1 << 160)),
            abi.encodeCall(MEMBERS.endRepresentation, (member))
        ];
        for (uint256 i = 0; i < wrong.length; ++i)
            _assertRefusal(key, address(MEMBERS), 21_000, wrong[i], Refusal.NoAccess);
        // Calldata that nobody reads is carried by all nodes.
        _assertRefusal(key, address(MEMBERS), 21_000, abi.encodePacked(right, new bytes(1)), Refusal.NoAccess);
    }

    function test_Mandate_RecoveredMember() public {
        address member = MEMBERS.memberAt(0);
        address key = address(0xde5);
        _assertAccepts(key, member, false);
        _decide(address(MEMBERS), abi.encodeCall(MEMBERS.designateMandateKey, (member, key)));
        _assertAccepts(key, member, true);
        for (uint256 way = 0; way < WAYS; ++way) {
            uint256 snapshot = vm.snapshotState();
            _breakRegisters(way);
            _assertAccepts(key, member, true);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        vm.prank(body);
        ACCOUNTS.suspendAccount(key);
        _assertAccepts(key, member, true);
        _decide(address(MEMBERS), abi.encodeCall(MEMBERS.removeMember, (member)));
        _assertAccepts(key, member, false);
    }

    // Leaving
    // ├── given suspension, no access, no gas ... whoever is in takes itself out, withdraws nodes, puts them on standby, chooses an
    // │   organisation and gives up its right, with a million gas at most
    // └── given it is not in, or when it calls anything else or carries more than the call ... refused as anybody

    function test_Exit_RemoveAccount() public {
        bytes memory leave = abi.encodeCall(ACCOUNTS.removeAccount, (_accounts[0]));
        // Of no access, and under a suspended organisation.
        _assertExit(_accounts[0], address(ACCOUNTS), leave, Refusal.NoAccess);
        _suspendOrganisation(_root);
        leave = abi.encodeCall(ACCOUNTS.removeAccount, (_accounts[4]));
        _assertExit(_accounts[4], address(ACCOUNTS), leave, Refusal.NoAccess);
        vm.prank(body);
        ACCOUNTS.suspendAccount(_accounts[4]);
        _assertExit(_accounts[4], address(ACCOUNTS), leave, Refusal.NoAccess);
        // Leaving alone.
        bytes memory suspend = abi.encodeCall(ACCOUNTS.suspendAccount, (_accounts[4]));
        _assertRefusal(_accounts[4], address(ACCOUNTS), 21_000, suspend, Refusal.NoAccess);
        // Itself alone.
        _assertRefusal(_accounts[0], address(ACCOUNTS), 21_000, leave, Refusal.NoAccess);
        _assertRefusal(
            _accounts[4],
            address(ACCOUNTS),
            21_000,
            abi.encodeWithSelector(ACCOUNTS.removeAccount.selector, uint256(uint160(_accounts[4])) | (1 << 160)),
            Refusal.NoAccess
        );
        vm.prank(_accounts[4]);
        ACCOUNTS.removeAccount(_accounts[4]);
        _assertRefusal(_accounts[4], address(ACCOUNTS), 21_000, leave, Refusal.NoAccess);
        // Administrators that are no accounts have nothing to leave there.
        _assertRefusal(
            _administrator,
            address(ACCOUNTS),
            21_000,
            abi.encodeCall(ACCOUNTS.removeAccount, (_administrator)),
            Refusal.NoAccess
        );
    }

    function test_Exit_Nodes() public {
        NodeId pending = _registerNode(_administrator, _organisation, KEY, NodeKind.Observer);
        NodeId active = _registerNode(_administrator, _organisation, KEY + 1, NodeKind.Observer);
        _admit(active);
        _suspendOrganisation(_root);
        vm.prank(body);
        ACCOUNTS.suspendAccount(_administrator);
        bytes memory withdraw = abi.encodeCall(NODES.withdrawNode, (pending));
        bytes memory standby = abi.encodeCall(NODES.standbyNode, (active));
        _assertExit(_administrator, address(NODES), withdraw, Refusal.NoAccess);
        _assertExit(_administrator, address(NODES), standby, Refusal.NoAccess);
        vm.startPrank(_administrator);
        NODES.withdrawNode(pending);
        NODES.standbyNode(active);
        vm.stopPrank();

        // Whoever does not administer it has nothing to leave: an account without access cannot send these for ever.
        _assertRefusal(_accounts[4], address(NODES), 21_000, standby, Refusal.NoAccess);
        _assertRefusal(_stranger, address(NODES), 21_000, standby, Refusal.NoAccess);
        _assertRefusal(_administrator, address(NODES), 21_000, withdraw, Refusal.NoAccess);
        _assertRefusal(
            _administrator,
            address(NODES),
            21_000,
            abi.encodeCall(NODES.resumeNode, (active)),
            Refusal.NoAccess
        );
    }

    function test_Exit_Administration() public {
        OrganisationId other = _registerOrganisation("EUID.OTHER", address(0xad2));
        vm.prank(address(0xad2));
        ORGANISATIONS.appointAdministrator(other, _administrator);
        // It acts for the one that it was appointed by last, if nothing else held: here the lowest of the tree.
        _suspendOrganisation(_root);
        _assertRefusal(_administrator, _contract, 21_000, Refusal.NoAccess);
        bytes memory choose = abi.encodeCall(ORGANISATIONS.chooseOrganisation, (other));
        bytes memory renounce = abi.encodeCall(ORGANISATIONS.renounceAdministration, (other));
        _assertExit(_administrator, address(ORGANISATIONS), choose, Refusal.NoAccess);
        _assertExit(_administrator, address(ORGANISATIONS), renounce, Refusal.NoAccess);
        _assertRefusal(_stranger, address(ORGANISATIONS), 21_000, choose, Refusal.NoAccess);
        _assertRefusal(_accounts[4], address(ORGANISATIONS), 21_000, renounce, Refusal.NoAccess);
        _assertRefusal(
            _administrator,
            address(ORGANISATIONS),
            21_000,
            abi.encodeCall(ORGANISATIONS.appointAdministrator, (other, _stranger)),
            Refusal.NoAccess
        );

        vm.prank(_administrator);
        ORGANISATIONS.chooseOrganisation(other);
        _assertRefusal(_administrator, _contract, 21_000, Refusal.None);
        vm.prank(_administrator);
        ORGANISATIONS.renounceAdministration(other);
        _assertRefusal(_administrator, _contract, 21_000, Refusal.NoAccess);
    }

    /// @dev An organisation that has used up its gas, or whose contracts are restricted, leaves all the same.
    function test_Exit_GivenNoGasLeft() public {
        _setGas();
        bytes memory leave = abi.encodeCall(ACCOUNTS.removeAccount, (_accounts[2]));
        vm.prank(_meter);
        ACCOUNTS.consumeGas(_organisation, _accounts[2], GAS);
        _assertExit(_accounts[2], address(ACCOUNTS), leave, Refusal.GasExhausted);
        vm.prank(body);
        ACCOUNTS.restrictTarget(address(ACCOUNTS), true);
        _assertExit(_accounts[2], address(ACCOUNTS), leave, Refusal.RestrictedTarget);
    }

    // addBody, removeBody, bodies
    // ├── when the caller has not the role ... it reverts
    // ├── when one of the two is no contract, or given the Council stands in the list ... it reverts
    // ├── given four bodies ... there is no fifth; given one ... it stays; when it is not in the list ... it reverts
    // ├── whoever acts for a member of a body in the list reaches it, and nobody for one that is not
    // └── and the two contracts beside it that it names, whatever else it says

    function test_Bodies_Successor() public {
        (address council, MemberRegistry members, address mandate) = _successor();
        bytes memory accepts = abi.encodeCall(MEMBERS.acceptMandate, (address(0x1)));
        _assertRefusal(mandate, address(members), 21_000, accepts, Refusal.NoAccess);
        vm.expectEmit(address(PERMISSIONS));
        emit IPermissionViews.BodyAdded(council, address(members), body);
        _addBody(council, address(members));
        _assertBodies(2);
        _assertRefusal(mandate, address(members), 21_000, accepts, Refusal.None);
        _assertRefusal(mandate, address(MEMBERS), 21_000, accepts, Refusal.NoAccess);
        vm.prank(mandate);
        members.acceptMandate(address(0x1));
        for (uint256 way = 0; way < WAYS; ++way) {
            uint256 snapshot = vm.snapshotState();
            _breakRegisters(way);
            _break(address(MEMBERS), way);
            vm.assertTrue(PERMISSIONS.reachesBody(mandate), "PM3 whatever another body's register does");
            _assertRefusal(mandate, council, type(uint256).max, Refusal.None);
            _assertRefusal(mandate, address(members), type(uint256).max, Refusal.None);
            _assertRefusal(council, _contract, type(uint256).max, Refusal.None);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        _assertBodyReaches(true);

        // The body that has handed over has no privilege any more.
        vm.expectEmit(address(PERMISSIONS));
        emit IPermissionViews.BodyRemoved(address(COUNCIL), body);
        _removeBody(address(COUNCIL));
        _assertBodies(1);
        vm.assertFalse(PERMISSIONS.reachesBody(_mandate), "its members");
        vm.assertTrue(PERMISSIONS.reachesBody(mandate), "those of the successor");
        _assertRefusal(address(COUNCIL), _contract, 21_000, Refusal.NoAccess);
        _assertRefusal(mandate, address(AUTHORITY), type(uint256).max, Refusal.None);
        _expectLastBody(council);
        _removeBody(council);
    }

    function test_RevertWhen_Bodies_Invalid() public {
        vm.startPrank(body);
        _expectBodyInvalid(address(COUNCIL), address(MEMBERS));
        PERMISSIONS.addBody(address(COUNCIL), address(MEMBERS));
        _expectBodyInvalid(_stranger, address(MEMBERS));
        PERMISSIONS.addBody(_stranger, address(MEMBERS));
        _expectBodyInvalid(address(AUTHORITY), _stranger);
        PERMISSIONS.addBody(address(AUTHORITY), _stranger);
        vm.expectRevert(abi.encodeWithSelector(IPermissionViews.PermissionViewsUnknownBody.selector, _stranger));
        PERMISSIONS.removeBody(_stranger);
        vm.stopPrank();
        _expectLastBody(address(COUNCIL));
        _removeBody(address(COUNCIL));
        _assertBodies(1);
        _assertBodyReaches(true);
    }

    function test_RevertGiven_Bodies_Four() public {
        address[4] memory councils = [address(AUTHORITY), address(NODES), address(ACCOUNTS), address(VALIDATORS)];
        for (uint256 i = 0; i < 3; ++i) _addBody(councils[i], address(MEMBERS));
        _assertBodies(BODIES_MAXIMUM);
        vm.expectRevert(abi.encodeWithSelector(IPermissionViews.PermissionViewsTooManyBodies.selector, BODIES_MAXIMUM));
        _addBody(councils[3], address(MEMBERS));
        // Out of the middle: the others stay.
        _removeBody(councils[1]);
        _assertBodies(3);
        _addBody(councils[3], address(MEMBERS));
        IPermissionViews.Body[] memory all = PERMISSIONS.bodies();
        address[4] memory left = [address(COUNCIL), councils[0], councils[2], councils[3]];
        for (uint256 i = 0; i < left.length; ++i) vm.assertEq(all[i].council, left[i], "body");
    }

    function test_Bodies_CompanionsAreTwo() public {
        // Answers whatever it is asked with 0x1111, 0x2222 and 0x3333.
        vm.etch(
            address(0xc000),
            hex"6111115f526122226020526133336040526060"
            hex"5ff3"
        );
        _addBody(address(0xc000), address(MEMBERS));
        for (uint160 i = 1; i <= 3; ++i) {
            _assertRefusal(_mandate, address(0x1111 * i), 21_000, "", i < 3 ? Refusal.None : Refusal.NoAccess);
        }
    }

    function test_RevertWhen_Bodies_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _stranger);
        vm.startPrank(_stranger);
        vm.expectRevert(refusal);
        PERMISSIONS.addBody(address(AUTHORITY), address(MEMBERS));
        vm.expectRevert(refusal);
        PERMISSIONS.removeBody(address(COUNCIL));
        vm.stopPrank();
    }

    // connectionAllowed
    // ├── given the node may connect, or validates ... allowed, however its key is written
    // └── when the key is malformed ... denied

    function test_Connection() public {
        bytes memory publicKey = Secp256k1.publicKey(KEY);
        vm.assertFalse(_allows(_hex(publicKey)), "unknown");
        NodeId id = _registerNode(_administrator, _organisation, KEY, NodeKind.Observer);
        vm.assertFalse(_allows(_hex(publicKey)), "pending");
        _admit(id);
        vm.assertTrue(_allows(_hex(publicKey)), "active");
        vm.prank(body);
        NODES.suspendNode(id);
        vm.assertFalse(_allows(_hex(publicKey)), "suspended");

        publicKey = Secp256k1.publicKey(KEY + 1);
        vm.prank(address(NODES));
        VALIDATORS.addValidator(vm.addr(KEY + 1));
        vm.assertTrue(_allows(_hex(publicKey)), "validates without being registered");
    }

    function test_Connection_Writing() public {
        bytes memory publicKey = Secp256k1.publicKey(KEY);
        _admit(_registerNode(_administrator, _organisation, KEY, NodeKind.Observer));
        string memory digits = _hex(publicKey);
        string memory capitals = _capitals(digits);
        string[6] memory right = [
            digits,
            capitals,
            string.concat("0x", digits),
            string.concat("0X", digits),
            string.concat("0x", capitals),
            string.concat("0X", capitals)
        ];
        for (uint256 i = 0; i < right.length; ++i) vm.assertTrue(_allows(right[i]), right[i]);
        string[9] memory wrong = [
            "",
            "0x",
            string.concat("0", digits),
            string.concat("00", digits),
            string.concat("0x0", digits),
            string.concat("x0", digits),
            string.concat(digits, "00"),
            string.concat("04", digits),
            string.concat("enode://", digits)
        ];
        for (uint256 i = 0; i < wrong.length; ++i) vm.assertFalse(_allows(wrong[i]), wrong[i]);
    }

    /// @dev A wrong digit anywhere: those beside the digits in the table of characters, and any other.
    function testFuzz_Connection_Digits(uint256 position, bytes1 character) public {
        bytes memory publicKey = Secp256k1.publicKey(KEY);
        _admit(_registerNode(_administrator, _organisation, KEY, NodeKind.Observer));
        bytes memory digits = bytes(_hex(publicKey));
        position %= digits.length;
        bytes1 right = digits[position];
        digits[position] = character;
        bool same = character == right || (right >= "a" && uint8(character) == uint8(right) - 32);
        vm.assertEq(_allows(string(digits)), same, "allowed exactly with the digits of the key");
        bytes memory beside = "/:@G`g";
        digits[position] = beside[uint8(character) % beside.length];
        vm.assertFalse(_allows(string(digits)), "no digit");
    }

    function testFuzz_Connection_NeverReverts(string memory enodeId, string memory host, uint16 port) public {
        vm.assertEq(_ask(abi.encodeWithSelector(CONNECTION_ALLOWED, enodeId, host, port)), 0, "PM2 denied");
    }

    function test_Connection_Version1() public {
        bytes memory one = Secp256k1.publicKey(KEY);
        bytes memory other = Secp256k1.publicKey(KEY + 1);
        _admit(_registerNode(_administrator, _organisation, KEY, NodeKind.Observer));
        _assertVersion1(one, one, true);
        _assertVersion1(one, other, false);
        _assertVersion1(other, one, false);
        _assertVersion1(other, other, false);
        _admit(_registerNode(_administrator, _organisation, KEY + 1, NodeKind.Observer));
        _assertVersion1(one, other, true);
        _assertVersion1(other, one, true);
    }

    // Initialisation

    function test_RevertGiven_Initialize_Twice() public {
        vm.assertEq(PERMISSIONS.authority(), address(AUTHORITY), "authority");
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        PERMISSIONS.initialize(_stranger, _stranger, _stranger, NODES, VALIDATORS, ACCOUNTS);
        _assertBodies(1);
        PermissionViews implementation = PermissionViews(create("PermissionViews.sol:PermissionViews", ""));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_stranger, _stranger, _stranger, NODES, VALIDATORS, ACCOUNTS);
    }

    function _registers() private pure returns (address[6] memory) {
        return
            [
                address(ACCOUNTS),
                address(ORGANISATIONS),
                address(NODES),
                address(VALIDATORS),
                address(MEMBERS),
                address(AUTHORITY)
            ];
    }

    /// @dev All registers but those of the body.
    function _breakRegisters(uint256 way) private {
        _break(address(ACCOUNTS), way);
        _break(address(ORGANISATIONS), way);
        _break(address(NODES), way);
        _break(address(VALIDATORS), way);
    }

    function _break(address register, uint256 way) private {
        bool gone = way > uint256(type(BrokenRegister.Way).max);
        vm.etch(register, gone ? bytes("") : address(new BrokenRegister(BrokenRegister.Way(way))).code);
    }

    function _askEverything() private {
        bytes memory publicKey = Secp256k1.publicKey(KEY);
        bytes32 word = bytes32(publicKey);
        _ask(abi.encodeCall(IPermissionViews.transactionAllowed, (_accounts[4], address(COUNCIL), 1, 1, 1, "payload")));
        _ask(abi.encodeCall(IPermissionViews.transactionRefusal, (_relayer, address(COUNCIL), 1, "")));
        _ask(abi.encodeCall(IPermissionViews.transactionRefusal, (_accounts[4], address(0), 1, "")));
        _ask(_question(_stranger, address(MEMBERS), abi.encodeCall(MEMBERS.acceptMandate, (_stranger))));
        _ask(_question(_stranger, address(ACCOUNTS), abi.encodeCall(ACCOUNTS.removeAccount, (_stranger))));
        _ask(_question(_stranger, address(NODES), abi.encodeCall(NODES.standbyNode, (NodeId.wrap(0)))));
        _ask(_question(_stranger, address(ORGANISATIONS), abi.encodeCall(ORGANISATIONS.chooseOrganisation, (NOBODY))));
        _ask(abi.encodeCall(IPermissionViews.reachesBody, (_representative)));
        _ask(abi.encodeWithSelector(CONNECTION_ALLOWED, _hex(publicKey), "node.example", 30303));
        _ask(abi.encodeWithSelector(CONNECTION_ALLOWED_1, word, word, bytes16(0), 0, word, word, bytes16(0), 0));
    }

    /// @dev With the gas that the interface asks for and not more, and nothing read before.
    function _ask(bytes memory question) private returns (uint256) {
        _cool();
        (bool done, bytes memory answer) = address(PERMISSIONS).staticcall{gas: GAS_BOUND}(question);
        vm.assertTrue(done, "PM2 no revert within the bound of gas");
        vm.assertEq(answer.length, 32, "PM2 one word");
        return abi.decode(answer, (uint256));
    }

    function _cool() private {
        vm.cool(address(PERMISSIONS));
        vm.cool(address(ACCOUNTS));
        vm.cool(address(ORGANISATIONS));
        vm.cool(address(NODES));
        vm.cool(address(VALIDATORS));
        vm.cool(address(MEMBERS));
        vm.cool(address(AUTHORITY));
    }

    function _known(uint256 i) private view returns (address) {
        address[16] memory known = [
            address(0),
            address(COUNCIL),
            address(MEMBERS),
            address(AUTHORITY),
            address(ACCOUNTS),
            address(PERMISSIONS),
            _accounts[0],
            _accounts[1],
            _accounts[2],
            _accounts[3],
            _accounts[4],
            _administrator,
            _relayer,
            _mandate,
            _representative,
            _restricted
        ];
        return known[i % known.length];
    }

    function _selector(uint256 i) private pure returns (bytes4) {
        bytes4[6] memory selectors = [
            MEMBERS.acceptMandate.selector,
            ACCOUNTS.removeAccount.selector,
            NODES.withdrawNode.selector,
            NODES.standbyNode.selector,
            ORGANISATIONS.chooseOrganisation.selector,
            ORGANISATIONS.renounceAdministration.selector
        ];
        return selectors[i % selectors.length];
    }

    function _question(address sender, address target, bytes memory payload) private pure returns (bytes memory) {
        return abi.encodeCall(IPermissionViews.transactionRefusal, (sender, target, 21_000, payload));
    }

    /// @dev A further body of one member, which is account 0x1 and has accepted no mandate yet.
    function _successor() private returns (address council, MemberRegistry members, address mandate) {
        mandate = address(0x3a4da7e);
        IMemberRegistry.GenesisMember[] memory genesis = new IMemberRegistry.GenesisMember[](1);
        genesis[0] = IMemberRegistry.GenesisMember({
            account: address(0x1),
            code: "ONE",
            class: MemberClass.Member,
            weight: 1,
            weightYear: 2026,
            mandateKey: mandate
        });
        members = MemberRegistry(
            create("MemberRegistry.sol:MemberRegistry", abi.encode(AUTHORITY, genesis, MEMBERS.verifiers()))
        );
        council = address(0xc0c1);
        vm.etch(council, address(COUNCIL).code);
    }

    function _addBody(address council, address members) private {
        vm.prank(body);
        PERMISSIONS.addBody(council, members);
    }

    function _removeBody(address council) private {
        vm.prank(body);
        PERMISSIONS.removeBody(council);
    }

    function _setGas() private {
        vm.prank(body);
        ACCOUNTS.setGasPolicy(GAS, 1 hours);
    }

    /// @dev With nothing read before, and a fifth less than the views spend on a question.
    function _assertFits(address target, bytes memory question) private {
        _cool();
        (bool done, ) = target.staticcall{gas: 80_000}(question);
        vm.assertTrue(done, "PM2 four fifths of 100,000 are enough");
    }

    function _assertAccepts(address key, address member, bool accepts) private view {
        bytes memory payload = abi.encodeCall(MEMBERS.acceptMandate, (member));
        // The key may be an account, too; here none is.
        bool allowed = PERMISSIONS.transactionAllowed(key, address(MEMBERS), 0, 0, type(uint256).max, payload);
        vm.assertEq(allowed, accepts, "PM3 the designated key accepts");
        vm.assertFalse(PERMISSIONS.transactionAllowed(key, address(MEMBERS), 0, 0, 21_000, ""), "but nothing else");
    }

    /// @dev What is refused with more gas, with anything behind the call, or at another contract.
    function _assertExit(address sender, address target, bytes memory payload, Refusal otherwise) private view {
        _assertRefusal(sender, target, EXIT_GAS, payload, Refusal.None);
        _assertRefusal(sender, target, EXIT_GAS + 1, payload, otherwise);
        _assertRefusal(sender, target, EXIT_GAS, abi.encodePacked(payload, new bytes(1)), otherwise);
        vm.assertTrue(
            PERMISSIONS.transactionRefusal(sender, address(MEMBERS), EXIT_GAS, payload) != Refusal.None,
            "an exit is one of its own contract"
        );
    }

    function _assertBodies(uint256 count) private view {
        vm.assertEq(PERMISSIONS.bodies().length, count, "PM3 bodies");
    }

    function _expectBodyInvalid(address council, address members) private {
        vm.expectRevert(abi.encodeWithSelector(IPermissionViews.PermissionViewsBodyInvalid.selector, council, members));
    }

    function _expectLastBody(address council) private {
        vm.expectRevert(abi.encodeWithSelector(IPermissionViews.PermissionViewsLastBody.selector, council));
    }

    function _assertBodyReaches(bool reaches) private view {
        _assertRefusal(address(COUNCIL), _contract, type(uint256).max, Refusal.None);
        _assertRefusal(address(COUNCIL), address(0), type(uint256).max, Refusal.None);
        _assertReaches(address(COUNCIL), true);
        _assertReaches(_mandate, reaches);
        _assertReaches(_representative, reaches);
        _assertReaches(_relayer, reaches);
    }

    function _assertReaches(address sender, bool reaches) private view {
        (address deliberation, address vetoes) = COUNCIL.companions();
        address[5] memory targets = [address(COUNCIL), address(MEMBERS), address(AUTHORITY), deliberation, vetoes];
        for (uint256 i = 0; i < targets.length; ++i) {
            bool allowed = PERMISSIONS.transactionAllowed(sender, targets[i], 0, 0, type(uint256).max, "");
            vm.assertEq(allowed, reaches, "PM3 the body is reached");
        }
        if (sender == address(COUNCIL)) return;
        vm.assertEq(PERMISSIONS.reachesBody(sender), reaches, "PM3 reachesBody");
        vm.assertFalse(PERMISSIONS.transactionAllowed(sender, _contract, 0, 0, 21_000, ""), "but nothing else");
    }

    function _assertRefusal(address sender, address target, uint256 gasLimit, Refusal refusal) private view {
        _assertRefusal(sender, target, gasLimit, "payload", refusal);
    }

    function _assertRefusal(
        address sender,
        address target,
        uint256 gasLimit,
        bytes memory payload,
        Refusal refusal
    ) private view {
        vm.assertEq(
            uint256(PERMISSIONS.transactionRefusal(sender, target, gasLimit, payload)),
            uint256(refusal),
            "refusal"
        );
        vm.assertEq(
            PERMISSIONS.transactionAllowed(sender, target, 1, 1, gasLimit, payload),
            refusal == Refusal.None,
            "allowed exactly if nothing refuses"
        );
    }

    function _allows(string memory enodeId) private view returns (bool) {
        return PERMISSIONS.connectionAllowed(enodeId, "node.example", 30303);
    }

    function _assertVersion1(bytes memory source, bytes memory destination, bool allowed) private view {
        bytes32 answer = PERMISSIONS.connectionAllowed(
            _word(source, 0),
            _word(source, 1),
            bytes16(0),
            30303,
            _word(destination, 0),
            _word(destination, 1),
            bytes16(0),
            30303
        );
        vm.assertEq(answer, bytes32(type(uint256).max >> (allowed ? 0 : 1)), "version 1");
    }

    function _word(bytes memory publicKey, uint256 i) private pure returns (bytes32) {
        (bytes32 high, bytes32 low) = abi.decode(publicKey, (bytes32, bytes32));
        return i == 0 ? high : low;
    }

    function _letters(uint256 count) private pure returns (bytes memory letters) {
        letters = new bytes(count);
        for (uint256 i = 0; i < count; ++i) letters[i] = "a";
    }

    function _hex(bytes memory data) private pure returns (string memory) {
        bytes memory alphabet = "0123456789abcdef";
        bytes memory digits = new bytes(2 * data.length);
        for (uint256 i = 0; i < data.length; ++i) {
            digits[2 * i] = alphabet[uint8(data[i]) / 16];
            digits[2 * i + 1] = alphabet[uint8(data[i]) % 16];
        }
        return string(digits);
    }

    function _capitals(string memory digits) private pure returns (string memory) {
        bytes memory letters = bytes(digits);
        bytes memory capitals = new bytes(letters.length);
        for (uint256 i = 0; i < letters.length; ++i) {
            capitals[i] = letters[i] >= "a" ? bytes1(uint8(letters[i]) - 32) : letters[i];
        }
        return string(capitals);
    }
}
