// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IIdentityRegistry} from "../../../contracts/identity/IIdentityRegistry.sol";
import {ContractWallet} from "../../../contracts/mocks/ContractWallet.sol";
import {Genesis} from "../support/Genesis.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice What ERC-1056 does is compared with the published contract in `test/integration/identity/erc1056-twin.test.ts`; here stands what is ours.
contract IdentityRegistryTest is Genesis {
    bytes32 private constant VERI_KEY = "veriKey";
    bytes32 private constant HUB = "did/svc/Hub";
    uint256 private constant KEY = 0x1d1d;
    uint256 private constant VALIDITY = 10;
    uint256 private constant GUARDIANS = 3;
    uint32 private constant DELAY = 2 days;

    bytes32 private constant CHANGE_OWNER = keccak256(
        "ChangeOwner(address identity,address newOwner,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant ADD_DELEGATE = keccak256(
        "AddDelegate(address identity,bytes32 delegateType,address delegate,uint256 validity,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVOKE_DELEGATE = keccak256(
        "RevokeDelegate(address identity,bytes32 delegateType,address delegate,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant SET_ATTRIBUTE = keccak256(
        "SetAttribute(address identity,bytes32 name,bytes value,uint256 validity,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVOKE_ATTRIBUTE = keccak256(
        "RevokeAttribute(address identity,bytes32 name,bytes value,uint256 nonce,uint256 deadline)"
    );

    address private immutable _identity = vm.addr(KEY);
    address private immutable _newOwner = address(0x0e11);
    address private immutable _stranger = address(0x5742);
    uint256 private immutable _deadline = START + 1 days;

    /// @dev With `viaIR` the compiler reads `block.chainid` again wherever a local variable keeps it.
    uint256 private _chain;

    function setUp() public {
        _loadGenesis();
        _chain = block.chainid;
        vm.roll(1_000_000);
    }

    // Every function of ERC-1056, by whoever is not the owner
    // └── it reverts and says who is

    function test_RevertWhen_CallerIsNotTheOwner() public {
        bytes memory refusal = abi.encodeWithSelector(
            IIdentityRegistry.IdentityRegistryNotOwner.selector,
            _identity,
            _stranger,
            _identity
        );
        vm.startPrank(_stranger);
        vm.expectRevert(refusal);
        IDENTITIES.changeOwner(_identity, _stranger);
        vm.expectRevert(refusal);
        IDENTITIES.addDelegate(_identity, VERI_KEY, _stranger, 1);
        vm.expectRevert(refusal);
        IDENTITIES.revokeDelegate(_identity, VERI_KEY, _stranger);
        vm.expectRevert(refusal);
        IDENTITIES.setAttribute(_identity, HUB, "hub", 1);
        vm.expectRevert(refusal);
        IDENTITIES.revokeAttribute(_identity, HUB, "hub");
        vm.expectRevert(refusal);
        IDENTITIES.setGuardians(_identity, new address[](0), 0, 0);
        vm.expectRevert(refusal);
        IDENTITIES.cancelRecovery(_identity);
        vm.stopPrank();
    }

    /// @dev Owner, last change and nonce share a slot: each is written beside the others and leaves them as they are.
    function test_OwnerChangeAndNonceStayApart() public {
        _sendSigned(0);
        _sendSigned(1);
        vm.roll(1_000_007);
        vm.prank(_identity);
        IDENTITIES.changeOwner(_identity, _newOwner);
        vm.assertEq(IDENTITIES.owners(_identity), _newOwner, "owner");
        vm.assertEq(IDENTITIES.changed(_identity), 1_000_007, "changed");
        vm.assertEq(IDENTITIES.nonce(_identity), 2, "nonce");
        vm.roll(1_000_009);
        vm.prank(_newOwner);
        IDENTITIES.setAttribute(_identity, HUB, "hub", 1);
        vm.assertEq(IDENTITIES.owners(_identity), _newOwner, "owner after a further change");
        vm.assertEq(IDENTITIES.changed(_identity), 1_000_009, "changed after a further change");
        vm.assertEq(IDENTITIES.nonce(_identity), 2, "nonce after a further change");
        vm.assertEq(IDENTITIES.nonce(_newOwner), 0, "nonce of the new owner");
        vm.assertEq(IDENTITIES.changed(_newOwner), 0, "the new owner's own identity");
    }

    // Every operation by an EIP-712 signature
    // ├── given the owner signed these values, the present nonce and a deadline to come
    // │   ├── it does what the owner could do itself, whoever carries it
    // │   └── it counts the nonce of the identity, and not that of the owner
    // └── ID3: when the chain, the registry, the deadline, the nonce, a value or the signer is another one ... it reverts

    function test_ChangeOwnerBySig() public {
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.DIDOwnerChanged(_identity, _newOwner, 0);
        vm.prank(_stranger);
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, _changeOwnerSignature(KEY, 0));
        vm.assertEq(IDENTITIES.identityOwner(_identity), _newOwner, "owner");
        vm.assertEq(IDENTITIES.operationNonce(_identity), 1, "operation nonce");
        vm.assertEq(IDENTITIES.nonce(_identity), 0, "nonce of ERC-1056");
        vm.assertEq(IDENTITIES.changed(_identity), 1_000_000, "changed");
    }

    function test_AddAndRevokeDelegateBySig() public {
        bytes memory signature = _sign(
            keccak256(abi.encode(ADD_DELEGATE, _identity, VERI_KEY, _newOwner, uint256(10), uint256(0), _deadline))
        );
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.DIDDelegateChanged(_identity, VERI_KEY, _newOwner, START + 10, 0);
        IDENTITIES.addDelegateBySig(_identity, VERI_KEY, _newOwner, 10, _deadline, signature);
        vm.assertTrue(IDENTITIES.validDelegate(_identity, VERI_KEY, _newOwner), "delegate");

        signature = _sign(
            keccak256(abi.encode(REVOKE_DELEGATE, _identity, VERI_KEY, _newOwner, uint256(1), _deadline))
        );
        vm.roll(1_000_001);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.DIDDelegateChanged(_identity, VERI_KEY, _newOwner, START, 1_000_000);
        IDENTITIES.revokeDelegateBySig(_identity, VERI_KEY, _newOwner, _deadline, signature);
        vm.assertFalse(IDENTITIES.validDelegate(_identity, VERI_KEY, _newOwner), "delegate");
    }

    function test_SetAndRevokeAttributeBySig() public {
        bytes memory signature = _sign(
            keccak256(abi.encode(SET_ATTRIBUTE, _identity, HUB, keccak256("hub"), uint256(10), uint256(0), _deadline))
        );
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.DIDAttributeChanged(_identity, HUB, "hub", START + 10, 0);
        IDENTITIES.setAttributeBySig(_identity, HUB, "hub", 10, _deadline, signature);

        signature = _sign(
            keccak256(abi.encode(REVOKE_ATTRIBUTE, _identity, HUB, keccak256("hub"), uint256(1), _deadline))
        );
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.DIDAttributeChanged(_identity, HUB, "hub", 0, 1_000_000);
        IDENTITIES.revokeAttributeBySig(_identity, HUB, "hub", _deadline, signature);
    }

    function test_ID3_RevertWhen_SignatureIsForSomethingElse() public {
        bytes32 content = keccak256(abi.encode(CHANGE_OWNER, _identity, _newOwner, uint256(0), _deadline));
        bytes memory signature = _changeOwnerSignature(KEY, 0);
        bytes memory ofOtherChain = _signTypedData(
            KEY,
            "Foedus IdentityRegistry",
            block.chainid + 1,
            address(IDENTITIES),
            content
        );
        bytes memory ofOtherRegistry = _signTypedData(
            KEY,
            "Foedus IdentityRegistry",
            block.chainid,
            address(0x1),
            content
        );
        bytes memory ofStranger = _changeOwnerSignature(KEY + 1, 0);
        bytes memory ofOtherNonce = _changeOwnerSignature(KEY, 1);

        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, ofOtherChain);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, ofOtherRegistry);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, ofStranger);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, ofOtherNonce);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline + 1, signature);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _stranger, _deadline, signature);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, "");
        vm.assertEq(IDENTITIES.identityOwner(_identity), _identity, "ID3: owner");
        vm.assertEq(IDENTITIES.operationNonce(_identity), 0, "ID3: nonce");

        // A fork of the chain has another id.
        vm.chainId(_chain + 1);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
        vm.chainId(_chain);
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
    }

    function test_ID3_RevertWhen_SignatureIsUsedAgain() public {
        bytes memory signature = _changeOwnerSignature(KEY, 0);
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
        // The identity comes back to its key, and the signature does not count again.
        vm.prank(_newOwner);
        IDENTITIES.changeOwner(_identity, _identity);
        _expectInvalid();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
    }

    function test_ID3_DeadlineIsTheLastSecond() public {
        bytes memory signature = _changeOwnerSignature(KEY, 0);
        vm.warp(_deadline + 1);
        _expectLate();
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
        vm.warp(_deadline);
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
        vm.assertEq(IDENTITIES.identityOwner(_identity), _newOwner, "ID3: in the last second");
    }

    function test_ID3_EverySignatureCountsOnceInTimeOnItsChain() public {
        string[5] memory operations = [
            "changeOwner",
            "addDelegate",
            "revokeDelegate",
            "setAttribute",
            "revokeAttribute"
        ];
        for (uint256 i = 0; i < operations.length; ++i) {
            string memory operation = operations[i];
            uint256 nonce = IDENTITIES.operationNonce(_identity);
            bytes32 content = _content(operation, nonce);
            bytes memory signature = _sign(content);
            bytes memory ofOtherChain = _signTypedData(
                KEY,
                "Foedus IdentityRegistry",
                _chain + 1,
                address(IDENTITIES),
                content
            );
            bytes memory ofOtherNonce = _sign(_content(operation, nonce + 1));

            _expectInvalid();
            _carry(operation, ofOtherChain);
            _expectInvalid();
            _carry(operation, ofOtherNonce);
            vm.chainId(_chain + 1);
            _expectInvalid();
            _carry(operation, signature);
            vm.chainId(_chain);
            vm.warp(_deadline + 1);
            _expectLate();
            _carry(operation, signature);
            vm.warp(_deadline);
            vm.assertEq(IDENTITIES.operationNonce(_identity), nonce, operation);
            _carry(operation, signature);
            vm.assertEq(IDENTITIES.operationNonce(_identity), nonce + 1, operation);

            if (IDENTITIES.identityOwner(_identity) == _newOwner) {
                vm.prank(_newOwner);
                IDENTITIES.changeOwner(_identity, _identity);
            }
            _expectInvalid();
            _carry(operation, signature);
            vm.assertEq(IDENTITIES.operationNonce(_identity), nonce + 1, operation);
        }
    }

    function test_ContractSigns() public {
        ContractWallet wallet = new ContractWallet(vm.addr(KEY + 1));
        vm.prank(_identity);
        IDENTITIES.changeOwner(_identity, address(wallet));
        bytes memory ofOldOwner = _changeOwnerSignature(KEY, 0);
        vm.expectRevert(
            abi.encodeWithSelector(
                IIdentityRegistry.IdentityRegistrySignatureInvalid.selector,
                _identity,
                address(wallet)
            )
        );
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, ofOldOwner);
        IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, _changeOwnerSignature(KEY + 1, 0));
        vm.assertEq(IDENTITIES.identityOwner(_identity), _newOwner, "owner");
    }

    // setGuardians
    // ├── when there are more than 16, or they are not in ascending order, or one is zero or the owner ... it reverts
    // ├── when the threshold is 0 or above their number ... it reverts
    // ├── when the delay is below a day or above 90 days ... it reverts
    // ├── when there are none, and threshold or delay is not 0 ... it reverts
    // └── it names them for the present owner, and begins a new round

    function test_SetGuardians() public {
        address[] memory guardians = _guardians(16);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.GuardiansSet(1, _identity, _identity, guardians, 16, 90 days);
        _setGuardians(guardians, 16, 90 days);
        IIdentityRegistry.Guardianship memory named = IDENTITIES.guardianship(_identity);
        vm.assertEq(named.guardians, guardians, "guardians");
        vm.assertEq(named.threshold, 16, "threshold");
        vm.assertEq(named.delay, 90 days, "delay");
        vm.assertEq(named.round, 1, "round");

        _setGuardians(_guardians(1), 1, 1 days);
        vm.assertEq(IDENTITIES.guardianship(_identity).guardians.length, 1, "one guardian");
        _setGuardians(new address[](0), 0, 0);
        vm.assertEq(IDENTITIES.guardianship(_identity).guardians.length, 0, "no guardian");
        vm.assertEq(IDENTITIES.guardianship(_identity).round, 3, "third round");
    }

    function test_RevertWhen_SetGuardians_ListIsInvalid() public {
        _expectGuardiansInvalid(16);
        _setGuardians(_guardians(17), 1, DELAY);
        address[] memory guardians = _guardians(GUARDIANS);
        (guardians[1], guardians[2]) = (guardians[2], guardians[1]);
        _expectGuardiansInvalid(2);
        _setGuardians(guardians, 1, DELAY);
        guardians[2] = guardians[1];
        _expectGuardiansInvalid(2);
        _setGuardians(guardians, 1, DELAY);
        guardians = new address[](1);
        _expectGuardiansInvalid(0);
        _setGuardians(guardians, 1, DELAY);
        guardians[0] = _identity;
        _expectGuardiansInvalid(0);
        _setGuardians(guardians, 1, DELAY);
    }

    function test_RevertWhen_SetGuardians_ThresholdIsInvalid() public {
        _expectThresholdInvalid(0, GUARDIANS);
        _setGuardians(_guardians(GUARDIANS), 0, DELAY);
        _expectThresholdInvalid(4, GUARDIANS);
        _setGuardians(_guardians(GUARDIANS), 4, DELAY);
        _expectThresholdInvalid(1, 0);
        _setGuardians(new address[](0), 1, 0);
    }

    function test_RevertWhen_SetGuardians_DelayIsOutOfBounds() public {
        uint32[3] memory delays = [uint32(0), 1 days - 1, 90 days + 1];
        for (uint256 i = 0; i < delays.length; ++i) {
            _expectDelayOutOfBounds(delays[i]);
            _setGuardians(_guardians(GUARDIANS), 1, delays[i]);
        }
        _expectDelayOutOfBounds(1 days);
        _setGuardians(new address[](0), 0, 1 days);
    }

    // approveRecovery
    // ├── when the caller is no guardian of the present owner ... it reverts
    // ├── when the new owner is zero or the present one ... it reverts
    // ├── given the guardian approves it already ... it reverts
    // ├── given approvals are missing ... it can still not be executed
    // ├── given the threshold is reached ... the delay begins, and further approvals do not move it
    // └── given the first approval is older than 30 days and some are missing ... it is the first one

    function test_ApproveRecovery() public {
        _setGuardians(_guardians(GUARDIANS), 2, DELAY);
        uint48 expiry = uint48(START + 30 days);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.RecoveryApproved(1, _identity, _guardian(0), _newOwner, 1, 0, expiry);
        _approve(0, _newOwner);
        _assertRecovery(_newOwner, 1, 0, expiry);

        vm.warp(START + 5 days);
        uint48 from = uint48(START + 5 days + DELAY);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.RecoveryApproved(1, _identity, _guardian(2), _newOwner, 2, from, from + 30 days);
        _approve(2, _newOwner);
        vm.warp(START + 6 days);
        _approve(1, _newOwner);
        _assertRecovery(_newOwner, 3, from, from + 30 days);
        _assertRecovery(_stranger, 0, 0, 0);
    }

    function test_RevertWhen_ApproveRecovery_IsNotPossible() public {
        _expectNotGuardian(_guardian(0));
        _approve(0, _newOwner);
        _setGuardians(_guardians(GUARDIANS), 2, DELAY);
        _expectNotGuardian(_stranger);
        vm.prank(_stranger);
        IDENTITIES.approveRecovery(_identity, _newOwner);
        _expectNotGuardian(_identity);
        vm.prank(_identity);
        IDENTITIES.approveRecovery(_identity, _newOwner);
        for (uint256 i = 0; i < 2; ++i) {
            address newOwner = i == 0 ? address(0) : _identity;
            vm.expectRevert(
                abi.encodeWithSelector(IIdentityRegistry.IdentityRegistryNewOwnerInvalid.selector, _identity, newOwner)
            );
            _approve(0, newOwner);
        }
        _approve(0, _newOwner);
        vm.expectRevert(
            abi.encodeWithSelector(
                IIdentityRegistry.IdentityRegistryAlreadyApproved.selector,
                _identity,
                _newOwner,
                _guardian(0)
            )
        );
        _approve(0, _newOwner);
    }

    function test_ApproveRecovery_ApprovalsAgeAndCountNoMore() public {
        _setGuardians(_guardians(GUARDIANS), 2, DELAY);
        _approve(0, _newOwner);
        vm.warp(START + 30 days);
        _assertRecovery(_newOwner, 1, 0, uint48(START + 30 days));
        vm.warp(START + 30 days + 1);
        _assertRecovery(_newOwner, 0, 0, 0);
        _approve(1, _newOwner);
        _assertRecovery(_newOwner, 1, 0, uint48(START + 60 days + 1));
        _approve(0, _newOwner);
        vm.assertEq(IDENTITIES.recovery(_identity, _newOwner).approvals, 2, "approvals");
    }

    // executeRecovery
    // ├── given too few guardians approve it, or none are asked for ... it reverts (ID4)
    // ├── given the owner cancelled it, named guardians again, or is another one ... it reverts (ID4)
    // ├── given the delay lasts ... it reverts (ID4)
    // ├── given 30 days after the delay are over ... it reverts
    // └── it changes the owner, once, and the guardians are gone

    function test_ExecuteRecovery() public {
        _ripe(2);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.DIDOwnerChanged(_identity, _newOwner, 0);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.RecoveryExecuted(1, _identity, _stranger, _newOwner);
        _execute();
        vm.assertEq(IDENTITIES.identityOwner(_identity), _newOwner, "owner");
        vm.assertEq(IDENTITIES.changed(_identity), 1_000_000, "changed");
        vm.assertEq(IDENTITIES.guardianship(_identity).guardians.length, 0, "guardians of the new owner");
        _expectTooFew(0, 0);
        _execute();

        // With the old owner its guardians are back, and what they said is not.
        vm.prank(_newOwner);
        IDENTITIES.changeOwner(_identity, _identity);
        vm.assertEq(IDENTITIES.guardianship(_identity).guardians.length, GUARDIANS, "guardians of the old owner");
        _expectTooFew(0, 2);
        _execute();
    }

    function test_ID4_RevertGiven_TooFewApprove() public {
        _expectTooFew(0, 0);
        _execute();
        _setGuardians(_guardians(GUARDIANS), 3, 1 days);
        _approve(0, _newOwner);
        _approve(1, _newOwner);
        _approve(2, _stranger);
        vm.warp(START + 20 days);
        _expectTooFew(2, 3);
        _execute();
        vm.assertEq(IDENTITIES.identityOwner(_identity), _identity, "ID4: owner");
    }

    function test_ID4_RevertGiven_OwnerCancelled() public {
        uint256 from = _ripe(2);
        vm.warp(from - 1);
        vm.expectEmit(address(IDENTITIES));
        emit IIdentityRegistry.RecoveryCancelled(2, _identity, _identity);
        vm.prank(_identity);
        IDENTITIES.cancelRecovery(_identity);
        vm.warp(from);
        _expectTooFew(0, 2);
        _execute();
        vm.assertEq(IDENTITIES.identityOwner(_identity), _identity, "ID4: owner");
        vm.assertEq(IDENTITIES.guardianship(_identity).guardians.length, GUARDIANS, "guardians stay");
    }

    function test_ID4_OwnerCancelsUntilTheExecution() public {
        uint256 from = _ripe(2);
        vm.warp(from + 1 days);
        vm.prank(_identity);
        IDENTITIES.cancelRecovery(_identity);
        _expectTooFew(0, 2);
        _execute();
    }

    function test_ID4_RevertGiven_OwnerNamedGuardiansAgain() public {
        _ripe(2);
        _setGuardians(_guardians(GUARDIANS), 2, DELAY);
        _expectTooFew(0, 2);
        _execute();
    }

    function test_ID4_RevertGiven_AnotherOwner() public {
        _ripe(2);
        vm.prank(_identity);
        IDENTITIES.changeOwner(_identity, _stranger);
        _assertRecovery(_newOwner, 0, 0, 0);
        _expectTooFew(0, 0);
        _execute();
        _expectNotGuardian(_guardian(0));
        _approve(0, _newOwner);
    }

    function test_ID4_ExecutableFromItsFirstToItsLastSecond() public {
        uint256 from = _ripe(2);
        vm.warp(from - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IIdentityRegistry.IdentityRegistryTooEarly.selector,
                _identity,
                _newOwner,
                uint48(from)
            )
        );
        _execute();
        vm.warp(from + 30 days + 1);
        _expectTooFew(0, 2);
        _execute();
        vm.warp(from + 30 days);
        _execute();
        vm.assertEq(IDENTITIES.identityOwner(_identity), _newOwner, "ID4: in the last second");
    }

    function testFuzz_ID4_FewerThanTheThresholdNeverSucceed(uint8 count, uint8 threshold, uint16 who) public {
        count = uint8(bound(count, 1, 16));
        threshold = uint8(bound(threshold, 1, count));
        _setGuardians(_guardians(count), threshold, DELAY);
        uint256 approvals = 0;
        for (uint256 i = 0; i < count; ++i) {
            if (who & (1 << i) == 0) continue;
            _approve(i, _newOwner);
            ++approvals;
        }
        vm.warp(START + DELAY);
        if (approvals < threshold) _expectTooFew(approvals, threshold);
        _execute();
        vm.assertEq(IDENTITIES.identityOwner(_identity), approvals < threshold ? _identity : _newOwner, "ID4: owner");
    }

    function _sendSigned(uint256 nonce) private {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(
            KEY,
            keccak256(
                abi.encodePacked(
                    bytes2(0x1900),
                    address(IDENTITIES),
                    nonce,
                    _identity,
                    "setAttribute",
                    HUB,
                    bytes("hub"),
                    uint256(1)
                )
            )
        );
        IDENTITIES.setAttributeSigned(_identity, v, r, s, HUB, "hub", 1);
    }

    function _sign(bytes32 content) private view returns (bytes memory) {
        return _signTypedData(KEY, "Foedus IdentityRegistry", block.chainid, address(IDENTITIES), content);
    }

    function _changeOwnerSignature(uint256 key, uint256 nonce) private view returns (bytes memory) {
        bytes32 content = keccak256(abi.encode(CHANGE_OWNER, _identity, _newOwner, nonce, _deadline));
        return _signTypedData(key, "Foedus IdentityRegistry", block.chainid, address(IDENTITIES), content);
    }

    /// @dev What the owner signs for an operation.
    function _content(string memory operation, uint256 nonce) private view returns (bytes32) {
        bytes32 name = keccak256(bytes(operation));
        if (name == keccak256("changeOwner")) {
            return keccak256(abi.encode(CHANGE_OWNER, _identity, _newOwner, nonce, _deadline));
        }
        if (name == keccak256("addDelegate")) {
            return keccak256(abi.encode(ADD_DELEGATE, _identity, VERI_KEY, _newOwner, VALIDITY, nonce, _deadline));
        }
        if (name == keccak256("revokeDelegate")) {
            return keccak256(abi.encode(REVOKE_DELEGATE, _identity, VERI_KEY, _newOwner, nonce, _deadline));
        }
        if (name == keccak256("setAttribute")) {
            return keccak256(abi.encode(SET_ATTRIBUTE, _identity, HUB, keccak256("hub"), VALIDITY, nonce, _deadline));
        }
        return keccak256(abi.encode(REVOKE_ATTRIBUTE, _identity, HUB, keccak256("hub"), nonce, _deadline));
    }

    /// @dev Calls an operation by signature. No other call comes before it.
    function _carry(string memory operation, bytes memory signature) private {
        bytes32 name = keccak256(bytes(operation));
        if (name == keccak256("changeOwner")) {
            IDENTITIES.changeOwnerBySig(_identity, _newOwner, _deadline, signature);
        } else if (name == keccak256("addDelegate")) {
            IDENTITIES.addDelegateBySig(_identity, VERI_KEY, _newOwner, VALIDITY, _deadline, signature);
        } else if (name == keccak256("revokeDelegate")) {
            IDENTITIES.revokeDelegateBySig(_identity, VERI_KEY, _newOwner, _deadline, signature);
        } else if (name == keccak256("setAttribute")) {
            IDENTITIES.setAttributeBySig(_identity, HUB, "hub", VALIDITY, _deadline, signature);
        } else {
            IDENTITIES.revokeAttributeBySig(_identity, HUB, "hub", _deadline, signature);
        }
    }

    /// @dev All approvals that are needed, at once; from when it can be executed, where the clock stands then.
    function _ripe(uint8 threshold) private returns (uint256 from) {
        _setGuardians(_guardians(GUARDIANS), threshold, DELAY);
        for (uint256 i = 0; i < threshold; ++i) _approve(i, _newOwner);
        from = START + DELAY;
        vm.warp(from);
    }

    function _setGuardians(address[] memory guardians, uint8 threshold, uint32 delay) private {
        vm.prank(_identity);
        IDENTITIES.setGuardians(_identity, guardians, threshold, delay);
    }

    function _approve(uint256 guardian, address newOwner) private {
        vm.prank(_guardian(guardian));
        IDENTITIES.approveRecovery(_identity, newOwner);
    }

    function _execute() private {
        vm.prank(_stranger);
        IDENTITIES.executeRecovery(_identity, _newOwner);
    }

    function _guardian(uint256 index) private pure returns (address) {
        return address(uint160(0x9000 + index));
    }

    function _guardians(uint256 count) private pure returns (address[] memory guardians) {
        guardians = new address[](count);
        for (uint256 i = 0; i < count; ++i) guardians[i] = _guardian(i);
    }

    function _assertRecovery(address newOwner, uint256 approvals, uint256 from, uint256 expiry) private view {
        IIdentityRegistry.Recovery memory seen = IDENTITIES.recovery(_identity, newOwner);
        vm.assertEq(seen.approvals, approvals, "approvals");
        vm.assertEq(seen.executableFrom, from, "executable from");
        vm.assertEq(seen.expiry, expiry, "expiry");
    }

    function _expectInvalid() private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IIdentityRegistry.IdentityRegistrySignatureInvalid.selector,
                _identity,
                IDENTITIES.identityOwner(_identity)
            )
        );
    }

    /// @dev In the first second after the deadline.
    function _expectLate() private {
        vm.expectRevert(
            abi.encodeWithSelector(IIdentityRegistry.IdentityRegistryDeadlinePassed.selector, _deadline, _deadline + 1)
        );
    }

    function _expectGuardiansInvalid(uint256 index) private {
        vm.expectRevert(
            abi.encodeWithSelector(IIdentityRegistry.IdentityRegistryGuardiansInvalid.selector, _identity, index)
        );
    }

    function _expectThresholdInvalid(uint256 threshold, uint256 count) private {
        vm.expectRevert(
            abi.encodeWithSelector(IIdentityRegistry.IdentityRegistryThresholdInvalid.selector, threshold, count)
        );
    }

    function _expectDelayOutOfBounds(uint256 delay) private {
        vm.expectRevert(
            abi.encodeWithSelector(IIdentityRegistry.IdentityRegistryDelayOutOfBounds.selector, delay, 1 days, 90 days)
        );
    }

    function _expectNotGuardian(address account) private {
        vm.expectRevert(
            abi.encodeWithSelector(IIdentityRegistry.IdentityRegistryNotGuardian.selector, _identity, account)
        );
    }

    function _expectTooFew(uint256 approvals, uint256 threshold) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IIdentityRegistry.IdentityRegistryTooFewApprovals.selector,
                _identity,
                _newOwner,
                approvals,
                threshold
            )
        );
    }
}
