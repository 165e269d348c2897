// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IssuerType} from "../../../contracts/identity/ITrustedIssuersRegistry.sol";
import {StatusListKind, StatusPurpose} from "../../../contracts/identity/IStatusLists.sol";
import {Identities} from "../support/Identities.sol";
import {vm} from "../support/Vm.sol";

/// @title Gas of what issuers and holders do often, by name
/// @notice As `GasSnapshots.t.sol` keeps it for governance: calls alone, with cold storage, in `snapshots/gas.json`.
contract IdentityGasSnapshotsTest is Identities {
    uint256 private constant NEXT_KEY = 0x2e40;
    uint256 private constant DEGREE = 7;
    bytes32 private constant ROOT_ATTRIBUTE = bytes32(uint256(0x40));
    bytes32 private constant ATTRIBUTE = bytes32(uint256(0x41));

    uint256 private _start;

    function setUp() public {
        _loadGenesis();
        _insert(1);
        _insert(2);
        _admitRoot(1, _scope(DEGREE));
        _accredit(1, ROOT_ATTRIBUTE, IssuerType.RootTAO, 1, ROOT_ATTRIBUTE, _scope(DEGREE));
        _start = vm.getBlockTimestamp();
    }

    /// @dev From the document to the end of its first key.
    function test_Document() public {
        _cool();
        string memory did = _insert(3);
        vm.snapshotGasLastCall("gas", "insertDidDocument");
        _cool();
        _addKey(3, "second", NEXT_KEY);
        vm.snapshotGasLastCall("gas", "addVerificationMethod");
        _cool();
        _addRelationship(3, INVOCATION, "second", _start, _start + TERM);
        vm.snapshotGasLastCall("gas", "addVerificationRelationship");
        _cool();
        vm.prank(_account(3));
        DIDS.addController(did, _did(2));
        vm.snapshotGasLastCall("gas", "addController");
        _cool();
        vm.prank(_account(3));
        DIDS.updateBaseDocument(did, BASE);
        vm.snapshotGasLastCall("gas", "updateBaseDocument");
        _cool();
        vm.prank(_account(3));
        DIDS.revokeVerificationMethod(did, "first", _start);
        vm.snapshotGasLastCall("gas", "revokeVerificationMethod");
        _cool();
        vm.prank(vm.addr(NEXT_KEY));
        DIDS.deactivateDid(did);
        vm.snapshotGasLastCall("gas", "deactivateDid");
    }

    /// @dev The three steps, and the question that every verifier asks.
    function test_Accreditation() public {
        bytes memory accreditation = new bytes(2048);
        bytes32 bodyHash = sha256(accreditation);
        _cool();
        _reserve(2, ATTRIBUTE, IssuerType.TI, 1, ROOT_ATTRIBUTE);
        vm.snapshotGasLastCall("gas", "setAttributeMetadata, an accreditation is reserved");
        _cool();
        _commitHash(2, ATTRIBUTE, 1, bodyHash, _scope(DEGREE));
        vm.snapshotGasLastCall("gas", "commitAccreditation of one type");
        _cool();
        _accept(2, ATTRIBUTE, accreditation);
        vm.snapshotGasLastCall("gas", "setAttributeData, a body of 2 kB is accepted");
        string memory did = _did(2);
        _cool();
        vm.assertTrue(ISSUERS.isAccredited(did, ATTRIBUTE, bytes32(DEGREE)), "accredited");
        _cool();
        ISSUERS.isAccredited(did, ATTRIBUTE, bytes32(DEGREE));
        vm.snapshotGasLastCall("gas", "ask whether an issuer below the root is accredited");
        _cool();
        _revoke(2, ATTRIBUTE, 1);
        vm.snapshotGasLastCall("gas", "setAttributeMetadata, an accreditation is revoked");
    }

    function test_StatusList() public {
        string memory did = _did(2);
        _cool();
        vm.prank(_account(2));
        bytes32 list = STATUS_LISTS.registerStatusList(
            did,
            "https://issuer.example/status/1",
            StatusListKind.Bitstring,
            StatusPurpose.Revocation,
            1,
            131_072,
            bytes32(uint256(1)),
            1 days
        );
        vm.snapshotGasLastCall("gas", "registerStatusList with its first state");
        _cool();
        vm.prank(_account(2));
        STATUS_LISTS.publishStatusList(list, 2, bytes32(uint256(2)), 1 days);
        vm.snapshotGasLastCall("gas", "publishStatusList");
    }

    function test_Timestamps() public {
        uint256[] memory algorithms = new uint256[](1);
        bytes[] memory hashes = new bytes[](1);
        hashes[0] = abi.encode(uint256(1));
        bytes[] memory nothing = new bytes[](0);
        _cool();
        TIMESTAMPS.timestampHashes(algorithms, hashes, nothing);
        vm.snapshotGasLastCall("gas", "timestampHashes, one hash");
        _cool();
        TIMESTAMPS.anchorBatch(bytes32(uint256(2)), 1000);
        vm.snapshotGasLastCall("gas", "anchorBatch");
    }

    /// @dev What ERC-1056 has; the benchmark compares it with the published contract.
    function test_Identity() public {
        address identity = address(0x1de);
        _cool();
        vm.prank(identity);
        IDENTITIES.setAttribute(identity, "did/svc/Hub", "https://hub.example", 1 days);
        vm.snapshotGasLastCall("gas", "setAttribute, the first event of an identity");
        _cool();
        vm.prank(identity);
        IDENTITIES.addDelegate(identity, "sigAuth", address(0xde1), 1 days);
        vm.snapshotGasLastCall("gas", "addDelegate");
        _cool();
        vm.prank(identity);
        IDENTITIES.changeOwner(identity, address(0x0e11));
        vm.snapshotGasLastCall("gas", "changeOwner");
    }

    /// @dev As in a transaction of its own.
    function _cool() private {
        vm.cool(address(AUTHORITY));
        vm.cool(address(DIDS));
        vm.cool(address(ISSUERS));
        vm.cool(address(STATUS_LISTS));
        vm.cool(address(TIMESTAMPS));
        vm.cool(address(IDENTITIES));
        vm.cool(address(BREAKER));
    }
}
