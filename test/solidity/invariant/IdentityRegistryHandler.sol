// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that owners and guardians do to identities, in any order
/// @dev Beside the register it keeps a model of its own: who approved what, when, for whom.
contract IdentityRegistryHandler is Handler {
    uint256 private constant IDENTITIES_COUNT = 3;
    uint256 private constant ACCOUNTS_COUNT = 6;
    uint256 private constant KEY = 0x1de0;
    uint256 private constant PATIENCE = 30 days;
    bytes32 private constant CHANGE_OWNER = keccak256(
        "ChangeOwner(address identity,address newOwner,uint256 nonce,uint256 deadline)"
    );

    /// @dev What the owner named. Void, as a whole, with the next one, a cancellation or an execution; it rests while another one owns it.
    struct Model {
        address namedBy;
        uint256 guardians;
        uint256 threshold;
        uint256 delay;
        /// Counts what makes approvals void.
        uint256 era;
    }

    struct Consent {
        uint256 guardians;
        uint256 first;
        uint256 reached;
    }

    Model[IDENTITIES_COUNT] private _models;
    address[IDENTITIES_COUNT] private _owners;
    mapping(uint256 one => mapping(uint256 era => mapping(address newOwner => Consent))) private _consents;
    mapping(uint256 one => uint256) private _changes;

    constructor() {
        for (uint256 i = 0; i < IDENTITIES_COUNT; ++i) _owners[i] = _account(i);
        vm.roll(1_000_000);
    }

    /// @notice Goes on in time, and to the next block.
    function pass(uint256 duration) external {
        _advance(bound(duration, 1, 20 days));
        vm.roll(vm.getBlockNumber() + 1);
    }

    function changeOwner(uint256 seed, uint256 actor, uint256 newOwner) external {
        uint256 one = seed % IDENTITIES_COUNT;
        (address caller, address next) = (_account(actor), _account(newOwner));
        vm.prank(caller);
        bool done = _try(address(IDENTITIES), abi.encodeCall(IDENTITIES.changeOwner, (_account(one), next)));
        _check(done == (caller == _owners[one]), "ID4: only the owner changes the owner");
        if (done) _setOwner("changeOwner", one, next);
    }

    function changeOwnerBySig(uint256 seed, uint256 signer, uint256 newOwner, uint256 flaw) external {
        uint256 one = seed % IDENTITIES_COUNT;
        flaw = bound(flaw, 0, 7);
        address next = _account(newOwner);
        uint256 deadline = flaw == 1 ? _now() - 1 : _now() + 1 days;
        uint256 nonce = IDENTITIES.operationNonce(_account(one));
        bytes32 content = keccak256(
            abi.encode(CHANGE_OWNER, _account(one), next, flaw == 2 ? nonce + 1 : nonce, deadline)
        );
        bytes memory signature = _signTypedData(
            KEY + (signer % ACCOUNTS_COUNT),
            "Foedus IdentityRegistry",
            flaw == 3 ? block.chainid + 1 : block.chainid,
            flaw == 4 ? address(this) : address(IDENTITIES),
            content
        );
        bytes memory data = abi.encodeCall(IDENTITIES.changeOwnerBySig, (_account(one), next, deadline, signature));
        bool right = _account(signer) == _owners[one] && (flaw == 0 || flaw > 4);
        bool done = _try(address(IDENTITIES), data);
        _check(done == right, "ID3: exactly the owner's signature for this chain, registry, nonce and time");
        if (!done) return;
        _setOwner("changeOwnerBySig", one, next);
        _check(!_try(address(IDENTITIES), data), "ID3: no signature counts twice");
    }

    function setAttribute(uint256 seed) external {
        uint256 one = seed % IDENTITIES_COUNT;
        vm.prank(_owners[one]);
        bytes memory data = abi.encodeCall(IDENTITIES.setAttribute, (_account(one), "did/svc/Hub", "hub", 1 days));
        bool done = _try(address(IDENTITIES), data);
        _check(done, "the owner says an attribute");
        _noteChange("setAttribute", one);
    }

    function setGuardians(uint256 seed, uint256 chosen, uint256 threshold, uint256 delay) external {
        uint256 one = seed % IDENTITIES_COUNT;
        address owner = _owners[one];
        address[] memory sorted = _sortedAccounts();
        address[] memory guardians = new address[](ACCOUNTS_COUNT);
        uint256 count = 0;
        uint256 set = 0;
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            if (chosen & (1 << i) == 0 || sorted[i] == owner) continue;
            guardians[count++] = sorted[i];
            set |= _bit(sorted[i]);
        }
        assembly {
            mstore(guardians, count)
        }
        threshold = count == 0 ? 0 : bound(threshold, 1, count);
        delay = count == 0 ? 0 : bound(delay, 1 days, 5 days);
        vm.prank(owner);
        bool done = _try(
            address(IDENTITIES),
            abi.encodeCall(IDENTITIES.setGuardians, (_account(one), guardians, uint8(threshold), uint32(delay)))
        );
        _check(done, "ID4: the owner names guardians");
        _models[one] = Model(owner, set, threshold, delay, _models[one].era + 1);
        _note("setGuardians", done);
    }

    function approve(uint256 seed, uint256 guardian, uint256 newOwner) external {
        uint256 one = seed % IDENTITIES_COUNT;
        (address caller, address next) = (_account(guardian), _account(newOwner));
        Model memory model = _models[one];
        Consent memory consent = _consents[one][model.era][next];
        if (_isOutdated(consent, model)) consent = Consent(0, 0, 0);
        bool possible =
            model.namedBy == _owners[one] &&
                model.guardians & _bit(caller) != 0 &&
                next != _owners[one] &&
                consent.guardians & _bit(caller) == 0;
        vm.prank(caller);
        bool done = _try(address(IDENTITIES), abi.encodeCall(IDENTITIES.approveRecovery, (_account(one), next)));
        _check(done == possible, "ID4: guardians of the present owner approve, each once");
        if (!done) return;
        if (consent.guardians == 0) consent.first = _now();
        consent.guardians |= _bit(caller);
        if (_count(consent.guardians) == model.threshold) consent.reached = _now();
        _consents[one][model.era][next] = consent;
        _note("approve", true);
    }

    function cancel(uint256 seed) external {
        uint256 one = seed % IDENTITIES_COUNT;
        vm.prank(_owners[one]);
        bool done = _try(address(IDENTITIES), abi.encodeCall(IDENTITIES.cancelRecovery, (_account(one))));
        _check(done, "ID4: the owner cancels whenever it wants");
        ++_models[one].era;
        _note("cancel", done);
    }

    function execute(uint256 seed, uint256 newOwner) external {
        uint256 one = seed % IDENTITIES_COUNT;
        address next = _account(newOwner);
        Model memory model = _models[one];
        Consent memory consent = _consents[one][model.era][next];
        bool due =
            model.namedBy == _owners[one] &&
                model.threshold > 0 &&
                _count(consent.guardians) >= model.threshold &&
                _now() >= consent.reached + model.delay &&
                _now() <= consent.reached + model.delay + PATIENCE;
        bool done = _try(address(IDENTITIES), abi.encodeCall(IDENTITIES.executeRecovery, (_account(one), next)));
        _check(done == due, "ID4: exactly enough guardians, after the delay, and not cancelled");
        if (!done) return;
        ++_models[one].era;
        _setOwner("execute", one, next);
    }

    /// @notice The register knows every owner as the model does.
    function ownersAreRight() external view returns (bool) {
        for (uint256 i = 0; i < IDENTITIES_COUNT; ++i) {
            if (IDENTITIES.identityOwner(_account(i)) != _owners[i]) return false;
        }
        return true;
    }

    /// @notice The last change of every identity is in the block in which it was.
    function lastChangesAreRight() external view returns (bool) {
        for (uint256 i = 0; i < IDENTITIES_COUNT; ++i) {
            if (IDENTITIES.changed(_account(i)) != _changes[i]) return false;
        }
        return true;
    }

    function _setOwner(string memory action, uint256 one, address owner) private {
        _owners[one] = owner;
        _noteChange(action, one);
    }

    function _noteChange(string memory action, uint256 one) private {
        _changes[one] = vm.getBlockNumber();
        _note(action, true);
    }

    function _isOutdated(Consent memory consent, Model memory model) private view returns (bool) {
        if (consent.guardians == 0) return true;
        uint256 end = consent.reached == 0 ? consent.first + PATIENCE : consent.reached + model.delay + PATIENCE;
        return _now() > end;
    }

    function _sortedAccounts() private pure returns (address[] memory sorted) {
        sorted = new address[](ACCOUNTS_COUNT);
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            address account = _account(i);
            uint256 place = i;
            for (; place > 0 && sorted[place - 1] > account; --place) sorted[place] = sorted[place - 1];
            sorted[place] = account;
        }
    }

    function _bit(address account) private pure returns (uint256) {
        for (uint256 i = 0; i < ACCOUNTS_COUNT; ++i) {
            if (_account(i) == account) return 1 << i;
        }
        return 0;
    }

    function _count(uint256 set) private pure returns (uint256 count) {
        for (; set != 0; set &= set - 1) ++count;
    }

    function _account(uint256 seed) private pure returns (address) {
        return vm.addr(KEY + (seed % ACCOUNTS_COUNT));
    }
}
