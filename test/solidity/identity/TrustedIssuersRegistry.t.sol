// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {ICircuitBreaker} from "../../../contracts/access/ICircuitBreaker.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {ITrustedIssuersRegistry, IssuerType} from "../../../contracts/identity/ITrustedIssuersRegistry.sol";
import {IPaged} from "../../../contracts/identity/IPaged.sol";
import {Identities} from "../support/Identities.sol";
import {TrustedIssuersRegistryInitialiser} from "../support/Initialisers.sol";
import {vm} from "../support/Vm.sol";

/// @dev Entity 1 is a root, 2 a TAO below it, 3 an issuer below that, 4 a stranger. Attribute n belongs to entity n.
contract TrustedIssuersRegistryTest is Identities {
    address private immutable _registrar = address(0x4e61);
    bytes32 private constant ROOT = bytes32(uint256(1));
    bytes32 private constant TAO = bytes32(uint256(2));
    bytes32 private constant ISSUER = bytes32(uint256(3));
    bytes32 private constant OTHER = bytes32(uint256(4));
    uint256 private constant DEGREE = 10;
    uint256 private constant LICENCE = 20;

    function setUp() public {
        _loadGenesis();
        for (uint256 i = 1; i <= 4; ++i) _insert(i);
        _admitRoot(1, _scope(DEGREE, LICENCE));
        _accredit(1, ROOT, IssuerType.RootTAO, 1, ROOT, _scope(DEGREE, LICENCE));
        _accredit(2, TAO, IssuerType.TAO, 1, ROOT, _scope(DEGREE, LICENCE));
        _accredit(3, ISSUER, IssuerType.TI, 2, TAO, _scope(DEGREE));
    }

    // admitRootTao, dismissRootTao
    // ├── when the caller has not the role ... it reverts
    // ├── given the DID is unknown or ended, or is no root ... it reverts
    // ├── when the scope is empty, too long or unordered ... it reverts
    // └── everything below counts while the root is admitted

    function test_RevertWhen_Root_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _account(1));
        vm.startPrank(_account(1));
        vm.expectRevert(refusal);
        ISSUERS.admitRootTao(_did(4), _scope(DEGREE));
        vm.expectRevert(refusal);
        ISSUERS.dismissRootTao(_did(1));
        vm.stopPrank();
    }

    function test_Root() public {
        (bool admitted, bytes32[] memory scope) = ISSUERS.rootTao(_did(1));
        vm.assertTrue(admitted, "admitted");
        vm.assertEq(abi.encode(scope), abi.encode(_scope(DEGREE, LICENCE)), "scope");
        address body = address(0xb0d1);
        _grant(Roles.TRUST_ANCHORS, body);
        vm.startPrank(body);
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryNotRoot.selector, _did(2))
        );
        ISSUERS.dismissRootTao(_did(2));
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryDidUnknown.selector, _did(9))
        );
        ISSUERS.admitRootTao(_did(9), _scope(DEGREE));
        bytes32[][3] memory wrong = [new bytes32[](0), _ascending(65), _scope(LICENCE, DEGREE)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrustedIssuersRegistry.TrustedIssuersRegistryScopeInvalid.selector,
                    wrong[i].length,
                    64
                )
            );
            ISSUERS.admitRootTao(_did(4), wrong[i]);
        }
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryScopeInvalid.selector, 2, 64)
        );
        ISSUERS.admitRootTao(_did(4), _scope(DEGREE, DEGREE));
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.RootTaoAdmitted(_did(4), _hash(_did(4)), _ascending(64), body);
        ISSUERS.admitRootTao(_did(4), _ascending(64));

        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.RootTaoDismissed(_did(1), _hash(_did(1)), body);
        ISSUERS.dismissRootTao(_did(1));
        vm.stopPrank();
        _assertValid(false, false, false);
        _admitRoot(1, _scope(LICENCE));
        _assertValid(true, true, true);
        vm.assertFalse(_isAccredited(3, ISSUER, DEGREE), "out of the root's present scope");
        vm.assertTrue(_isAccredited(2, TAO, LICENCE), "in it");
    }

    // setAttributeMetadata, to reserve
    // ├── when the type is undefined, the id 0 or in use, or the DID unknown ... it reverts
    // ├── when the caller does not act for the TAO ... it reverts
    // ├── when a root is not itself or not admitted ... it reverts
    // ├── given the TAO's attribute does not count, or makes an issuer only ... it reverts
    // ├── when the DID stands in the chain, or the chain is too long ... it reverts
    // └── it is reserved, and counts for nothing

    function test_Reserve() public {
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.AddAttributeRevision(
            _did(4),
            OTHER,
            OTHER,
            IssuerType.TAO,
            _did(2),
            TAO,
            _did(1),
            "",
            _account(2)
        );
        _reserve(4, OTHER, IssuerType.TAO, 2, TAO);
        ITrustedIssuersRegistry.Accreditation memory found = ISSUERS.accreditation(OTHER);
        vm.assertEq(found.didHash, _hash(_did(4)), "DID");
        vm.assertEq(found.taoHash, _hash(_did(2)), "TAO");
        vm.assertEq(found.rootTaoHash, _hash(_did(1)), "root");
        vm.assertEq(found.taoAttributeId, TAO, "attribute of the TAO");
        vm.assertEq(found.depth, 2, "depth");
        vm.assertEq(uint256(found.issuerType), uint256(IssuerType.TAO), "type");
        vm.assertEq(found.accepted, bytes32(0), "accepted");
        vm.assertFalse(found.valid, "counts");
        (bool none, uint256 total) = ISSUERS.getIssuer(_did(4));
        vm.assertTrue(none, "nothing accepted");
        vm.assertEq(total, 1, "attributes");
        (none, ) = ISSUERS.getIssuer(_did(3));
        vm.assertFalse(none, "accepted");
    }

    function test_RevertWhen_Reserve_Invalid() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryTypeInvalid.selector,
                IssuerType.Undefined
            )
        );
        _reserve(4, OTHER, IssuerType.Undefined, 2, TAO);
        bytes32[2] memory ids = [bytes32(0), ISSUER];
        for (uint256 i = 0; i < ids.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrustedIssuersRegistry.TrustedIssuersRegistryAttributeIdInvalid.selector,
                    ids[i]
                )
            );
            _reserve(4, ids[i], IssuerType.TI, 2, TAO);
        }
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryDidUnknown.selector, _did(9))
        );
        _reserve(9, OTHER, IssuerType.TI, 2, TAO);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryNotController.selector,
                _did(2),
                _account(4)
            )
        );
        vm.prank(_account(4));
        ISSUERS.setAttributeMetadata(_did(4), OTHER, IssuerType.TI, _did(2), TAO);
    }

    function test_RevertWhen_Reserve_RootInvalid() public {
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryNotRoot.selector, _did(4))
        );
        _reserve(4, OTHER, IssuerType.RootTAO, 4, OTHER);
        bytes memory refusal = abi.encodeWithSelector(
            ITrustedIssuersRegistry.TrustedIssuersRegistryRootNotItself.selector,
            _did(4),
            _did(1)
        );
        vm.expectRevert(refusal);
        _reserve(4, OTHER, IssuerType.RootTAO, 1, OTHER);
        refusal = abi.encodeWithSelector(
            ITrustedIssuersRegistry.TrustedIssuersRegistryRootNotItself.selector,
            _did(1),
            _did(1)
        );
        vm.expectRevert(refusal);
        _reserve(1, OTHER, IssuerType.RootTAO, 1, ROOT);
    }

    function test_RevertGiven_Reserve_CannotAccredit() public {
        // An issuer has no scope to pass on; nor has an attribute of another DID, an unknown one, or one that was not accepted.
        _expectCannotAccredit(3, ISSUER);
        _reserve(4, OTHER, IssuerType.TI, 3, ISSUER);
        _expectCannotAccredit(2, ROOT);
        _reserve(4, OTHER, IssuerType.TI, 2, ROOT);
        _expectCannotAccredit(2, bytes32(0));
        _reserve(4, OTHER, IssuerType.TI, 2, bytes32(0));
        _reserve(4, OTHER, IssuerType.TAO, 2, TAO);
        _insert(5);
        _expectCannotAccredit(4, OTHER);
        _reserve(5, bytes32(uint256(5)), IssuerType.TI, 4, OTHER);
        // Nor has one that is revoked.
        _revoke(2, TAO, 1);
        _expectCannotAccredit(2, TAO);
        _reserve(5, bytes32(uint256(5)), IssuerType.TI, 2, TAO);
    }

    function test_RevertWhen_Reserve_Circle() public {
        _accredit(4, OTHER, IssuerType.TAO, 2, TAO, _scope(DEGREE));
        uint256[2] memory above = [uint256(2), 1];
        for (uint256 i = 0; i < above.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrustedIssuersRegistry.TrustedIssuersRegistryCircle.selector,
                    _did(above[i]),
                    OTHER
                )
            );
            _reserve(above[i], bytes32(uint256(9)), IssuerType.TAO, 4, OTHER);
        }
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryCircle.selector, _did(4), OTHER)
        );
        _reserve(4, bytes32(uint256(9)), IssuerType.TAO, 4, OTHER);
    }

    function test_RevertWhen_Reserve_TooDeep() public {
        bytes32 above = TAO;
        for (uint256 i = 5; i <= 11; ++i) {
            _insert(i);
            _accredit(i, bytes32(i), IssuerType.TAO, i == 5 ? 2 : i - 1, above, _scope(DEGREE));
            above = bytes32(i);
        }
        vm.assertEq(ISSUERS.accreditation(above).depth, 8, "depth");
        vm.assertTrue(_isAccredited(11, above, DEGREE), "the deepest");
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryTooDeep.selector, above, 8)
        );
        _reserve(4, OTHER, IssuerType.TI, 11, above);
    }

    // setAttributeMetadata, to revoke
    // ├── given the attribute is unknown or revoked ... it reverts
    // ├── when neither its TAO nor its Root TAO revokes ... it reverts
    // └── nothing below counts any more

    function test_Revoke_ByTaoOrRoot() public {
        uint256 snapshot = vm.snapshotState();
        for (uint256 by = 1; by <= 2; ++by) {
            bytes32 revisionId = sha256(abi.encode(vm.getBlockTimestamp(), _did(3), sha256(abi.encode(ISSUER))));
            vm.expectEmit(address(ISSUERS));
            emit ITrustedIssuersRegistry.AddAttributeRevision(
                _did(3),
                ISSUER,
                revisionId,
                IssuerType.Revoked,
                _did(2),
                TAO,
                _did(1),
                "",
                _account(by)
            );
            _revoke(3, ISSUER, by);
            _assertValid(true, true, false);
            vm.assertEq(ISSUERS.getLatestRevisionAttributeId(_did(3), ISSUER), revisionId, "revision");
            ITrustedIssuersRegistry.Attribute memory last = ISSUERS.getLatestRevisionAttribute(_did(3), ISSUER);
            vm.assertEq(uint256(last.issuerType), uint256(IssuerType.Revoked), "type");
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
            snapshot = vm.snapshotState();
        }
    }

    function test_Revoke_EverythingBelow() public {
        vm.assertTrue(_isAccredited(3, ISSUER, DEGREE), "before");
        _revoke(2, TAO, 1);
        _assertValid(true, false, false);
        vm.assertFalse(_isAccredited(3, ISSUER, DEGREE), "below");
        // Who does not count any more can still revoke.
        _revoke(3, ISSUER, 2);
    }

    function test_RevertWhen_Revoke_Invalid() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryUnknownAttribute.selector,
                _did(3),
                TAO
            )
        );
        _revoke(3, TAO, 2);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryNotAccreditor.selector,
                ISSUER,
                _did(4)
            )
        );
        _revoke(3, ISSUER, 4);
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryNotController.selector,
                _did(2),
                _account(3)
            )
        );
        vm.prank(_account(3));
        ISSUERS.setAttributeMetadata(_did(3), ISSUER, IssuerType.Revoked, _did(2), 0);
        _revoke(3, ISSUER, 2);
        bytes memory refusal = abi.encodeWithSelector(
            ITrustedIssuersRegistry.TrustedIssuersRegistryRevoked.selector,
            ISSUER
        );
        vm.expectRevert(refusal);
        _revoke(3, ISSUER, 2);
        vm.expectRevert(refusal);
        _commitHash(3, ISSUER, 2, "new", _scope(DEGREE));
        vm.expectRevert(refusal);
        _accept(3, ISSUER, "new");
    }

    // commitAccreditation
    // ├── when the caller does not act for the TAO ... it reverts
    // ├── given the TAO does not count, or a root is dismissed ... it reverts
    // ├── when the hash is 0 or known, or the scope invalid or wider than the TAO's ... it reverts
    // └── the DID may accept that body, and no other

    function test_Commit() public {
        _reserve(4, OTHER, IssuerType.TI, 2, TAO);
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.AccreditationCommitted(
            _did(4),
            OTHER,
            sha256("body"),
            _scope(LICENCE),
            _account(2)
        );
        _commit(4, OTHER, 2, "body", _scope(LICENCE));
        vm.assertEq(ISSUERS.accreditation(OTHER).committed, sha256("body"), "committed");
        vm.assertEq(abi.encode(ISSUERS.scopeOf(OTHER, sha256("body"))), abi.encode(_scope(LICENCE)), "scope");
        vm.assertFalse(_isAccredited(4, OTHER, LICENCE), "not accepted");
        // The last word counts.
        _commit(4, OTHER, 2, "better", _scope(DEGREE));
        _expectNotCommitted(OTHER, "body", sha256("better"));
        _accept(4, OTHER, "body");
        _accept(4, OTHER, "better");
        vm.assertTrue(_isAccredited(4, OTHER, DEGREE), "accredited");
        vm.assertFalse(_isAccredited(4, OTHER, LICENCE), "not for what was replaced");
    }

    function test_RevertWhen_Commit_Invalid() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryNotController.selector,
                _did(2),
                _account(3)
            )
        );
        _commitHash(3, ISSUER, 3, "body", _scope(DEGREE));
        bytes32[2] memory hashes = [bytes32(0), sha256(abi.encode(ISSUER))];
        for (uint256 i = 0; i < hashes.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrustedIssuersRegistry.TrustedIssuersRegistryBodyHashInvalid.selector,
                    ISSUER,
                    hashes[i]
                )
            );
            vm.prank(_account(2));
            ISSUERS.commitAccreditation(_did(3), ISSUER, hashes[i], _scope(DEGREE));
        }
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryScopeInvalid.selector, 0, 64)
        );
        _commitHash(3, ISSUER, 2, "body", new bytes32[](0));
        bytes32[3] memory wider = [bytes32(DEGREE - 1), bytes32(DEGREE + 1), bytes32(LICENCE + 1)];
        for (uint256 i = 0; i < wider.length; ++i) {
            bytes32[] memory scope = _scope(uint256(wider[i]));
            _expectTooWide(TAO, wider[i]);
            _commitHash(3, ISSUER, 2, "body", scope);
        }
        _expectTooWide(TAO, bytes32(LICENCE + 1));
        _commitHash(3, ISSUER, 2, "body", _scope(DEGREE, LICENCE + 1));
        // A root is bound by what it was admitted for.
        _expectTooWide(ROOT, bytes32(LICENCE + 1));
        _commitHash(1, ROOT, 1, "body", _scope(LICENCE + 1));
    }

    function test_RevertGiven_AboveDoesNotCount() public {
        _commit(3, ISSUER, 2, "body", _scope(DEGREE));
        _commit(1, ROOT, 1, "body", _scope(DEGREE));
        _revoke(2, TAO, 1);
        _expectCannotAccredit(2, TAO);
        _commitHash(3, ISSUER, 2, "other", _scope(DEGREE));
        _expectCannotAccredit(2, TAO);
        _accept(3, ISSUER, "body");
        _decide(address(ISSUERS), abi.encodeCall(ISSUERS.dismissRootTao, (_did(1))));
        bytes memory refusal = abi.encodeWithSelector(
            ITrustedIssuersRegistry.TrustedIssuersRegistryNotRoot.selector,
            _did(1)
        );
        vm.expectRevert(refusal);
        _commitHash(1, ROOT, 1, "other", _scope(DEGREE));
        vm.expectRevert(refusal);
        _accept(1, ROOT, "body");
    }

    // setAttributeData
    // ├── when the caller does not act for the DID ... it reverts
    // ├── when the body is empty, too long, or not the committed one ... it reverts
    // └── it counts, with the committed scope; what was accepted before is replaced

    function test_Accept() public {
        _commit(3, ISSUER, 2, "renewed", _scope(LICENCE));
        vm.assertTrue(_isAccredited(3, ISSUER, DEGREE), "the old counts");
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.AddAttributeRevision(
            _did(3),
            ISSUER,
            sha256("renewed"),
            IssuerType.TI,
            _did(2),
            TAO,
            _did(1),
            "renewed",
            _account(3)
        );
        _accept(3, ISSUER, "renewed");
        vm.assertTrue(_isAccredited(3, ISSUER, LICENCE), "the new counts");
        vm.assertFalse(_isAccredited(3, ISSUER, DEGREE), "the old no more");
        vm.assertFalse(_isAccredited(4, ISSUER, LICENCE), "for nobody else");
        ITrustedIssuersRegistry.Accreditation memory found = ISSUERS.accreditation(ISSUER);
        vm.assertEq(found.accepted, sha256("renewed"), "accepted");
        vm.assertEq(found.committed, bytes32(0), "nothing committed");
        (bytes32[] memory items, uint256 total, , , ) = ISSUERS.getIssuerAttributeRevisions(_did(3), ISSUER, 1, 50);
        vm.assertEq(total, 3, "revisions");
        vm.assertEq(items[2], sha256("renewed"), "the last");
        bytes32 none = sha256("none");
        ITrustedIssuersRegistry.Attribute memory attribute = ISSUERS.getRevisionAttribute(
            _did(3),
            ISSUER,
            sha256("renewed")
        );
        vm.assertEq(attribute.did, _did(3), "DID");
        vm.assertEq(attribute.attributeId, sha256("renewed"), "revision");
        vm.assertEq(attribute.attribData, "renewed", "body");
        vm.assertEq(attribute.tao, _did(2), "TAO");
        vm.assertEq(attribute.rootTao, _did(1), "root");
        vm.assertEq(uint256(attribute.issuerType), uint256(IssuerType.TI), "type");
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryUnknownRevision.selector,
                ISSUER,
                sha256("none")
            )
        );
        ISSUERS.getRevisionAttribute(_did(3), ISSUER, none);
    }

    function test_RevertWhen_Accept_Invalid() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryNotController.selector,
                _did(3),
                _account(2)
            )
        );
        vm.prank(_account(2));
        ISSUERS.setAttributeData(_did(3), ISSUER, "body");
        // What a stranger signed, or nobody, was not committed by the TAO. Nor can a body be accepted twice.
        _expectNotCommitted(ISSUER, "stranger", 0);
        _accept(3, ISSUER, "stranger");
        _expectNotCommitted(ISSUER, abi.encode(ISSUER), 0);
        _accept(3, ISSUER, abi.encode(ISSUER));
        uint256[3] memory lengths = [uint256(0), 8193, 1_000_000];
        for (uint256 i = 0; i < lengths.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrustedIssuersRegistry.TrustedIssuersRegistryBodyLength.selector,
                    lengths[i],
                    8192
                )
            );
            _accept(3, ISSUER, new bytes(lengths[i]));
        }
        _commit(3, ISSUER, 2, new bytes(8192), _scope(DEGREE));
        _accept(3, ISSUER, new bytes(8192));
    }

    // Scopes: what is taken away above is gone below

    function test_Narrowing_ReachesBelow() public {
        _commit(2, TAO, 1, "narrow", _scope(LICENCE));
        _accept(2, TAO, "narrow");
        vm.assertTrue(ISSUERS.accreditation(ISSUER).valid, "the link counts");
        vm.assertFalse(_isAccredited(3, ISSUER, DEGREE), "for nothing");
        vm.assertTrue(_isAccredited(2, TAO, LICENCE), "the TAO");
    }

    // A DID that ends takes its own accreditation and all below along

    function test_Deactivation_ReachesBelow() public {
        vm.prank(_account(2));
        DIDS.deactivateDid(_did(2));
        _assertValid(true, false, false);
        vm.assertFalse(_isAccredited(3, ISSUER, DEGREE), "below");
    }

    // Proxies
    // ├── given the DID is no issuer, or the proxy unknown ... it reverts
    // ├── when the caller neither acts for it nor has the policy ... it reverts
    // ├── when the data are empty, too long or known, or there are 16 ... it reverts
    // └── it is added, updated, removed

    function test_Proxies() public {
        bytes32 proxyId = sha256("{1}");
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.AddIssuerProxy(_did(3), proxyId, "{1}", _account(3));
        _addProxy("{1}");
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryProxyKnown.selector, _did(3), proxyId)
        );
        _addProxy("{1}");
        _addProxy("{2}");
        _addProxy("{3}");
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.UpdateIssuerProxy(_did(3), proxyId, "{9}", _account(3));
        vm.prank(_account(3));
        ISSUERS.updateIssuerProxy(_did(3), proxyId, "{9}");
        vm.assertEq(ISSUERS.getIssuerProxyById(_did(3), proxyId), "{9}", "updated");
        vm.expectEmit(address(ISSUERS));
        emit ITrustedIssuersRegistry.RemoveIssuerProxy(_did(3), proxyId, _account(3));
        vm.prank(_account(3));
        ISSUERS.removeIssuerProxy(_did(3), proxyId);
        bytes memory refusal = abi.encodeWithSelector(
            ITrustedIssuersRegistry.TrustedIssuersRegistryUnknownProxy.selector,
            _did(3),
            proxyId
        );
        vm.expectRevert(refusal);
        ISSUERS.getIssuerProxyById(_did(3), proxyId);
        vm.startPrank(_account(3));
        vm.expectRevert(refusal);
        ISSUERS.updateIssuerProxy(_did(3), proxyId, "{9}");
        vm.expectRevert(refusal);
        ISSUERS.removeIssuerProxy(_did(3), proxyId);
        ISSUERS.removeIssuerProxy(_did(3), sha256("{2}"));
        vm.stopPrank();
        (bytes32[] memory items, uint256 total, , , ) = ISSUERS.getIssuerProxies(_did(3), 1, 50);
        vm.assertEq(total, 1, "one is left");
        vm.assertEq(items[0], sha256("{3}"), "the third");
        vm.assertEq(ISSUERS.getIssuerProxyById(_did(3), sha256("{3}")), "{3}", "its data");
    }

    function test_RevertWhen_Proxy_Invalid() public {
        uint256[2] memory lengths = [uint256(0), 2049];
        for (uint256 i = 0; i < lengths.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryProxyLength.selector,
                lengths[i],
                2048
            );
            vm.expectRevert(refusal);
            _addProxy(string(new bytes(lengths[i])));
        }
        _addProxy(string(new bytes(2048)));
        bytes32 proxyId = sha256(new bytes(2048));
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryProxyLength.selector, 0, 2048)
        );
        vm.prank(_account(3));
        ISSUERS.updateIssuerProxy(_did(3), proxyId, "");
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryUnknownIssuer.selector, _did(4))
        );
        vm.prank(_account(4));
        ISSUERS.addIssuerProxy(_did(4), "{}");
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryNotController.selector,
                _did(3),
                _registrar
            )
        );
        vm.prank(_registrar);
        ISSUERS.addIssuerProxy(_did(3), "{}");
        _grant(Roles.REGISTRARS, _registrar);
        vm.prank(_registrar);
        ISSUERS.addIssuerProxy(_did(3), "{}");
        for (uint256 i = 0; i < 14; ++i) _addProxy(string(abi.encode(i)));
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryTooManyProxies.selector, _did(3), 16)
        );
        _addProxy("{16}");
    }

    // Lists

    function test_Lists() public {
        (string[] memory dids, uint256 total, uint256 howMany, uint256 prev, uint256 next) = ISSUERS.getIssuers(2, 2);
        vm.assertEq(total, 3, "issuers");
        vm.assertEq(howMany, 1, "of the page");
        vm.assertEq(dids[0], _did(3), "the third");
        vm.assertEq(prev, 1, "before");
        vm.assertEq(next, 2, "behind");
        _reserve(3, OTHER, IssuerType.TI, 1, ROOT);
        bytes32[] memory items;
        (items, total, , , ) = ISSUERS.getIssuerAttributes(_did(3), 1, 50);
        vm.assertEq(total, 2, "attributes");
        vm.assertEq(items[1], OTHER, "the second");
        (, total, , , ) = ISSUERS.getIssuers(1, 50);
        vm.assertEq(total, 3, "nobody twice");
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedIssuersRegistry.TrustedIssuersRegistryUnknownIssuer.selector, _did(4))
        );
        ISSUERS.getIssuer(_did(4));
        vm.expectRevert(abi.encodeWithSelector(IPaged.PagedPageInvalid.selector, 1, 51, 50));
        ISSUERS.getIssuers(1, 51);
        vm.assertFalse(_isAccredited(4, bytes32(uint256(99)), DEGREE), "unknown");
    }

    // Pauses: of what is new and of what changes, never of a revocation

    function test_Pause() public {
        _commit(3, ISSUER, 2, "body", _scope(DEGREE));
        _addProxy("{1}");
        bytes32 proxyId = sha256("{1}");
        _pause("registrations");
        _pause("changes");
        vm.expectPartialRevert(ICircuitBreaker.CircuitBreakerPaused.selector);
        _commitHash(3, ISSUER, 2, "other", _scope(DEGREE));
        vm.expectPartialRevert(ICircuitBreaker.CircuitBreakerPaused.selector);
        _accept(3, ISSUER, "body");
        vm.expectPartialRevert(ICircuitBreaker.CircuitBreakerPaused.selector);
        _addProxy("{2}");
        vm.expectPartialRevert(ICircuitBreaker.CircuitBreakerPaused.selector);
        vm.prank(_account(3));
        ISSUERS.updateIssuerProxy(_did(3), proxyId, "{2}");
        vm.prank(_account(3));
        ISSUERS.removeIssuerProxy(_did(3), proxyId);
        _revoke(3, ISSUER, 2);
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        TrustedIssuersRegistryInitialiser(address(ISSUERS)).initialize(_registrar, DIDS, POLICIES);
    }

    function _addProxy(string memory data) private {
        vm.prank(_account(3));
        ISSUERS.addIssuerProxy(_did(3), data);
    }

    function _isAccredited(uint256 which, bytes32 attributeId, uint256 credentialType) private view returns (bool) {
        return ISSUERS.isAccredited(_did(which), attributeId, bytes32(credentialType));
    }

    function _expectCannotAccredit(uint256 tao, bytes32 attributeId) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryCannotAccredit.selector,
                _did(tao),
                attributeId
            )
        );
    }

    function _expectNotCommitted(bytes32 attributeId, bytes memory body, bytes32 committed) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryBodyNotCommitted.selector,
                attributeId,
                sha256(body),
                committed
            )
        );
    }

    function _expectTooWide(bytes32 attributeId, bytes32 credentialType) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedIssuersRegistry.TrustedIssuersRegistryScopeTooWide.selector,
                attributeId,
                credentialType
            )
        );
    }

    function _assertValid(bool root, bool tao, bool issuer) private view {
        vm.assertEq(ISSUERS.accreditation(ROOT).valid, root, "root");
        vm.assertEq(ISSUERS.accreditation(TAO).valid, tao, "TAO");
        vm.assertEq(ISSUERS.accreditation(ISSUER).valid, issuer, "issuer");
    }

    function _ascending(uint256 length) private pure returns (bytes32[] memory scope) {
        scope = new bytes32[](length);
        for (uint256 i = 0; i < length; ++i) scope[i] = bytes32(i + 1);
    }
}
