// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IRegistryProxy} from "../../../contracts/access/IRegistryProxy.sol";
import {HashAlgorithmStatus, ITimestamps} from "../../../contracts/identity/ITimestamps.sol";
import {Registers} from "../support/Registers.sol";
import {TimestampsInitialiser} from "../support/Initialisers.sol";
import {bound, vm} from "../support/Vm.sol";

contract TimestampsTest is Registers {
    /// @dev When every test begins: later than the roles were taken.
    uint256 private constant NOW = START + 1 days;
    uint256 private constant SHA_256 = 0;
    uint256 private constant SHA_512 = 1;
    uint256 private constant SHA3_256 = 3;

    address private immutable _author = address(0xa07);
    address private immutable _other = address(0x07e4);

    function setUp() public {
        _loadGenesis();
        _takeRoles();
        vm.warp(NOW);
        vm.roll(1_000_000);
    }

    // initialize
    // └── the algorithms of EBSI are known from the first block on, and nobody initialises twice

    function test_AlgorithmsOfTheGenesis() public {
        vm.assertEq(TIMESTAMPS.hashAlgorithmCount(), 6, "algorithms");
        (
            uint256 length,
            string memory name,
            string memory oid,
            HashAlgorithmStatus status,
            string memory multi
        ) = TIMESTAMPS.getHashAlgorithmById(SHA_256);
        vm.assertEq(length, 256, "length");
        vm.assertEq(name, "sha-256", "name");
        vm.assertEq(oid, "2.16.840.1.101.3.4.2.1", "oid");
        vm.assertEq(uint256(status), 1, "status");
        vm.assertEq(multi, "sha2-256", "multihash");
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        TimestampsInitialiser(address(TIMESTAMPS)).initialize(address(this), new ITimestamps.HashAlgorithm[](0));
    }

    // insertHashAlgorithm, updateHashAlgorithm
    // ├── when the caller has not the role ... it reverts
    // ├── when a length, a text or a status is out of bounds ... it reverts
    // ├── given the name is taken, or the id is unknown ... it reverts
    // ├── when an update changes name or length ... it reverts
    // └── it is known, and taken while it is active

    function test_InsertAndUpdateAlgorithm() public {
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.HashAlgorithmInserted(
            6,
            body,
            384,
            "sha-384",
            "2.16.840.1.101.3.4.2.2",
            HashAlgorithmStatus.Active,
            "sha2-384"
        );
        _insert(384, "sha-384", "2.16.840.1.101.3.4.2.2", HashAlgorithmStatus.Active, "sha2-384");
        _stamp(6, new bytes(48));

        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.HashAlgorithmUpdated(6, body, 384, "sha-384", "", HashAlgorithmStatus.Revoked, "");
        _update(6, 384, "sha-384", HashAlgorithmStatus.Revoked);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmRevoked.selector, 6));
        _stamp(6, new bytes(48));
        _update(6, 384, "sha-384", HashAlgorithmStatus.Active);
        _stamp(6, new bytes(48));
    }

    function test_RevertWhen_Algorithm_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _author);
        vm.startPrank(_author);
        vm.expectRevert(refusal);
        TIMESTAMPS.insertHashAlgorithm(384, "sha-384", "", HashAlgorithmStatus.Active, "");
        vm.expectRevert(refusal);
        TIMESTAMPS.updateHashAlgorithm(SHA_256, 256, "sha-256", "", HashAlgorithmStatus.Revoked, "");
        vm.stopPrank();
    }

    function test_RevertWhen_Algorithm_IsOutOfBounds() public {
        uint16[5] memory lengths = [0, 152, 159, 161, 520];
        for (uint256 i = 0; i < lengths.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsOutputLengthInvalid.selector, lengths[i]));
            _insert(lengths[i], "new", "", HashAlgorithmStatus.Active, "");
        }
        _expectTextLength(0, 1, 32);
        _insert(160, "", "", HashAlgorithmStatus.Active, "");
        _expectTextLength(33, 1, 32);
        _insert(160, _text(33), "", HashAlgorithmStatus.Active, "");
        _expectTextLength(65, 0, 64);
        _insert(160, "new", _text(65), HashAlgorithmStatus.Active, "");
        _expectTextLength(33, 0, 32);
        _insert(160, "new", "", HashAlgorithmStatus.Active, _text(33));
        vm.expectRevert(ITimestamps.TimestampsStatusInvalid.selector);
        _insert(160, "new", "", HashAlgorithmStatus.Undefined, "");
        _insert(160, _text(32), _text(64), HashAlgorithmStatus.Revoked, _text(32));
        _insert(512, "y", "", HashAlgorithmStatus.Active, "");
        vm.assertEq(TIMESTAMPS.hashAlgorithmCount(), 8, "algorithms");
    }

    function test_RevertGiven_Algorithm_Conflict() public {
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmConflict.selector, 6, "sha-256", 512));
        _insert(512, "sha-256", "", HashAlgorithmStatus.Active, "");
        vm.expectRevert(
            abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmConflict.selector, SHA_256, "sha-256", 512)
        );
        _update(SHA_256, 512, "sha-256", HashAlgorithmStatus.Active);
        vm.expectRevert(
            abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmConflict.selector, SHA_256, "sha-257", 256)
        );
        _update(SHA_256, 256, "sha-257", HashAlgorithmStatus.Active);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmUnknown.selector, 6));
        _update(6, 256, "sha-256", HashAlgorithmStatus.Active);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmUnknown.selector, 6));
        TIMESTAMPS.getHashAlgorithmById(6);
        vm.expectRevert(ITimestamps.TimestampsStatusInvalid.selector);
        _update(SHA_256, 256, "sha-256", HashAlgorithmStatus.Undefined);
    }

    // timestampHashes
    // ├── when the lists are empty, too long or do not fit each other ... it reverts
    // ├── when a hash has not the length of its algorithm, or data is too long ... it reverts
    // ├── given the hash is anchored for another algorithm ... it reverts
    // ├── given the hash is anchored ... it stays as it is, without an event
    // └── it keeps who anchored it, when, and the data

    function test_TimestampHashes() public {
        (uint256[] memory ids, bytes[] memory hashes) = _three();
        bytes[] memory data = new bytes[](1);
        data[0] = "data";
        bytes32 first = sha256(hashes[0]);
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.HashTimestamped(first, _author, ids[0], hashes[0], "data");
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.HashTimestamped(sha256(hashes[1]), _author, ids[1], hashes[1], "");
        vm.prank(_author);
        bytes32[] memory timestampIds = TIMESTAMPS.timestampHashes(ids, hashes, data);
        vm.assertEq(timestampIds.length, 3, "ids");
        vm.assertEq(timestampIds[0], first, "id");
        _assertStamp(hashes[0], SHA_256, "data");
        _assertStamp(hashes[1], SHA_512, "");

        // Another one anchors the same later, and changes nothing.
        vm.roll(1_000_001);
        data[0] = "other data";
        vm.prank(_other);
        TIMESTAMPS.timestampHashes(ids, hashes, data);
        _assertStamp(hashes[0], SHA_256, "data");
    }

    function test_RevertWhen_TimestampHashes_ListsDoNotFit() public {
        bytes[] memory data = new bytes[](0);
        for (uint256 algorithms = 0; algorithms <= 4; ++algorithms) {
            for (uint256 hashes = 0; hashes <= 4; ++hashes) {
                if (algorithms == hashes && hashes > 0 && hashes < 4) continue;
                vm.expectRevert(
                    abi.encodeWithSelector(ITimestamps.TimestampsListLength.selector, algorithms, hashes, 0)
                );
                TIMESTAMPS.timestampHashes(new uint256[](algorithms), new bytes[](hashes), data);
            }
        }
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsListLength.selector, 1, 1, 2));
        TIMESTAMPS.timestampHashes(new uint256[](1), new bytes[](1), new bytes[](2));
    }

    function test_RevertWhen_TimestampHashes_HashIsWrong() public {
        for (uint256 length = 0; length < 70; ++length) {
            if (length == 32) continue;
            vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsHashLength.selector, SHA_256, length, 32));
            _stamp(SHA_256, new bytes(length));
        }
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsAlgorithmUnknown.selector, 6));
        _stamp(6, new bytes(32));
        _stamp(SHA_256, new bytes(32));
        vm.expectRevert(
            abi.encodeWithSelector(
                ITimestamps.TimestampsAlgorithmMismatch.selector,
                sha256(new bytes(32)),
                SHA_256,
                SHA3_256
            )
        );
        _stamp(SHA3_256, new bytes(32));
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsUnknown.selector, bytes32(0)));
        TIMESTAMPS.getTimestampById(0);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsUnknown.selector, sha256("unknown")));
        TIMESTAMPS.getTimestamp("unknown");
    }

    function test_TimestampHashes_DataAtTheBound() public {
        (uint256[] memory ids, bytes[] memory hashes) = _one(SHA_256, new bytes(32));
        bytes[] memory data = new bytes[](1);
        data[0] = new bytes(257);
        _expectTextLength(257, 0, 256);
        TIMESTAMPS.timestampHashes(ids, hashes, data);
        data[0] = new bytes(256);
        TIMESTAMPS.timestampHashes(ids, hashes, data);
        (, , , bytes memory kept) = TIMESTAMPS.getTimestamp(new bytes(32));
        vm.assertEq(kept.length, 256, "data");
    }

    // timestampRecordHashes
    // ├── given the caller made a record of the same hash in this block ... it reverts
    // └── it is a record with one version, which the caller owns

    function test_TimestampRecordHashes() public {
        (uint256[] memory ids, bytes[] memory hashes) = _three();
        bytes32 recordId = sha256(abi.encode(_author, block.number, hashes[0]));
        bytes32[] memory timestampIds = new bytes32[](3);
        for (uint256 i = 0; i < 3; ++i) timestampIds[i] = sha256(hashes[i]);
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordVersionInserted(recordId, _author, 0, timestampIds);
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordVersionInfoInserted(recordId, _author, 0, sha256("info"), "info");
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordOwnerInserted(recordId, _author, _author, NOW, 0);
        vm.prank(_author);
        vm.assertEq(TIMESTAMPS.timestampRecordHashes(ids, hashes, new bytes[](0), "info"), recordId, "record");

        (string[] memory owners, string[] memory revoked, uint256 versions) = TIMESTAMPS.getRecord(recordId);
        vm.assertEq(owners.length, 1, "owners");
        vm.assertEq(owners[0], Strings.toHexString(_author), "owner");
        vm.assertEq(revoked.length, 0, "revoked");
        vm.assertEq(versions, 1, "versions");
        _assertVersion(recordId, 0, 3, 1);
        vm.assertEq(TIMESTAMPS.getRecordVersionInfo(sha256("info")), "info", "information");
        vm.assertTrue(TIMESTAMPS.isRecordOwner(recordId, _author), "owner");
        vm.assertFalse(TIMESTAMPS.isRecordOwner(recordId, _other), "stranger");

        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsRecordExists.selector, recordId));
        vm.prank(_author);
        TIMESTAMPS.timestampRecordHashes(ids, hashes, new bytes[](0), "");
    }

    function test_RevertGiven_RecordIsUnknown() public {
        bytes memory refusal = abi.encodeWithSelector(ITimestamps.TimestampsRecordUnknown.selector, bytes32("none"));
        (uint256[] memory ids, bytes[] memory hashes) = _three();
        bytes[] memory none = new bytes[](0);
        vm.expectRevert(refusal);
        TIMESTAMPS.timestampRecordVersionHashes("none", ids, hashes, none, "");
        vm.expectRevert(refusal);
        TIMESTAMPS.appendRecordVersionHashes("none", 0, ids, hashes, none, "");
        vm.expectRevert(refusal);
        TIMESTAMPS.insertRecordVersionInfo("none", 0, "info");
        vm.expectRevert(refusal);
        TIMESTAMPS.detachRecordVersionHash("none", 0, hashes[0]);
        vm.expectRevert(refusal);
        TIMESTAMPS.insertRecordOwner("none", Strings.toHexString(_other), 1, 0);
        vm.expectRevert(refusal);
        TIMESTAMPS.revokeRecordOwner("none", Strings.toHexString(_other));
        vm.expectRevert(refusal);
        TIMESTAMPS.getRecord("none");
        vm.expectRevert(refusal);
        TIMESTAMPS.recordVersion("none", 0);
        vm.expectRevert(refusal);
        TIMESTAMPS.getRecordOwnerInfo("none", Strings.toHexString(_other));
    }

    function test_RevertWhen_CallerDoesNotOwnTheRecord() public {
        bytes32 recordId = _record(bytes32("one"));
        bytes memory refusal = abi.encodeWithSelector(ITimestamps.TimestampsNotOwner.selector, recordId, _other);
        (uint256[] memory ids, bytes[] memory hashes) = _three();
        bytes[] memory none = new bytes[](0);
        vm.startPrank(_other);
        vm.expectRevert(refusal);
        TIMESTAMPS.timestampRecordVersionHashes(recordId, ids, hashes, none, "");
        vm.expectRevert(refusal);
        TIMESTAMPS.timestampVersionHashes(abi.encode(bytes32("one")), ids, hashes, none, "");
        vm.expectRevert(refusal);
        TIMESTAMPS.appendRecordVersionHashes(recordId, 0, ids, hashes, none, "");
        vm.expectRevert(refusal);
        TIMESTAMPS.insertRecordVersionInfo(recordId, 0, "info");
        vm.expectRevert(refusal);
        TIMESTAMPS.detachRecordVersionHash(recordId, 0, hashes[0]);
        vm.expectRevert(refusal);
        TIMESTAMPS.insertRecordOwner(recordId, Strings.toHexString(_other), 1, 0);
        vm.expectRevert(refusal);
        TIMESTAMPS.revokeRecordOwner(recordId, Strings.toHexString(_author));
        vm.stopPrank();
    }

    // Versions
    // ├── given the hash stands in no record or in several ... it reverts where the record is not named
    // ├── given the version does not exist ... it reverts
    // ├── given the version has ten hashes or ten pieces of information ... it reverts
    // └── they grow, and a hash stands in a version once

    function test_VersionByHash() public {
        bytes32 recordId = _record(bytes32("one"));
        _version(abi.encode(bytes32("one")), bytes32("two"));
        _assertVersion(recordId, 1, 1, 0);
        _version(abi.encode(bytes32("two")), bytes32("three"));
        _assertVersion(recordId, 2, 1, 0);

        // A hash stands in two versions, and still in one record; taken out of one of them it still stands there.
        _version(abi.encode(bytes32("three")), bytes32("one"));
        _detach(recordId, 0, bytes32("one"));
        _version(abi.encode(bytes32("one")), bytes32("four"));
        _detach(recordId, 3, bytes32("one"));
        _expectAmbiguous(bytes32("one"), 0);
        _version(abi.encode(bytes32("one")), bytes32("five"));

        // Others cannot use up a hash; they only make it ambiguous, and the record can be named.
        (uint256[] memory ids, bytes[] memory hashes) = _one(SHA_256, abi.encode(bytes32("two")));
        vm.prank(_other);
        TIMESTAMPS.timestampRecordHashes(ids, hashes, new bytes[](0), "");
        _expectAmbiguous(bytes32("two"), 2);
        _version(abi.encode(bytes32("two")), bytes32("five"));
        vm.prank(_author);
        TIMESTAMPS.timestampRecordVersionHashes(recordId, ids, hashes, new bytes[](0), "");
        _assertVersion(recordId, 5, 1, 0);
    }

    function test_Versions_UpToTheirBounds() public {
        bytes32 recordId = _record(bytes32("one"));
        for (uint256 i = 1; i < 10; ++i) _append(recordId, bytes32(i), "");
        _append(recordId, bytes32("one"), "");
        _assertVersion(recordId, 0, 10, 0);
        bytes memory full = abi.encodeWithSelector(ITimestamps.TimestampsVersionFull.selector, recordId, 0, 10);
        vm.expectRevert(full);
        _append(recordId, bytes32(uint256(11)), "");
        for (uint256 i = 0; i < 10; ++i) _append(recordId, bytes32("one"), abi.encode(i));
        vm.expectRevert(full);
        _append(recordId, bytes32("one"), "more");
        vm.expectRevert(full);
        vm.prank(_author);
        TIMESTAMPS.insertRecordVersionInfo(recordId, 0, "more");
        _assertVersion(recordId, 0, 10, 10);
        _detach(recordId, 0, bytes32(uint256(3)));
        _append(recordId, bytes32(uint256(11)), "");
        _assertVersion(recordId, 0, 10, 10);
    }

    function test_RevertGiven_VersionIsUnknown() public {
        bytes32 recordId = _record(bytes32("one"));
        bytes memory refusal = abi.encodeWithSelector(ITimestamps.TimestampsVersionUnknown.selector, recordId, 1);
        (uint256[] memory ids, bytes[] memory hashes) = _three();
        vm.startPrank(_author);
        vm.expectRevert(refusal);
        TIMESTAMPS.appendRecordVersionHashes(recordId, 1, ids, hashes, new bytes[](0), "");
        vm.expectRevert(refusal);
        TIMESTAMPS.insertRecordVersionInfo(recordId, 1, "info");
        vm.expectRevert(refusal);
        TIMESTAMPS.detachRecordVersionHash(recordId, 1, hashes[0]);
        vm.expectRevert(refusal);
        TIMESTAMPS.recordVersion(recordId, 1);
        vm.stopPrank();
    }

    function test_Information_AtItsBounds() public {
        bytes32 recordId = _record(bytes32("one"));
        vm.startPrank(_author);
        _expectTextLength(0, 1, 1024);
        TIMESTAMPS.insertRecordVersionInfo(recordId, 0, "");
        _expectTextLength(1025, 1, 1024);
        TIMESTAMPS.insertRecordVersionInfo(recordId, 0, new bytes(1025));
        bytes memory longest = new bytes(1024);
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordVersionInfoInserted(recordId, _author, 0, sha256(longest), longest);
        TIMESTAMPS.insertRecordVersionInfo(recordId, 0, longest);
        vm.stopPrank();
    }

    function test_DetachRecordVersionHash() public {
        bytes32 recordId = _record(bytes32("one"));
        _append(recordId, bytes32("two"), "");
        bytes32 timestampId = sha256(abi.encode(bytes32("one")));
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordVersionHashDetached(recordId, _author, 0, timestampId);
        _detach(recordId, 0, bytes32("one"));
        (bytes32[] memory left, ) = TIMESTAMPS.recordVersion(recordId, 0);
        vm.assertEq(left.length, 1, "hashes");
        vm.assertEq(left[0], sha256(abi.encode(bytes32("two"))), "the other hash");
        // The anchor itself stays.
        TIMESTAMPS.getTimestampById(timestampId);
        vm.expectRevert(
            abi.encodeWithSelector(ITimestamps.TimestampsHashNotInVersion.selector, recordId, 0, timestampId)
        );
        _detach(recordId, 0, bytes32("one"));
    }

    // Owners
    // ├── when the text is no address, or the times are not in order ... it reverts
    // ├── given the account owns it, or there were 16 owners ... it reverts
    // ├── given no owner without an end would remain ... it reverts
    // └── they own it from their first to their last second

    function test_Owners_FromTheFirstToTheLastSecond() public {
        bytes32 recordId = _record(bytes32("one"));
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordOwnerInserted(recordId, _author, _other, NOW + 10, NOW + 20);
        _insertOwner(recordId, _other, NOW + 10, NOW + 20);
        (bool revoked, uint256 notBefore, uint256 notAfter) = TIMESTAMPS.getRecordOwnerInfo(
            recordId,
            Strings.toHexString(_other)
        );
        vm.assertFalse(revoked, "revoked");
        vm.assertEq(notBefore, NOW + 10, "first second");
        vm.assertEq(notAfter, NOW + 20, "last second");
        uint256[4] memory times = [NOW + 9, NOW + 10, NOW + 20, NOW + 21];
        for (uint256 i = 0; i < times.length; ++i) {
            vm.warp(times[i]);
            vm.assertEq(TIMESTAMPS.isRecordOwner(recordId, _other), i == 1 || i == 2, "owner at the time");
        }

        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.RecordOwnerRevoked(recordId, _author, _other);
        _revokeOwner(recordId, _other);
        (string[] memory owners, string[] memory gone, ) = TIMESTAMPS.getRecord(recordId);
        vm.assertEq(owners.length, 1, "owners");
        vm.assertEq(gone.length, 1, "revoked owners");
        vm.assertEq(gone[0], Strings.toHexString(_other), "revoked owner");
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsOwnerUnknown.selector, recordId, _other));
        _revokeOwner(recordId, _other);

        _insertOwner(recordId, _other, NOW, 0);
        vm.assertTrue(TIMESTAMPS.isRecordOwner(recordId, _other), "owner again");
        (owners, gone, ) = TIMESTAMPS.getRecord(recordId);
        vm.assertEq(owners.length, 2, "both own it");
        vm.assertEq(gone.length, 0, "nobody is revoked");
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsOwnerExists.selector, recordId, _other));
        _insertOwner(recordId, _other, NOW, 0);
    }

    function test_RevertWhen_Owner_IsInvalid() public {
        bytes32 recordId = _record(bytes32("one"));
        string[5] memory texts = [
            "",
            "did:ebsi:z1",
            "0x0000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000a07",
            "0x00000000000000000000000000000000000000zz"
        ];
        for (uint256 i = 0; i < texts.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(ITimestamps.TimestampsOwnerInvalid.selector, texts[i]);
            vm.expectRevert(refusal);
            vm.prank(_author);
            TIMESTAMPS.insertRecordOwner(recordId, texts[i], 1, 0);
            vm.expectRevert(refusal);
            vm.prank(_author);
            TIMESTAMPS.revokeRecordOwner(recordId, texts[i]);
        }
        _expectTimesInvalid(0, 0);
        _insertOwner(recordId, _other, 0, 0);
        _expectTimesInvalid(5, 5);
        _insertOwner(recordId, _other, 5, 5);
        _expectTimesInvalid(5, 4);
        _insertOwner(recordId, _other, 5, 4);
        _expectTimesInvalid(2 ** 48, 0);
        _insertOwner(recordId, _other, 2 ** 48, 0);
        _expectTimesInvalid(5, 2 ** 48);
        _insertOwner(recordId, _other, 5, 2 ** 48);
        _insertOwner(recordId, _other, 5, 6);
    }

    function test_Owners_UpToSixteen() public {
        bytes32 recordId = _record(bytes32("one"));
        for (uint256 i = 1; i < 16; ++i) _insertOwner(recordId, address(uint160(0x100 + i)), 1, 0);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsTooManyOwners.selector, recordId, 16));
        _insertOwner(recordId, _other, 1, 0);
        _revokeOwner(recordId, address(0x101));
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsTooManyOwners.selector, recordId, 16));
        _insertOwner(recordId, _other, 1, 0);
        _insertOwner(recordId, address(0x101), 1, 0);
        (string[] memory owners, , ) = TIMESTAMPS.getRecord(recordId);
        vm.assertEq(owners.length, 16, "owners");
        for (uint256 i = 1; i < 16; ++i) {
            vm.assertEq(owners[i], Strings.toHexString(address(uint160(0x100 + i))), "owner in its place");
        }
    }

    function test_Owners_OneWithoutEndRemains() public {
        bytes32 recordId = _record(bytes32("one"));
        bytes memory refusal = abi.encodeWithSelector(ITimestamps.TimestampsLastOwner.selector, recordId, _author);
        vm.expectRevert(refusal);
        _revokeOwner(recordId, _author);
        _insertOwner(recordId, _other, 1, type(uint48).max);
        vm.expectRevert(refusal);
        _revokeOwner(recordId, _author);
        _revokeOwner(recordId, _other);
        _insertOwner(recordId, _other, 1, 0);
        _revokeOwner(recordId, _author);
        vm.assertFalse(TIMESTAMPS.isRecordOwner(recordId, _author), "former owner");
        vm.assertTrue(TIMESTAMPS.isRecordOwner(recordId, _other), "owner");
    }

    // Batches
    // ├── when the root is zero, or the batch is empty ... it reverts
    // ├── given the root is anchored ... it reverts
    // ├── when the batch is unknown, or the proof too long ... it reverts
    // └── every document of the batch is included, and nothing else

    function testFuzz_Batch(bytes32[8] calldata documents, uint256 place, bytes32 foreign) public {
        place = bound(place, 0, 7);
        bytes32[] memory layer = new bytes32[](8);
        for (uint256 i = 0; i < 8; ++i) layer[i] = _leaf(documents[i]);
        bytes32[] memory proof = new bytes32[](3);
        uint256 index = place;
        for (uint256 level = 0; level < 3; ++level) {
            proof[level] = layer[index ^ 1];
            index /= 2;
            for (uint256 i = 0; i < 4 >> level; ++i) layer[i] = _pair(layer[2 * i], layer[2 * i + 1]);
        }
        bytes32 root = layer[0];
        vm.expectEmit(address(TIMESTAMPS));
        emit ITimestamps.BatchAnchored(root, _author, 8);
        vm.prank(_author);
        TIMESTAMPS.anchorBatch(root, 8);

        vm.assertTrue(TIMESTAMPS.isIncluded(root, documents[place], proof), "document");
        bool known = false;
        for (uint256 i = 0; i < 8; ++i) known = known || documents[i] == foreign;
        if (!known) vm.assertFalse(TIMESTAMPS.isIncluded(root, foreign, proof), "foreign document");
        // No inner node passes as a document, with whatever proof.
        vm.assertFalse(TIMESTAMPS.isIncluded(root, root, new bytes32[](0)), "root");
        ITimestamps.Batch memory kept = TIMESTAMPS.batch(root);
        vm.assertEq(kept.anchoredBy, _author, "account");
        vm.assertEq(kept.anchoredAt, NOW, "time");
        vm.assertEq(kept.size, 8, "size");
        vm.assertEq(kept.blockNumber, 1_000_000, "block");
    }

    function test_RevertWhen_Batch_IsInvalid() public {
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsBatchInvalid.selector, bytes32(0), 1));
        TIMESTAMPS.anchorBatch(0, 1);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsBatchInvalid.selector, bytes32("root"), 0));
        TIMESTAMPS.anchorBatch("root", 0);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsBatchUnknown.selector, bytes32("root")));
        TIMESTAMPS.isIncluded("root", "document", new bytes32[](0));
        vm.assertEq(TIMESTAMPS.batch("root").anchoredBy, address(0), "unknown");
        TIMESTAMPS.anchorBatch("root", 1);
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsBatchExists.selector, bytes32("root")));
        TIMESTAMPS.anchorBatch("root", 1);
        vm.assertFalse(TIMESTAMPS.isIncluded("root", "document", new bytes32[](32)), "longest proof");
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsProofTooLong.selector, 33));
        TIMESTAMPS.isIncluded("root", "document", new bytes32[](33));
    }

    function test_BatchOfOne() public {
        TIMESTAMPS.anchorBatch(_leaf("document"), 1);
        vm.assertTrue(TIMESTAMPS.isIncluded(_leaf("document"), "document", new bytes32[](0)), "only document");
    }

    function test_ImplementationCannotBeInitialised() public {
        TimestampsInitialiser implementation = TimestampsInitialiser(
            IRegistryProxy(address(TIMESTAMPS)).implementation()
        );
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(address(this), new ITimestamps.HashAlgorithm[](0));
    }

    function _insert(
        uint256 length,
        string memory name,
        string memory oid,
        HashAlgorithmStatus status,
        string memory multiHash
    ) private {
        vm.prank(body);
        TIMESTAMPS.insertHashAlgorithm(length, name, oid, status, multiHash);
    }

    function _update(uint256 id, uint256 length, string memory name, HashAlgorithmStatus status) private {
        vm.prank(body);
        TIMESTAMPS.updateHashAlgorithm(id, length, name, "", status, "");
    }

    function _stamp(uint256 algorithm, bytes memory hash) private {
        (uint256[] memory ids, bytes[] memory hashes) = _one(algorithm, hash);
        TIMESTAMPS.timestampHashes(ids, hashes, new bytes[](0));
    }

    function _record(bytes32 hash) private returns (bytes32) {
        (uint256[] memory ids, bytes[] memory hashes) = _one(SHA_256, abi.encode(hash));
        vm.prank(_author);
        return TIMESTAMPS.timestampRecordHashes(ids, hashes, new bytes[](0), "");
    }

    function _version(bytes memory versionHash, bytes32 hash) private {
        (uint256[] memory ids, bytes[] memory hashes) = _one(SHA_256, abi.encode(hash));
        vm.prank(_author);
        TIMESTAMPS.timestampVersionHashes(versionHash, ids, hashes, new bytes[](0), "");
    }

    function _append(bytes32 recordId, bytes32 hash, bytes memory info) private {
        (uint256[] memory ids, bytes[] memory hashes) = _one(SHA_256, abi.encode(hash));
        vm.prank(_author);
        TIMESTAMPS.appendRecordVersionHashes(recordId, 0, ids, hashes, new bytes[](0), info);
    }

    function _detach(bytes32 recordId, uint256 versionId, bytes32 hash) private {
        vm.prank(_author);
        TIMESTAMPS.detachRecordVersionHash(recordId, versionId, abi.encode(hash));
    }

    function _insertOwner(bytes32 recordId, address owner, uint256 notBefore, uint256 notAfter) private {
        vm.prank(_author);
        TIMESTAMPS.insertRecordOwner(recordId, Strings.toHexString(owner), notBefore, notAfter);
    }

    function _revokeOwner(bytes32 recordId, address owner) private {
        vm.prank(_author);
        TIMESTAMPS.revokeRecordOwner(recordId, Strings.toHexString(owner));
    }

    function _one(uint256 algorithm, bytes memory hash) private pure returns (uint256[] memory, bytes[] memory) {
        uint256[] memory ids = new uint256[](1);
        bytes[] memory hashes = new bytes[](1);
        (ids[0], hashes[0]) = (algorithm, hash);
        return (ids, hashes);
    }

    function _three() private pure returns (uint256[] memory ids, bytes[] memory hashes) {
        ids = new uint256[](3);
        hashes = new bytes[](3);
        (ids[0], ids[1], ids[2]) = (SHA_256, SHA_512, SHA3_256);
        hashes[0] = abi.encode(bytes32("first"));
        hashes[1] = abi.encode(bytes32("second"), bytes32("second"));
        hashes[2] = abi.encode(bytes32("third"));
    }

    function _leaf(bytes32 document) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(abi.encode(document))));
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
    }

    function _text(uint256 length) private pure returns (string memory) {
        bytes memory text = new bytes(length);
        for (uint256 i = 0; i < length; ++i) text[i] = "x";
        return string(text);
    }

    function _assertStamp(bytes memory hash, uint256 algorithm, bytes memory data) private view {
        (ITimestamps.Hash memory kept, address by, uint256 blockNumber, bytes memory keptData) = TIMESTAMPS
            .getTimestamp(hash);
        vm.assertEq(kept.algorithm, algorithm, "algorithm");
        vm.assertEq(kept.value, hash, "hash");
        vm.assertEq(by, _author, "account");
        vm.assertEq(blockNumber, 1_000_000, "block");
        vm.assertEq(keptData, data, "data");
    }

    function _assertVersion(bytes32 recordId, uint256 versionId, uint256 hashes, uint256 infos) private view {
        (bytes32[] memory timestampIds, bytes32[] memory infoIds) = TIMESTAMPS.recordVersion(recordId, versionId);
        vm.assertEq(timestampIds.length, hashes, "hashes of the version");
        vm.assertEq(infoIds.length, infos, "information of the version");
    }

    function _expectTextLength(uint256 length, uint256 minimum, uint256 maximum) private {
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsTextLength.selector, length, minimum, maximum));
    }

    function _expectTimesInvalid(uint256 notBefore, uint256 notAfter) private {
        vm.expectRevert(abi.encodeWithSelector(ITimestamps.TimestampsTimesInvalid.selector, notBefore, notAfter));
    }

    function _expectAmbiguous(bytes32 hash, uint256 records) private {
        vm.expectRevert(
            abi.encodeWithSelector(ITimestamps.TimestampsRecordAmbiguous.selector, sha256(abi.encode(hash)), records)
        );
    }
}
