// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {
    IStatusLists,
    StatusListKind,
    StatusListVerdict,
    StatusPurpose
} from "../../../contracts/identity/IStatusLists.sol";
import {Identities} from "../support/Identities.sol";
import {vm} from "../support/Vm.sol";

/// @notice Status lists of entities in the register of DIDs itself.
contract StatusListIssuersTest is Identities {
    string private constant URI = "https://status.example.eu/lists/1";

    function setUp() public {
        _loadGenesis();
    }

    // ├── given the DID is unknown, or the account has no key of it ... it reverts
    // ├── given the account has a key that invokes capabilities ... it registers and publishes
    // └── given the DID was deactivated ... it reverts, and what was anchored stays

    function test_WhoeverActsForTheIssuerPublishes() public {
        _expectNotController(0, _account(0));
        _register(0, _account(0));
        _insert(0);
        _insert(1);
        _expectNotController(0, _account(1));
        _register(0, _account(1));
        bytes32 list = _register(0, _account(0));
        vm.prank(_account(0));
        STATUS_LISTS.publishStatusList(list, 2, "second", 1 days);

        vm.prank(_account(0));
        DIDS.deactivateDid(_did(0));
        _expectNotController(0, _account(0));
        vm.prank(_account(0));
        STATUS_LISTS.publishStatusList(list, 3, "third", 1 days);
        vm.assertEq(
            uint256(STATUS_LISTS.verdict(list, 2, "second")),
            uint256(StatusListVerdict.Current),
            "what was anchored"
        );
        vm.assertEq(address(STATUS_LISTS.didRegistry()), address(DIDS), "register of DIDs");
    }

    function _register(uint256 which, address account) private returns (bytes32) {
        vm.prank(account);
        return
            STATUS_LISTS.registerStatusList(
                _did(which),
                URI,
                StatusListKind.Token,
                StatusPurpose.Status,
                2,
                131_072,
                "first",
                1 days
            );
    }

    function _expectNotController(uint256 which, address account) private {
        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsNotController.selector, _did(which), account));
    }
}
