// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IMemberRegistry} from "../../../contracts/governance/IMemberRegistry.sol";
import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";

/// @notice PM3 in the first block: no organisation, no account, no mandate that anybody has accepted.
contract PermissionsAtFoundingTest is Genesis {
    uint256 private constant MEMBERS_COUNT = 27;
    uint256 private constant REPRESENTATIVE_KEY = 0x3e9;

    function setUp() public {
        _loadGenesis();
    }

    /// @dev On a chain whose clients ask, no vote could ever be cast if one of these steps were refused.
    function test_EveryMemberBegins() public {
        vm.assertEq(MEMBERS.memberCount(), MEMBERS_COUNT, "members");
        for (uint256 i = 0; i < MEMBERS_COUNT; ++i) {
            address member = MEMBERS.memberAt(i);
            address mandate = MEMBERS.member(member).designatedKey;
            vm.assertFalse(PERMISSIONS.reachesBody(mandate), "it acts for nobody yet");
            _assertMaySend(mandate, address(MEMBERS), "", false);
            _assertMaySend(mandate, address(COUNCIL), "", false);
            _assertMaySend(mandate, address(MEMBERS), abi.encodeCall(MEMBERS.acceptMandate, (member)), true);
            vm.prank(mandate);
            MEMBERS.acceptMandate(member);

            _assertMaySend(
                mandate,
                address(MEMBERS),
                abi.encodePacked(IMemberRegistry.appointRepresentative.selector),
                true
            );
            _appoint(mandate, member, REPRESENTATIVE_KEY + i, type(uint48).max);
            _assertMaySend(vm.addr(REPRESENTATIVE_KEY + i), address(COUNCIL), "a ballot", true);
        }
    }

    function _assertMaySend(address sender, address target, bytes memory payload, bool may) private view {
        bool allowed = PERMISSIONS.transactionAllowed(sender, target, 0, 0, type(uint256).max, payload);
        vm.assertEq(allowed, may, "PM3 who begins");
    }
}
