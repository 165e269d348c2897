// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Authority} from "../../../contracts/access/Authority.sol";
import {CircuitBreaker} from "../../../contracts/access/CircuitBreaker.sol";
import {Council} from "../../../contracts/governance/Council.sol";
import {DecisionClasses} from "../../../contracts/governance/DecisionClasses.sol";
import {MemberRegistry} from "../../../contracts/governance/MemberRegistry.sol";
import {Vetoes} from "../../../contracts/governance/Vetoes.sol";
import {IDidRegistry} from "../../../contracts/identity/IDidRegistry.sol";
import {ITrustedIssuersRegistry} from "../../../contracts/identity/ITrustedIssuersRegistry.sol";
import {ITrustedSchemasRegistry} from "../../../contracts/identity/ITrustedSchemasRegistry.sol";
import {ITrustedPoliciesRegistry} from "../../../contracts/identity/ITrustedPoliciesRegistry.sol";
import {IIdentityRegistry} from "../../../contracts/identity/IIdentityRegistry.sol";
import {IStatusLists} from "../../../contracts/identity/IStatusLists.sol";
import {ITimestamps} from "../../../contracts/identity/ITimestamps.sol";
import {NetworkDirectory} from "../../../contracts/nodes/NetworkDirectory.sol";
import {NodeMonitoring} from "../../../contracts/nodes/NodeMonitoring.sol";
import {NodeRegistry} from "../../../contracts/nodes/NodeRegistry.sol";
import {OrganisationRegistry} from "../../../contracts/nodes/OrganisationRegistry.sol";
import {ValidatorSet} from "../../../contracts/nodes/ValidatorSet.sol";
import {AccountRegistry} from "../../../contracts/permissions/AccountRegistry.sol";
import {PermissionViews} from "../../../contracts/permissions/PermissionViews.sol";
import {GenesisAddresses} from "../../../generated/GenesisAddresses.sol";
import {vm} from "./Vm.sol";

/// @title The deployed system, for tests and for the handlers of their invariants
/// @notice Code and storage come from the Ignition deployment of the embedded chain: 27 members that have accepted no mandate yet.
abstract contract Genesis {
    /// @dev Later than any deployment, so that the generated history lies in the past.
    uint256 internal constant START = 4_000_000_000;

    Authority internal constant AUTHORITY = Authority(GenesisAddresses.AUTHORITY);
    CircuitBreaker internal constant BREAKER = CircuitBreaker(GenesisAddresses.CIRCUIT_BREAKER);
    MemberRegistry internal constant MEMBERS = MemberRegistry(GenesisAddresses.MEMBER_REGISTRY);
    DecisionClasses internal constant CLASSES = DecisionClasses(GenesisAddresses.DECISION_CLASSES);
    Vetoes internal constant VETOES = Vetoes(GenesisAddresses.VETOES);
    Council internal constant COUNCIL = Council(payable(GenesisAddresses.COUNCIL));
    OrganisationRegistry internal constant ORGANISATIONS = OrganisationRegistry(GenesisAddresses.ORGANISATION_REGISTRY);
    NodeRegistry internal constant NODES = NodeRegistry(GenesisAddresses.NODE_REGISTRY);
    ValidatorSet internal constant VALIDATORS = ValidatorSet(GenesisAddresses.VALIDATOR_SET);
    NetworkDirectory internal constant DIRECTORY = NetworkDirectory(GenesisAddresses.NETWORK_DIRECTORY);
    AccountRegistry internal constant ACCOUNTS = AccountRegistry(GenesisAddresses.ACCOUNT_REGISTRY);
    NodeMonitoring internal constant MONITORING = NodeMonitoring(GenesisAddresses.NODE_MONITORING);
    PermissionViews internal constant PERMISSIONS = PermissionViews(GenesisAddresses.PERMISSION_VIEWS);
    IDidRegistry internal constant DIDS = IDidRegistry(GenesisAddresses.DID_REGISTRY);
    ITrustedIssuersRegistry internal constant ISSUERS = ITrustedIssuersRegistry(
        GenesisAddresses.TRUSTED_ISSUERS_REGISTRY
    );
    ITrustedSchemasRegistry internal constant SCHEMAS = ITrustedSchemasRegistry(
        GenesisAddresses.TRUSTED_SCHEMAS_REGISTRY
    );
    ITrustedPoliciesRegistry internal constant POLICIES = ITrustedPoliciesRegistry(
        GenesisAddresses.TRUSTED_POLICIES_REGISTRY
    );

    IIdentityRegistry internal constant IDENTITIES = IIdentityRegistry(GenesisAddresses.IDENTITY_REGISTRY);
    ITimestamps internal constant TIMESTAMPS = ITimestamps(GenesisAddresses.TIMESTAMPS);
    IStatusLists internal constant STATUS_LISTS = IStatusLists(GenesisAddresses.STATUS_LISTS);

    Council internal constant EMERGENCY = Council(payable(GenesisAddresses.EMERGENCY_COUNCIL));
    MemberRegistry internal constant EMERGENCY_MEMBERS = MemberRegistry(GenesisAddresses.EMERGENCY_MEMBER_REGISTRY);
    Council internal constant OPERATORS = Council(payable(GenesisAddresses.OPERATORS_COMMITTEE));

    uint64 internal constant ADMIN = 0;

    /// @dev Typed data of `IMemberRegistry.appointRepresentative`.
    bytes32 private constant APPOINTMENT_TYPEHASH = keccak256(
        "Appointment(address account,address key,uint48 notAfter,uint256 nonce,uint48 deadline)"
    );
    /// @dev Typed data of `IMemberRegistry.appointKey`.
    bytes32 private constant KEY_APPOINTMENT_TYPEHASH = keccak256(
        "KeyAppointment(address account,bytes signer,uint48 notBefore,uint48 notAfter,uint256 nonce,uint48 deadline)"
    );
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );

    function _loadGenesis() internal {
        vm.loadAllocs("generated/genesis-allocs.json");
        vm.warp(START);
    }

    function _now() internal view returns (uint48) {
        return uint48(vm.getBlockTimestamp());
    }

    function _advance(uint256 duration) internal {
        vm.warp(vm.getBlockTimestamp() + duration);
    }

    /// @dev What an executed decision does, without the votes: the Council schedules the call, waits its delay and executes it.
    function _decide(address target, bytes memory data) internal {
        (bool immediate, uint32 delay) = AUTHORITY.canCall(address(COUNCIL), target, bytes4(data));
        if (!immediate) {
            vm.prank(address(COUNCIL));
            AUTHORITY.schedule(target, data, 0);
            _advance(delay);
        }
        vm.prank(address(COUNCIL));
        AUTHORITY.execute(target, data);
    }

    /// @dev Lets `account` act in a role at once, so that a test need not wait for every decision.
    function _grant(uint64 role, address account) internal {
        _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.grantRole, (role, account, 0)));
    }

    /// @dev A proof of possession of `key`, signed by `privateKey`, which a right one belongs to.
    function _appointmentProof(
        uint256 privateKey,
        address key,
        address account,
        uint48 notAfter,
        uint48 deadline
    ) internal view returns (bytes memory) {
        bytes32 message = keccak256(
            abi.encode(APPOINTMENT_TYPEHASH, account, key, notAfter, MEMBERS.nonces(key), deadline)
        );
        return _signTypedData(privateKey, "Foedus MemberRegistry", block.chainid, address(MEMBERS), message);
    }

    /// @dev Like `_appointmentProof`, for a mandate with a first second.
    function _keyAppointmentProof(
        uint256 privateKey,
        address key,
        address account,
        uint48 notBefore,
        uint48 notAfter
    ) internal view returns (bytes memory) {
        bytes32 message = keccak256(
            abi.encode(
                KEY_APPOINTMENT_TYPEHASH,
                account,
                keccak256(abi.encodePacked(key)),
                notBefore,
                notAfter,
                MEMBERS.nonces(key),
                type(uint48).max
            )
        );
        return _signTypedData(privateKey, "Foedus MemberRegistry", block.chainid, address(MEMBERS), message);
    }

    function _signTypedData(
        uint256 privateKey,
        string memory name,
        uint256 chain,
        address verifier,
        bytes32 message
    ) internal pure returns (bytes memory) {
        bytes32 domain = keccak256(
            abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), keccak256("1"), chain, verifier)
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, keccak256(abi.encodePacked(hex"1901", domain, message)));
        return abi.encodePacked(r, s, v);
    }

    /// @dev The key that waits for the mandate of a member accepts it and appoints a representative.
    function _represent(address account, uint256 privateKey) internal {
        address mandate = MEMBERS.member(account).designatedKey;
        vm.prank(mandate);
        MEMBERS.acceptMandate(account);
        _appoint(mandate, account, privateKey, type(uint48).max);
    }

    function _appoint(address mandate, address account, uint256 privateKey, uint48 notAfter) internal {
        address key = vm.addr(privateKey);
        bytes memory proof = _appointmentProof(privateKey, key, account, notAfter, type(uint48).max);
        vm.prank(mandate);
        MEMBERS.appointRepresentative(account, key, notAfter, type(uint48).max, proof);
    }
}
