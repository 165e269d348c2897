// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {IBreakable} from "../../../contracts/access/IBreakable.sol";
import {IRegistryProxy} from "../../../contracts/access/IRegistryProxy.sol";
import {
    IStatusLists,
    StatusListKind,
    StatusListVerdict,
    StatusPurpose
} from "../../../contracts/identity/IStatusLists.sol";
import {IDidRegistry} from "../../../contracts/identity/IDidRegistry.sol";
import {StatusListsInitialiser} from "../support/Initialisers.sol";
import {vm} from "../support/Vm.sol";
import {StatusListsSetUp} from "./StatusListsSetUp.sol";

contract StatusListsTest is StatusListsSetUp {
    address private immutable _stranger = address(0x5742);

    function setUp() public {
        _loadGenesis();
        vm.roll(1_000_000);
        _standIn();
    }

    // registerStatusList
    // ├── when the caller does not control the issuer ... it reverts
    // ├── when a text is empty, too long or no https address ... it reverts
    // ├── when bits, size, purpose, hash or time to live are out of bounds ... it reverts
    // ├── given the issuer has a list under the address ... it reverts
    // └── it is known, with its first publication

    function test_Register() public {
        bytes32 list = keccak256(abi.encode(ISSUER, URI));
        vm.expectEmit(address(lists));
        emit IStatusLists.StatusListRegistered(
            list,
            issuer,
            keccak256(bytes(ISSUER)),
            ISSUER,
            URI,
            StatusListKind.Bitstring,
            StatusPurpose.Revocation,
            1,
            SIZE
        );
        vm.expectEmit(address(lists));
        emit IStatusLists.StatusListPublished(list, issuer, 1, "first", TTL);
        vm.assertEq(_register("first"), list, "id");
        vm.assertEq(lists.listId(ISSUER, URI), list, "id before");

        IStatusLists.StatusList memory kept = lists.statusList(list);
        vm.assertEq(kept.issuer, ISSUER, "issuer");
        vm.assertEq(kept.uri, URI, "address");
        vm.assertEq(uint256(kept.kind), uint256(StatusListKind.Bitstring), "kind");
        vm.assertEq(uint256(kept.purpose), uint256(StatusPurpose.Revocation), "purpose");
        vm.assertEq(kept.bits, 1, "bits");
        vm.assertEq(kept.size, SIZE, "size");
        vm.assertEq(kept.sequence, 1, "sequence");
        IStatusLists.Publication memory first = lists.publication(list, 1);
        vm.assertEq(first.hash, "first", "hash");
        vm.assertEq(first.publishedAt, START, "time");
        vm.assertEq(first.ttl, TTL, "time to live");
        vm.assertEq(first.blockNumber, 1_000_000, "block");

        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsAlreadyRegistered.selector, list));
        _register("again");
    }

    function test_RevertWhen_CallerDoesNotControlTheIssuer() public {
        bytes memory refusal = abi.encodeWithSelector(
            IStatusLists.StatusListsNotController.selector,
            ISSUER,
            _stranger
        );
        vm.expectRevert(refusal);
        _registerAs(_stranger, ISSUER, URI, SIZE, 1, "first", TTL);
        bytes32 list = _register("first");
        vm.expectRevert(refusal);
        vm.prank(_stranger);
        lists.publishStatusList(list, 2, "second", TTL);

        // The same address under another issuer is another list.
        dids.set("did:ebsi:zOther", _stranger, true);
        _registerAs(_stranger, "did:ebsi:zOther", URI, SIZE, 1, "first", TTL);

        // Who lost control of the DID publishes no more.
        dids.set(ISSUER, issuer, false);
        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsNotController.selector, ISSUER, issuer));
        _publish(list, 2, "second");
    }

    function test_RevertWhen_Register_TextIsInvalid() public {
        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsIssuerInvalid.selector, 0, 256));
        _registerAs(issuer, "", URI, SIZE, 1, "first", TTL);
        string memory longest = string(new bytes(256));
        string memory tooLong = string(new bytes(257));
        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsIssuerInvalid.selector, 257, 256));
        _registerAs(issuer, tooLong, URI, SIZE, 1, "first", TTL);
        dids.set(longest, issuer, true);
        _registerAs(issuer, longest, URI, SIZE, 1, "first", TTL);

        string[4] memory uris = ["", "https:/", "http://status.example.eu", _uri(513)];
        for (uint256 i = 0; i < uris.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsUriInvalid.selector, uris[i], 512));
            _registerAs(issuer, ISSUER, uris[i], SIZE, 1, "first", TTL);
        }
        _registerAs(issuer, ISSUER, _uri(512), SIZE, 1, "first", TTL);
    }

    function test_RevertWhen_Register_NumberIsOutOfBounds() public {
        uint32[2] memory sizes = [uint32(131_071), 16_777_217];
        for (uint256 i = 0; i < sizes.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IStatusLists.StatusListsSizeOutOfBounds.selector, sizes[i], 131_072, 16_777_216)
            );
            _registerAs(issuer, ISSUER, URI, sizes[i], 1, "first", TTL);
        }
        uint32[2] memory ttls = [uint32(59), 366 days + 1];
        for (uint256 i = 0; i < ttls.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IStatusLists.StatusListsTtlOutOfBounds.selector, ttls[i], 1 minutes, 366 days)
            );
            _registerAs(issuer, ISSUER, URI, SIZE, 1, "first", ttls[i]);
        }
        vm.expectRevert(
            abi.encodeWithSelector(IStatusLists.StatusListsHashInvalid.selector, lists.listId(ISSUER, URI))
        );
        _registerAs(issuer, ISSUER, URI, SIZE, 1, 0, TTL);
        _registerAs(issuer, ISSUER, "https://a", 16_777_216, 1, "first", 60);
        _registerAs(issuer, ISSUER, "https://b", 131_072, 1, "first", 366 days);
    }

    function test_Register_PurposesGoWithKindsAndBits() public {
        uint256 taken = 0;
        for (uint8 bits = 0; bits <= 9; ++bits) {
            for (uint256 kind = 0; kind <= uint256(type(StatusListKind).max); ++kind) {
                for (uint256 purpose = 0; purpose <= uint256(type(StatusPurpose).max); ++purpose) {
                    bool power = bits == 1 || bits == 2 || bits == 4 || bits == 8;
                    bool fits =
                        kind == uint256(StatusListKind.Token)
                            ? purpose == uint256(StatusPurpose.Status)
                            : purpose == uint256(StatusPurpose.Message) ||
                                (bits == 1 && purpose != uint256(StatusPurpose.Status));
                    if (!power) {
                        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsBitsInvalid.selector, bits));
                    } else if (!fits) {
                        vm.expectRevert(
                            abi.encodeWithSelector(IStatusLists.StatusListsPurposeInvalid.selector, kind, purpose, bits)
                        );
                    } else {
                        ++taken;
                    }
                    vm.prank(issuer);
                    lists.registerStatusList(
                        ISSUER,
                        string.concat("https://", string(abi.encodePacked(bits, uint8(kind), uint8(purpose)))),
                        StatusListKind(kind),
                        StatusPurpose(purpose),
                        bits,
                        SIZE,
                        "first",
                        TTL
                    );
                }
            }
        }
        // Four Token lists, four of messages, and three purposes with one bit.
        vm.assertEq(taken, 11, "kinds of list");
    }

    // publishStatusList
    // ├── given the list is unknown ... it reverts
    // ├── SL1: when the sequence is not the next one ... it reverts, and the hash at a sequence stays
    // ├── when hash or time to live are out of bounds ... it reverts
    // └── it is the last publication, those before stay

    function test_Publish() public {
        bytes32 list = _register("first");
        vm.warp(START + 100);
        vm.expectEmit(address(lists));
        emit IStatusLists.StatusListPublished(list, issuer, 2, "second", 2 days);
        vm.prank(issuer);
        lists.publishStatusList(list, 2, "second", 2 days);
        vm.assertEq(lists.statusList(list).sequence, 2, "sequence");
        vm.assertEq(lists.publication(list, 1).hash, "first", "first");
        vm.assertEq(lists.publication(list, 2).hash, "second", "second");
        vm.assertEq(lists.publication(list, 3).hash, bytes32(0), "third");
        vm.assertEq(lists.currentUntil(list), START + 100 + 2 days, "until");
        // Nothing has changed, which is news as well.
        _publish(list, 3, "second");
        vm.assertEq(lists.statusList(list).sequence, 3, "sequence");
    }

    function testFuzz_SL1_RevertWhen_SequenceIsNotTheNext(uint64 sequence) public {
        bytes32 list = _register("first");
        _publish(list, 2, "second");
        if (sequence != 3) {
            vm.expectRevert(
                abi.encodeWithSelector(IStatusLists.StatusListsSequenceInvalid.selector, list, sequence, 3)
            );
        }
        _publish(list, sequence, "other");
        vm.assertEq(lists.publication(list, 1).hash, "first", "SL1: first");
        vm.assertEq(lists.publication(list, 2).hash, "second", "SL1: second");
        vm.assertEq(lists.statusList(list).sequence, sequence == 3 ? 3 : 2, "SL1: sequence");
    }

    function test_RevertWhen_Publish_IsOutOfBounds() public {
        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsUnknown.selector, bytes32("none")));
        _publish("none", 1, "first");
        bytes32 list = _register("first");
        vm.expectRevert(abi.encodeWithSelector(IStatusLists.StatusListsHashInvalid.selector, list));
        _publish(list, 2, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IStatusLists.StatusListsTtlOutOfBounds.selector, 59, 1 minutes, 366 days)
        );
        vm.prank(issuer);
        lists.publishStatusList(list, 2, "second", 59);
        vm.assertEq(lists.statusList(list).sequence, 1, "sequence");
    }

    // Views
    // └── they tell a rollback, a forgery and staleness from the present list

    function test_Verdicts() public {
        _assertVerdict("none", 1, "first", StatusListVerdict.Unknown);
        vm.assertFalse(lists.isStale("none"), "unknown list");
        vm.assertEq(lists.currentUntil("none"), 0, "unknown list");
        bytes32 list = _register("first");
        _assertVerdict(list, 0, 0, StatusListVerdict.Unknown);
        _assertVerdict(list, 1, "first", StatusListVerdict.Current);
        _assertVerdict(list, 1, "other", StatusListVerdict.Forged);
        _assertVerdict(list, 2, "second", StatusListVerdict.Unknown);

        _publish(list, 2, "second");
        _assertVerdict(list, 1, "first", StatusListVerdict.Superseded);
        _assertVerdict(list, 1, "other", StatusListVerdict.Forged);
        _assertVerdict(list, 2, "second", StatusListVerdict.Current);

        vm.warp(START + TTL);
        vm.assertFalse(lists.isStale(list), "in the last second");
        _assertVerdict(list, 2, "second", StatusListVerdict.Current);
        vm.warp(START + TTL + 1);
        vm.assertTrue(lists.isStale(list), "after the last second");
        _assertVerdict(list, 2, "second", StatusListVerdict.Stale);
        _assertVerdict(list, 1, "first", StatusListVerdict.Superseded);
        _publish(list, 3, "second");
        vm.assertFalse(lists.isStale(list), "published again");
    }

    // The proxy
    // └── nobody initialises twice, the implementation not at all, and only the authority upgrades

    function test_InitialisedOnce() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        StatusListsInitialiser(address(lists)).initialize(_stranger, IDidRegistry(_stranger));
        StatusListsInitialiser implementation = StatusListsInitialiser(IRegistryProxy(address(lists)).implementation());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_stranger, IDidRegistry(_stranger));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _stranger));
        vm.prank(_stranger);
        UUPSUpgradeable(address(lists)).upgradeToAndCall(address(implementation), "");
    }

    function test_OnlyTheRegistrationCanBePaused() public view {
        vm.assertTrue(IBreakable(address(lists)).isPausable(IStatusLists.registerStatusList.selector), "registration");
        vm.assertFalse(IBreakable(address(lists)).isPausable(IStatusLists.publishStatusList.selector), "publication");
    }

    function _registerAs(
        address account,
        string memory did,
        string memory uri,
        uint32 size,
        uint8 bits,
        bytes32 hash,
        uint32 ttl
    ) private {
        vm.prank(account);
        lists.registerStatusList(did, uri, StatusListKind.Bitstring, StatusPurpose.Revocation, bits, size, hash, ttl);
    }

    function _uri(uint256 length) private pure returns (string memory) {
        return string.concat("https://", string(new bytes(length - 8)));
    }

    function _assertVerdict(bytes32 list, uint64 sequence, bytes32 hash, StatusListVerdict expected) private view {
        vm.assertEq(uint256(lists.verdict(list, sequence, hash)), uint256(expected), "verdict");
    }
}
