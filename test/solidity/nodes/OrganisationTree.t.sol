// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {INodeRegistry} from "../../../contracts/nodes/INodeRegistry.sol";
import {
    IOrganisationRegistry,
    OrganisationKind,
    OrganisationStatus
} from "../../../contracts/nodes/IOrganisationRegistry.sol";
import {OrganisationId, organisationIdOf} from "../../../contracts/types/OrganisationId.sol";
import {bound, vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

/// @notice What organisations are and how they stand to each other: describeOrganisation, placeOrganisation, and what follows from the
/// tree for those who act.
contract OrganisationTreeTest is RegistersSetUp {
    uint256 private constant DEPTH = 5;
    uint256 private constant CHILDREN = 256;
    OrganisationId private constant NOBODY = OrganisationId.wrap(0);

    OrganisationId private immutable _unknown = organisationIdOf("EUID.UNKNOWN");

    // describeOrganisation
    // ├── when the caller has not the role ... it reverts
    // ├── given the organisation is unknown or retired ... it reverts
    // ├── when the jurisdiction is not two capital letters ... it reverts
    // ├── when the DID has no method, does not begin with did: or is too long ... it reverts
    // └── it replaces all that was said before, and the event has all of it; a suspended organisation can be described, too

    function test_Describe() public {
        IOrganisationRegistry.OrganisationDescription memory given = _description("BE", "did:ebsi:zoperator");
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.OrganisationDescribed(
            operator,
            body,
            given.kind,
            given.jurisdiction,
            given.did,
            given.document
        );
        _describe(operator, given);
        _assertDescription(given);

        _suspendOrganisation(operator);
        given = IOrganisationRegistry.OrganisationDescription(OrganisationKind.Unspecified, "EU", "", 0);
        _describe(operator, given);
        _assertDescription(given);
        vm.assertEq(
            organisations.organisationDescription(otherOperator).jurisdiction,
            bytes32(0),
            "of no other organisation"
        );
    }

    function testFuzz_Describe_Jurisdiction(bytes2 code) public {
        bool first = code[0] >= 0x41 && code[0] <= 0x5a;
        bool second = code[1] >= 0x41 && code[1] <= 0x5a;
        if (!first || !second) {
            vm.expectRevert(
                abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryJurisdictionInvalid.selector, code)
            );
        }
        _describe(operator, _description(code, ""));
        bytes2 expected = first && second ? code : bytes2(0);
        vm.assertEq(organisations.organisationDescription(operator).jurisdiction, expected, "jurisdiction");
    }

    function test_Describe_JurisdictionAtTheBounds() public {
        testFuzz_Describe_Jurisdiction("AZ");
        testFuzz_Describe_Jurisdiction("ZA");
        bytes2[8] memory wrong = [bytes2("@A"), "A@", "[A", "A[", "be", "B", 0, "1A"];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryJurisdictionInvalid.selector, wrong[i])
            );
            _describe(operator, _description(wrong[i], ""));
        }
    }

    function testFuzz_Describe_DidLength(uint256 length, bytes4 beginning) public {
        length = bound(length, 0, 300);
        bytes memory did = new bytes(length);
        for (uint256 i = 0; i < 4 && i < length; ++i) did[i] = beginning[i];
        bool wellFormed = length == 0 || (beginning == "did:" && length > 4 && length <= 256);
        if (!wellFormed) _expectDidInvalid(string(did));
        _describe(operator, _description("BE", string(did)));
    }

    function test_Describe_DidAtTheBounds() public {
        testFuzz_Describe_DidLength(0, "did:");
        testFuzz_Describe_DidLength(4, "did:");
        testFuzz_Describe_DidLength(5, "did:");
        testFuzz_Describe_DidLength(256, "did:");
        testFuzz_Describe_DidLength(257, "did:");
        testFuzz_Describe_DidLength(20, "DID:");
    }

    function test_RevertGiven_Describe_UnknownOrRetired() public {
        IOrganisationRegistry.OrganisationDescription memory given = _description("BE", "");
        _expectUnknown(_unknown);
        _describe(_unknown, given);
        _retireOrganisation(operator);
        _expectWrongStatus(operator, OrganisationStatus.Retired);
        _describe(operator, given);
    }

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, administrator);
        vm.startPrank(administrator);
        vm.expectRevert(refusal);
        organisations.describeOrganisation(operator, _description("BE", ""));
        vm.expectRevert(refusal);
        organisations.placeOrganisation(operator, otherOperator);
        vm.stopPrank();
    }

    // placeOrganisation
    // ├── given the organisation or the parent is unknown ... it reverts
    // ├── given the organisation is retired ... it can leave the tree, but not stand under another one
    // ├── given it has children ... it reverts, and works again when they are moved, retired ones too
    // ├── when the parent is itself or retired ... it reverts
    // ├── given the parent stands on the lowest level, or has as many children as it can ... it reverts
    // └── it stands there, both counts follow, and the event says where

    function test_Place() public {
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.OrganisationPlaced(operator, otherOperator, body);
        _place(operator, otherOperator);
        _assertParent(operator, otherOperator);
        vm.assertEq(organisations.childCount(otherOperator), 1, "one child");

        OrganisationId third = _registerOrganisation("EUID.THREE", stranger);
        _place(operator, third);
        _assertParent(operator, third);
        vm.assertEq(organisations.childCount(otherOperator), 0, "moved away");
        vm.assertEq(organisations.childCount(third), 1, "moved here");
        _place(operator, third);
        vm.assertEq(organisations.childCount(third), 1, "the same place again");

        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.OrganisationPlaced(operator, NOBODY, body);
        _place(operator, NOBODY);
        _assertParent(operator, NOBODY);
        vm.assertEq(organisations.childCount(third), 0, "at the top");
    }

    function test_Place_UnderASuspendedParent() public {
        _suspendOrganisation(otherOperator);
        _place(operator, otherOperator);
        vm.assertFalse(organisations.isActive(operator), "PM1 never more alive than its parent");
        vm.prank(body);
        organisations.reinstateOrganisation(otherOperator);
        vm.assertTrue(organisations.isActive(operator), "as alive as it is itself");
    }

    function test_RevertGiven_Place_Unknown() public {
        _expectUnknown(_unknown);
        _place(_unknown, operator);
        _expectUnknown(_unknown);
        _place(operator, _unknown);
    }

    function test_RevertWhen_Place_UnderItself() public {
        _expectParentInvalid(operator, operator);
        _place(operator, operator);
    }

    function test_RevertGiven_Place_ParentRetired() public {
        _retireOrganisation(otherOperator);
        _expectParentInvalid(operator, otherOperator);
        _place(operator, otherOperator);
    }

    /// @dev Whoever has children stays where it is, so that no cycle can be closed.
    function test_RevertGiven_Place_HasChildren() public {
        _place(operator, otherOperator);
        bytes memory refusal = abi.encodeWithSelector(
            IOrganisationRegistry.OrganisationRegistryHasChildren.selector,
            otherOperator,
            1
        );
        vm.expectRevert(refusal);
        _place(otherOperator, operator);
        OrganisationId third = _registerOrganisation("EUID.THREE", stranger);
        vm.expectRevert(refusal);
        _place(otherOperator, third);

        _place(operator, NOBODY);
        _place(otherOperator, operator);
        _assertParent(otherOperator, operator);
    }

    function test_Place_RetiredOneLeavesTheTree() public {
        _place(operator, otherOperator);
        _retireOrganisation(operator);
        vm.assertEq(organisations.childCount(otherOperator), 1, "it still stands there");
        OrganisationId third = _registerOrganisation("EUID.THREE", stranger);
        _expectWrongStatus(operator, OrganisationStatus.Retired);
        _place(operator, third);

        _place(operator, NOBODY);
        vm.assertEq(organisations.childCount(otherOperator), 0, "its place is free");
        _place(otherOperator, third);
        _assertParent(otherOperator, third);
    }

    function test_RevertGiven_Place_TooDeep() public {
        OrganisationId[] memory line = _line(DEPTH);
        bytes memory refusal = abi.encodeWithSelector(
            IOrganisationRegistry.OrganisationRegistryTooDeep.selector,
            line[DEPTH - 1],
            DEPTH
        );
        vm.expectRevert(refusal);
        _place(operator, line[DEPTH - 1]);
        _place(operator, line[DEPTH - 2]);
        vm.assertTrue(organisations.isActive(operator), "PM1 the lowest level is one of the tree");
    }

    function test_RevertGiven_Place_TooBroad() public {
        OrganisationId child;
        for (uint256 i = 0; i < CHILDREN; ++i) {
            child = _registerOrganisation(string(abi.encodePacked("CHILD", i)), stranger);
            _place(child, operator);
        }
        vm.assertEq(organisations.childCount(operator), CHILDREN, "PM1 as many as can be");
        bytes memory refusal = abi.encodeWithSelector(
            IOrganisationRegistry.OrganisationRegistryTooBroad.selector,
            operator,
            CHILDREN
        );
        vm.expectRevert(refusal);
        _place(otherOperator, operator);
        _place(child, NOBODY);
        _place(otherOperator, operator);
        vm.assertEq(organisations.childCount(operator), CHILDREN, "PM1 one for another");
    }

    // PM1 over random histories, beside a model of parents and statuses

    uint256 private constant NODES_OF_TREE = 9;

    function testFuzz_TreeFollowsTheModel(uint32[32] memory steps) public {
        OrganisationId[] memory ids = new OrganisationId[](NODES_OF_TREE);
        // 0 stands for the top.
        uint256[] memory parents = new uint256[](NODES_OF_TREE);
        OrganisationStatus[] memory statuses = new OrganisationStatus[](NODES_OF_TREE);
        for (uint256 i = 1; i < NODES_OF_TREE; ++i) {
            ids[i] = _registerOrganisation(string(abi.encodePacked("TREE", i)), stranger);
            statuses[i] = OrganisationStatus.Active;
        }
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 one = 1 + ((steps[i] >> 8) % (NODES_OF_TREE - 1));
            uint256 other = (steps[i] >> 16) % NODES_OF_TREE;
            uint256 action = steps[i] % 16;
            bytes memory data;
            bool allowed;
            if (action < 11) {
                data = abi.encodeCall(organisations.placeOrganisation, (ids[one], ids[other]));
                allowed = _mayBePlaced(parents, statuses, one, other);
                if (allowed) parents[one] = other;
            } else {
                OrganisationStatus wanted = OrganisationStatus.Retired;
                bytes4 selector = organisations.retireOrganisation.selector;
                allowed = statuses[one] != OrganisationStatus.Retired;
                if (action < 13) {
                    (wanted, selector) = (OrganisationStatus.Suspended, organisations.suspendOrganisation.selector);
                    allowed = statuses[one] == OrganisationStatus.Active;
                } else if (action < 15) {
                    (wanted, selector) = (OrganisationStatus.Active, organisations.reinstateOrganisation.selector);
                    allowed = statuses[one] == OrganisationStatus.Suspended;
                }
                data = abi.encodeWithSelector(selector, ids[one]);
                if (allowed) statuses[one] = wanted;
            }
            vm.prank(body);
            (bool done, ) = address(organisations).call(data);
            vm.assertEq(done, allowed, "PM1 a step works exactly when the model allows it");
        }
        for (uint256 i = 1; i < NODES_OF_TREE; ++i) {
            bool alive = true;
            uint256 depth = 0;
            // More steps than there are organisations would be a cycle.
            for (uint256 at = i; at != 0 && depth <= NODES_OF_TREE; at = parents[at]) {
                alive = alive && statuses[at] == OrganisationStatus.Active;
                ++depth;
            }
            vm.assertLe(depth, DEPTH, "PM1 no cycle, and no more levels than the cap");
            vm.assertEq(organisations.isActive(ids[i]), alive, "PM1 active exactly if all above are");
            _assertParent(ids[i], ids[parents[i]]);
            vm.assertEq(organisations.childCount(ids[i]), _children(parents, i), "PM1 children are counted");
        }
    }

    function _mayBePlaced(
        uint256[] memory parents,
        OrganisationStatus[] memory statuses,
        uint256 one,
        uint256 other
    ) private pure returns (bool) {
        if (_children(parents, one) != 0) return false;
        if (other == 0) return true;
        if (statuses[one] == OrganisationStatus.Retired) return false;
        if (one == other || statuses[other] == OrganisationStatus.Retired) return false;
        uint256 depth = 1;
        for (uint256 at = other; at != 0; at = parents[at]) ++depth;
        return depth <= DEPTH;
    }

    function _children(uint256[] memory parents, uint256 one) private pure returns (uint256 count) {
        for (uint256 i = 1; i < parents.length; ++i) {
            if (parents[i] == one) ++count;
        }
    }

    // Whoever acts
    // ├── given a parent or grandparent is not active ... administrators can neither appoint nor remove, nor register nodes
    // └── the body can still replace all administrators

    function test_RevertGiven_Acting_ParentNotActive() public {
        OrganisationId[] memory line = _line(DEPTH - 1);
        _place(operator, line[DEPTH - 2]);
        _assertActs(stranger, true, NOBODY);
        for (uint256 i = 0; i < line.length; ++i) {
            _suspendOrganisation(line[i]);
            _assertActs(address(0x1001), false, line[DEPTH - 2]);
            vm.prank(body);
            organisations.reinstateOrganisation(line[i]);
        }
        _retireOrganisation(line[0]);
        _assertActs(address(0x1001), false, line[DEPTH - 2]);

        vm.prank(body);
        organisations.recoverAdministrator(operator, address(0x1001));
        vm.assertTrue(organisations.isAdministrator(operator, address(0x1001)), "the body still replaces");
        _place(operator, NOBODY);
        vm.prank(address(0x1001));
        organisations.appointAdministrator(operator, stranger);
    }

    function _assertActs(address account, bool able, OrganisationId parent) private {
        vm.assertEq(organisations.isActive(operator), able, "PM1 active exactly if all above are");
        bytes memory refusal = abi.encodeWithSelector(
            IOrganisationRegistry.OrganisationRegistryParentNotActive.selector,
            operator,
            parent
        );
        if (!able) {
            Registration memory r = _registration(KEY);
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryOrganisationNotActive.selector, operator));
            _send(administrator, r, new bytes(65));
        }
        vm.startPrank(administrator);
        if (!able) vm.expectRevert(refusal);
        organisations.appointAdministrator(operator, account);
        if (!able) vm.expectRevert(refusal);
        organisations.removeAdministrator(operator, able ? account : administrator);
        vm.stopPrank();
    }

    // administeredBy
    // ├── given nobody appointed the account, or whoever did removed or lost it ... nobody
    // ├── given several organisations appointed it ... the first, and after its removal those that appoint it again
    // ├── given the one that it acts for is not active, or one above that ... the next that appoints it
    // ├── given it chose one of those that it administers ... that one
    // └── given the body named it for an organisation ... that one, whoever appointed it before or removes it afterwards

    function test_AdministeredBy() public {
        _assertAdministeredBy(stranger, NOBODY);
        _assertAdministeredBy(administrator, operator);
        _appoint(administrator, operator, stranger);
        _assertAdministeredBy(stranger, operator);
        _appoint(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, operator);

        _remove(administrator, operator, stranger);
        _assertAdministeredBy(stranger, NOBODY);
        _remove(otherAdministrator, otherOperator, stranger);
        _appoint(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, otherOperator);
    }

    function test_AdministeredBy_NobodyTakesAnAdministratorOver() public {
        _appoint(otherAdministrator, otherOperator, administrator);
        _assertAdministeredBy(administrator, operator);
        _remove(otherAdministrator, otherOperator, administrator);
        _assertAdministeredBy(administrator, operator);
        _suspendOrganisation(otherOperator);
        _assertAdministeredBy(administrator, operator);
    }

    /// @dev Else an account would have no access because of an organisation that is long gone.
    function test_AdministeredBy_WhereItIsNotActive() public {
        OrganisationId above = _registerOrganisation("EUID.ABOVE", address(0x1002));
        _place(operator, above);
        _appoint(administrator, operator, stranger);
        _suspendOrganisation(above);
        _assertAdministeredBy(stranger, operator);
        _appoint(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, otherOperator);

        // What holds again later changes nothing.
        vm.prank(body);
        organisations.reinstateOrganisation(above);
        _assertAdministeredBy(stranger, otherOperator);

        _retireOrganisation(otherOperator);
        OrganisationId third = _registerOrganisation("EUID.THREE", address(0x1001));
        _appoint(address(0x1001), third, stranger);
        _assertAdministeredBy(stranger, third);
    }

    function test_Choose() public {
        _appoint(administrator, operator, stranger);
        _appoint(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, operator);
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.OrganisationChosen(stranger, otherOperator);
        _choose(stranger, otherOperator);
        _assertAdministeredBy(stranger, otherOperator);

        // Whoever removed it cannot leave it with nothing: it chooses again, one that is not active, too.
        _remove(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, NOBODY);
        _suspendOrganisation(operator);
        _choose(stranger, operator);
        _assertAdministeredBy(stranger, operator);
    }

    function test_RevertWhen_Choose_NotAdministrator() public {
        _expectNotAdministrator(operator, stranger);
        _choose(stranger, operator);
        _expectNotAdministrator(operator, otherAdministrator);
        _choose(otherAdministrator, operator);
        _expectNotAdministrator(_unknown, administrator);
        _choose(administrator, _unknown);
        _assertAdministeredBy(administrator, operator);
        vm.prank(body);
        organisations.recoverAdministrator(operator, stranger);
        _expectNotAdministrator(operator, administrator);
        _choose(administrator, operator);
    }

    // renounceAdministration
    // ├── when the caller is no administrator of the organisation, or the last one ... it reverts
    // └── it acts for the organisation no more, whatever the status of that, and others can be chosen

    function test_Renounce() public {
        _appoint(administrator, operator, stranger);
        _appoint(otherAdministrator, otherOperator, stranger);
        vm.expectEmit(address(organisations));
        emit IOrganisationRegistry.AdministratorRemoved(operator, stranger, stranger);
        _renounce(stranger, operator);
        vm.assertFalse(organisations.isAdministrator(operator, stranger), "no administrator any more");
        vm.assertEq(organisations.organisation(operator).administratorCount, 1, "counted out");
        _assertAdministeredBy(stranger, NOBODY);
        _choose(stranger, otherOperator);
        _assertAdministeredBy(stranger, otherOperator);
        _appoint(administrator, operator, stranger);
        vm.assertEq(organisations.organisation(operator).administratorCount, 2, "appointed again");
    }

    /// @dev An administrator that nobody asked is free of an organisation that a body suspended or retired, where nobody removes it.
    function test_Renounce_GivenNotActive() public {
        _appoint(administrator, operator, stranger);
        _appoint(administrator, operator, address(0x1001));
        _suspendOrganisation(operator);
        _renounce(stranger, operator);
        _retireOrganisation(operator);
        _renounce(address(0x1001), operator);
        vm.assertEq(organisations.organisation(operator).administratorCount, 1, "the last one stays");
    }

    function test_RevertWhen_Renounce() public {
        _expectNotAdministrator(operator, stranger);
        _renounce(stranger, operator);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOrganisationRegistry.OrganisationRegistryLastAdministrator.selector,
                operator,
                administrator
            )
        );
        _renounce(administrator, operator);
        vm.assertTrue(organisations.isAdministrator(operator, administrator), "the last one stays");
    }

    /// @dev The proposal that registers an organisation names its administrator while the vote goes on: another organisation may appoint
    /// that account meanwhile, and remove it when it likes.
    function test_AdministeredBy_SquattedBeforeTheBodyRegisters() public {
        _appoint(otherAdministrator, otherOperator, stranger);
        OrganisationId newcomer = _registerOrganisation("EUID.NEW", stranger);
        _assertAdministeredBy(stranger, newcomer);
        _remove(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, newcomer);
    }

    function test_AdministeredBy_SquattedBeforeTheBodyRecovers() public {
        _appoint(otherAdministrator, otherOperator, stranger);
        vm.prank(body);
        organisations.recoverAdministrator(operator, stranger);
        _assertAdministeredBy(stranger, operator);
        _assertAdministeredBy(administrator, NOBODY);
        _remove(otherAdministrator, otherOperator, stranger);
        _assertAdministeredBy(stranger, operator);
    }

    function testFuzz_AdministeredBy_SaysWhatHolds(uint32[40] memory steps) public {
        for (uint256 i = 0; i < steps.length; ++i) {
            address account = address(uint160(0x1000 + ((steps[i] >> 8) % 4)));
            bool first = steps[i] & 0x1000000 == 0;
            (address sender, OrganisationId id) = first
                ? (administrator, operator)
                : (otherAdministrator, otherOperator);
            OrganisationId before = organisations.administeredBy(account);
            uint256 action = steps[i] % 8;
            if (action == 0) {
                vm.prank(body);
                organisations.recoverAdministrator(id, account);
                _assertAdministeredBy(account, id);
                vm.prank(body);
                organisations.recoverAdministrator(id, sender);
            } else {
                vm.prank(sender);
                (bool done, ) = address(organisations).call(
                    action < 5
                        ? abi.encodeCall(organisations.appointAdministrator, (id, account))
                        : abi.encodeCall(organisations.removeAdministrator, (id, account))
                );
                if (done && action < 5) _assertAdministeredBy(account, before == NOBODY ? id : before);
                else if (!done) _assertAdministeredBy(account, before);
            }
            OrganisationId present = organisations.administeredBy(account);
            vm.assertTrue(
                present == NOBODY || organisations.isAdministrator(present, account),
                "whoever is named has the account as administrator"
            );
        }
    }

    /// @dev A line of organisations, each under the one before.
    function _line(uint256 length) private returns (OrganisationId[] memory ids) {
        ids = new OrganisationId[](length);
        for (uint256 i = 0; i < length; ++i) {
            ids[i] = _registerOrganisation(string(abi.encodePacked("LINE", i)), stranger);
            if (i > 0) _place(ids[i], ids[i - 1]);
        }
    }

    function _description(
        bytes2 jurisdiction,
        string memory did
    ) private pure returns (IOrganisationRegistry.OrganisationDescription memory) {
        return
            IOrganisationRegistry.OrganisationDescription(
                OrganisationKind.Operator,
                jurisdiction,
                did,
                keccak256("document")
            );
    }

    function _describe(OrganisationId id, IOrganisationRegistry.OrganisationDescription memory given) private {
        vm.prank(body);
        organisations.describeOrganisation(id, given);
    }

    function _retireOrganisation(OrganisationId id) private {
        vm.prank(body);
        organisations.retireOrganisation(id);
    }

    function _appoint(address sender, OrganisationId id, address account) private {
        vm.prank(sender);
        organisations.appointAdministrator(id, account);
    }

    function _remove(address sender, OrganisationId id, address account) private {
        vm.prank(sender);
        organisations.removeAdministrator(id, account);
    }

    function _choose(address account, OrganisationId id) private {
        vm.prank(account);
        organisations.chooseOrganisation(id);
    }

    function _renounce(address account, OrganisationId id) private {
        vm.prank(account);
        organisations.renounceAdministration(id);
    }

    function _assertDescription(IOrganisationRegistry.OrganisationDescription memory expected) private view {
        vm.assertEq(abi.encode(organisations.organisationDescription(operator)), abi.encode(expected), "description");
    }

    function _assertParent(OrganisationId id, OrganisationId parent) private view {
        vm.assertEq(
            OrganisationId.unwrap(organisations.parentOf(id)),
            OrganisationId.unwrap(parent),
            "PM1 the parent is the model's"
        );
    }

    function _assertAdministeredBy(address account, OrganisationId id) private view {
        vm.assertEq(
            OrganisationId.unwrap(organisations.administeredBy(account)),
            OrganisationId.unwrap(id),
            "administered by"
        );
    }

    function _expectUnknown(OrganisationId id) private {
        vm.expectRevert(abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryUnknown.selector, id));
    }

    function _expectNotAdministrator(OrganisationId id, address account) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryNotAdministrator.selector, id, account)
        );
    }

    function _expectWrongStatus(OrganisationId id, OrganisationStatus status) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryWrongStatus.selector, id, status)
        );
    }

    function _expectParentInvalid(OrganisationId id, OrganisationId parent) private {
        vm.expectRevert(
            abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryParentInvalid.selector, id, parent)
        );
    }

    function _expectDidInvalid(string memory did) private {
        vm.expectRevert(abi.encodeWithSelector(IOrganisationRegistry.OrganisationRegistryDidInvalid.selector, did));
    }
}
