// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ICouncil} from "../../../contracts/governance/ICouncil.sol";
import {NodeKind} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Registers} from "../support/Registers.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {vm} from "../support/Vm.sol";

/// @title Gas of what people do often, by name
/// @notice Gas of the calls alone, with cold storage, as `snapshots/gas.json` keeps it: a change that makes something dearer is seen where
/// it is made. Ratios against peers stand in the benchmark.
contract GasSnapshotsTest is Registers {
    uint256 private constant FIRST_KEY = 0xabc0;
    bytes32 private constant BALLOT_TYPEHASH = keccak256(
        "MemberBallot(uint256 proposalId,bytes32 actionHash,uint8 support,string reason,address member,uint48 deadline)"
    );

    address[] private _targets;
    uint256[] private _values;
    bytes[] private _calldatas;
    string private constant DESCRIPTION = "# Register an operator";

    function setUp() public {
        _loadGenesis();
        _takeRoles();
        for (uint256 i = 0; i < MEMBERS.memberCount(); ++i) _represent(MEMBERS.memberAt(i), FIRST_KEY + i);
        _targets.push(address(ORGANISATIONS));
        _values.push(0);
        _calldatas.push(abi.encodeCall(ORGANISATIONS.registerOrganisation, ("EUID-1", "Operator", body)));
    }

    /// @dev A simple majority of the 27 states, from the proposal to the execution.
    function test_Decision() public {
        _cool();
        vm.prank(vm.addr(FIRST_KEY));
        uint256 id = COUNCIL.propose(_targets, _values, _calldatas, DESCRIPTION);
        vm.snapshotGasLastCall("gas", "propose one call");
        vm.warp(COUNCIL.proposalSnapshot(id) + 1);
        for (uint256 i = 0; i < 14; ++i) {
            _cool();
            vm.prank(vm.addr(FIRST_KEY + i));
            COUNCIL.castVote(id, 1);
            if (i == 0) vm.snapshotGasLastCall("gas", "vote, the first");
            if (i == 1) vm.snapshotGasLastCall("gas", "vote, a later one");
            if (i == 13) vm.snapshotGasLastCall("gas", "vote that decides");
        }
        _cool();
        COUNCIL.queue(_targets, _values, _calldatas, keccak256(bytes(DESCRIPTION)));
        vm.snapshotGasLastCall("gas", "queue one call");
        vm.warp(COUNCIL.proposalEta(id));
        _cool();
        COUNCIL.execute(_targets, _values, _calldatas, keccak256(bytes(DESCRIPTION)));
        vm.snapshotGasLastCall("gas", "execute the registration of an organisation");
    }

    function test_Ballots() public {
        vm.prank(vm.addr(FIRST_KEY));
        uint256 id = COUNCIL.propose(_targets, _values, _calldatas, DESCRIPTION);
        vm.warp(COUNCIL.proposalSnapshot(id) + 1);
        ICouncil.SignedBallot[] memory ballots = new ICouncil.SignedBallot[](10);
        for (uint256 i = 0; i < ballots.length; ++i) ballots[i] = _ballot(id, i);
        _cool();
        COUNCIL.castByBallot(id, ballots);
        vm.snapshotGasLastCall("gas", "ten ballots of ECDSA keys in one transaction");
    }

    function test_Mandates() public {
        (address giver, address carrier) = (MEMBERS.memberAt(0), MEMBERS.memberAt(1));
        address mandate = MEMBERS.member(giver).mandateKey;
        bytes memory proof = _appointmentProof(0xfeed, vm.addr(0xfeed), giver, type(uint48).max, type(uint48).max);
        _cool();
        vm.prank(mandate);
        MEMBERS.appointRepresentative(giver, vm.addr(0xfeed), type(uint48).max, type(uint48).max, proof);
        vm.snapshotGasLastCall("gas", "appoint a representative");
        _cool();
        vm.prank(mandate);
        MEMBERS.giveProxy(giver, carrier, type(uint48).max, 0);
        vm.snapshotGasLastCall("gas", "give a proxy");
    }

    function test_Nodes() public {
        OrganisationId operator = _registerOrganisation("EUID-1", body);
        bytes memory publicKey = Secp256k1.publicKey(0xbeef);
        uint64 here = uint64(block.chainid);
        bytes32 digest = NODES.registrationDigest(operator, here, NodeKind.Validator, publicKey, DEADLINE);
        bytes memory proof = _sign(0xbeef, digest);
        _cool();
        vm.prank(body);
        NodeId node = NODES.registerNode(
            operator,
            here,
            NodeKind.Validator,
            publicKey,
            "node.example",
            30303,
            DEADLINE,
            proof
        );
        vm.snapshotGasLastCall("gas", "register a validator node");
        _cool();
        vm.prank(body);
        NODES.admitNode(node);
        vm.snapshotGasLastCall("gas", "admit a validator node");
        _cool();
        VALIDATORS.getValidators();
        vm.snapshotGasLastCall("gas", "read five validators");
        _cool();
        PERMISSIONS.transactionAllowed(vm.addr(FIRST_KEY), address(COUNCIL), 0, 0, 1_000_000, "");
        vm.snapshotGasLastCall("gas", "ask whether a representative reaches the Council");
    }

    /// @dev As in a transaction of its own.
    function _cool() private {
        vm.cool(address(AUTHORITY));
        vm.cool(address(COUNCIL));
        vm.cool(address(MEMBERS));
        vm.cool(address(CLASSES));
        vm.cool(address(ORGANISATIONS));
        vm.cool(address(NODES));
        vm.cool(address(VALIDATORS));
        vm.cool(address(PERMISSIONS));
        (address deliberation, ) = COUNCIL.companions();
        vm.cool(deliberation);
    }

    function _ballot(uint256 id, uint256 place) private view returns (ICouncil.SignedBallot memory ballot) {
        ballot.member = MEMBERS.memberAt(place);
        ballot.support = 1;
        ballot.deadline = type(uint48).max;
        ballot.signer = abi.encodePacked(vm.addr(FIRST_KEY + place));
        bytes32 message = keccak256(
            abi.encode(BALLOT_TYPEHASH, id, bytes32(id), uint8(1), keccak256(""), ballot.member, ballot.deadline)
        );
        ballot.signature = _signTypedData(FIRST_KEY + place, COUNCIL.name(), block.chainid, address(COUNCIL), message);
    }
}
