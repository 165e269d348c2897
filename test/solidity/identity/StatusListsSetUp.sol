// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IStatusLists} from "../../../contracts/identity/IStatusLists.sol";
import {StatusListKind, StatusPurpose} from "../../../contracts/identity/IStatusLists.sol";
import {DidControllers} from "../support/DidControllers.sol";
import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";

/// @title The register of status lists, with a stand-in for the register of DIDs, so that control comes and goes as a test wants
abstract contract StatusListsSetUp is Genesis {
    string internal constant ISSUER = "did:ebsi:zIssuer";
    string internal constant URI = "https://status.example.eu/lists/1";
    uint32 internal constant SIZE = 131_072;
    uint32 internal constant TTL = 1 days;

    IStatusLists internal constant lists = STATUS_LISTS;
    DidControllers internal immutable dids = DidControllers(address(DIDS));
    address internal immutable issuer = address(0x1554e4);

    function _standIn() internal {
        vm.etch(address(DIDS), address(new DidControllers()).code);
        dids.set(ISSUER, issuer, true);
    }

    function _register(bytes32 hash) internal returns (bytes32) {
        vm.prank(issuer);
        return
            lists.registerStatusList(
                ISSUER,
                URI,
                StatusListKind.Bitstring,
                StatusPurpose.Revocation,
                1,
                SIZE,
                hash,
                TTL
            );
    }

    function _publish(bytes32 list, uint64 sequence, bytes32 hash) internal {
        vm.prank(issuer);
        lists.publishStatusList(list, sequence, hash, TTL);
    }
}
