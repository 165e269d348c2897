// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {RoleTable, Roles} from "../../../contracts/access/Roles.sol";
import {PeerTarget} from "../../../contracts/mocks/PeerTarget.sol";
import {GenesisAddresses} from "../../../generated/GenesisAddresses.sol";
import {Genesis} from "../support/Genesis.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice Who may call what, by the deployed authority.
contract AuthorityCallsTest is Genesis {
    /// @dev A line of the table names a contract that the genesis does not have.
    error TargetNotInGenesis(string name);

    address private immutable _caller = address(0xca11);
    PeerTarget private _target;
    RoleTable private _roleTable;

    function setUp() public {
        _loadGenesis();
        _target = new PeerTarget(address(AUTHORITY));
        _roleTable = new RoleTable();
    }

    /// @dev The model of AU2: whoever has the role of a function may call it after the delay of its grant, nobody may when the target
    /// is closed, everybody may when the role is PUBLIC.
    function testFuzz_CanCallIsTheModel(
        uint64 functionRole,
        uint64 grantedRole,
        uint32 delay,
        bool granted,
        bool closed
    ) public {
        uint64 everybody = AUTHORITY.PUBLIC_ROLE();
        functionRole = functionRole % 8 == 7 ? everybody : functionRole % 8;
        grantedRole = grantedRole % 8;
        delay = uint32(bound(delay, 0, 365 days));
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = PeerTarget.set.selector;
        _decide(
            address(AUTHORITY),
            abi.encodeCall(AUTHORITY.setTargetFunctionRole, (address(_target), selectors, functionRole))
        );
        if (granted) _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.grantRole, (grantedRole, _caller, delay)));
        if (closed) _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.setTargetClosed, (address(_target), true)));

        bool holds = granted && grantedRole == functionRole;
        uint32 waits = functionRole == everybody ? 0 : delay;
        bool mayCall = !closed && (holds || functionRole == everybody);
        (bool immediate, uint32 answer) = AUTHORITY.canCall(_caller, address(_target), PeerTarget.set.selector);
        vm.assertEq(immediate, mayCall && waits == 0, "AU2: at once");
        vm.assertEq(answer, mayCall ? waits : 0, "AU2: after a delay");

        vm.prank(_caller);
        (bool success, ) = address(_target).call(abi.encodeCall(PeerTarget.set, (5)));
        vm.assertEq(success, immediate, "AU2: the target obeys");
    }

    function testFuzz_NobodyButTheHolderOfItsRoleCallsALine(uint256 line, address caller) public view {
        RoleTable.Line[] memory lines = _roleTable.lines();
        RoleTable.Line memory chosen = lines[line % lines.length];
        address holder = _holderOf(chosen.role);
        if (caller == holder) return;
        if (chosen.role == Roles.OPERATIONS && caller == address(OPERATORS)) return;
        address target = _addressOf(chosen.target);
        (bool immediate, uint32 delay) = AUTHORITY.canCall(caller, target, chosen.selector);
        vm.assertFalse(immediate, "AU2: at once");
        vm.assertEq(delay, 0, "AU2: after a delay");
        if (holder == address(0)) return;
        (immediate, delay) = AUTHORITY.canCall(holder, target, chosen.selector);
        vm.assertTrue(immediate || delay > 0, "AU2: the holder");
    }

    /// @dev Who holds a role from the first block on; zero if a body appoints the holders later.
    function _holderOf(uint64 role) private pure returns (address) {
        if (role == Roles.VALIDATORS) return address(NODES);
        if (role == Roles.QUARANTINE) return address(MONITORING);
        bool isAppointedLater =
            role == Roles.MONITORS ||
                role == Roles.METERS ||
                role == Roles.FINANCE ||
                role == Roles.MONEY_ISSUERS ||
                role == Roles.MONEY_LISTS ||
                role == Roles.TOKEN_BRIDGES;
        return isAppointedLater ? address(0) : address(COUNCIL);
    }

    function _addressOf(string memory name) private pure returns (address) {
        bytes32 hash = keccak256(bytes(name));
        if (hash == keccak256("CircuitBreaker")) return address(BREAKER);
        if (hash == keccak256("Vetoes")) return address(VETOES);
        if (hash == keccak256("MemberRegistry")) return address(MEMBERS);
        if (hash == keccak256("DecisionClasses")) return address(CLASSES);
        if (hash == keccak256("OrganisationRegistry")) return address(ORGANISATIONS);
        if (hash == keccak256("NodeRegistry")) return address(NODES);
        if (hash == keccak256("NodeMonitoring")) return address(MONITORING);
        if (hash == keccak256("NetworkDirectory")) return address(DIRECTORY);
        if (hash == keccak256("Timestamps")) return address(TIMESTAMPS);
        if (hash == keccak256("StatusLists")) return address(STATUS_LISTS);
        if (hash == keccak256("EuroToken")) return GenesisAddresses.EURO_TOKEN;
        if (hash == keccak256("PaymentRules")) return GenesisAddresses.PAYMENT_RULES;
        if (hash == keccak256("Treasury")) return GenesisAddresses.TREASURY;
        if (hash == keccak256("AccountRegistry")) return address(ACCOUNTS);
        if (hash == keccak256("PermissionViews")) return address(PERMISSIONS);
        if (hash == keccak256("DidRegistry")) return address(DIDS);
        if (hash == keccak256("TrustedIssuersRegistry")) return address(ISSUERS);
        if (hash == keccak256("TrustedSchemasRegistry")) return address(SCHEMAS);
        if (hash == keccak256("TrustedPoliciesRegistry")) return address(POLICIES);
        if (hash != keccak256("ValidatorSet")) revert TargetNotInGenesis(name);
        return address(VALIDATORS);
    }
}
