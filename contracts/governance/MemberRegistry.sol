// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {ACCOUNT_LENGTH, keyOf} from "../types/Signer.sol";
import {IMemberRegistry, MemberClass, MemberStatus} from "./IMemberRegistry.sol";

/// @title Members of one body, their mandates and their weights
/// @dev Immutable. What a vote reads stands in three slots: the key, the member, the totals. Each of the latter two carries the
/// time of its last change; only a vote on an older snapshot goes to the history.
contract MemberRegistry is AccessManaged, EIP712, Nonces, IMemberRegistry {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev The tally of a Council counts heads in 8 bits.
    uint256 private constant MAX_MEMBERS = 254;
    /// @dev The tally of a Council sums weights in 36 bits: 68 thousand million.
    uint64 private constant MAX_TOTAL_WEIGHT = 2 ** 36 - 1;
    /// @dev Generation of the mandate of a member that has left: nobody was or will be appointed in it.
    uint8 private constant LEFT_GENERATION = type(uint8).max;
    uint256 private constant MAX_REVOCATIONS = LEFT_GENERATION - 1;

    bytes32 private constant APPOINTMENT_TYPEHASH = keccak256(
        "Appointment(address account,address key,uint48 notAfter,uint256 nonce,uint48 deadline)"
    );

    bytes32 private constant KEY_APPOINTMENT_TYPEHASH = keccak256(
        "KeyAppointment(address account,bytes signer,uint48 notBefore,uint48 notAfter,uint256 nonce,uint48 deadline)"
    );

    enum KeyKind {
        None,
        Account,
        Mandate,
        Representative
    }

    struct Key {
        KeyKind kind;
        uint8 index;
        uint48 notAfter;
        // Generation of the mandate under which a representative was appointed.
        uint8 generation;
        uint48 notBefore;
    }

    /// @dev Who may cast a member's vote, as far as the seat tells.
    enum Standing {
        InPerson,
        Observer,
        // A proxy was given. Whether it is in force stands in a slot that only the votes of such a member read.
        ByProxy
    }

    struct Proxy {
        uint8 carrier;
        // Of the mandate of the member that gave it: a recovery ends it with everything else.
        uint8 generation;
        uint48 notAfter;
        // Zero: all proposals.
        uint256 proposalId;
    }

    struct Seat {
        address account;
        // 40 bits last for 34 thousand years.
        uint40 since;
        // 36 bits are enough for a weight, as the sum of all is bounded.
        uint40 weight;
        Standing standing;
        // How often the body revoked the mandate. Representatives of another generation have ended, so that nothing loops over them.
        uint8 generation;
    }

    struct Record {
        bytes32 code;
        MemberStatus status;
        uint16 weightYear;
        // Weight as registered; the seat weighs 0 while the member is not active or is an observer.
        uint64 weight;
        address mandateKey;
        address designatedKey;
    }

    struct Totals {
        uint48 since;
        uint16 heads;
        uint64 weight;
    }

    mapping(address key => Key) private _keys;
    mapping(uint256 index => Seat) private _seats;
    mapping(uint256 index => Record) private _records;
    mapping(uint256 index => Checkpoints.Trace208) private _history;
    mapping(uint256 index => Proxy) private _proxies;
    /// @dev Place of the member whose vote a member carries, plus one; it may have ended since.
    mapping(uint256 index => uint16) private _carried;
    address private immutable _p256;
    address private immutable _passkey;
    address private immutable _seal;
    Totals private _totals;
    uint16 private _count;
    Checkpoints.Trace208 private _totalsHistory;

    /// @param authority Whom restricted functions ask.
    /// @param genesis First members; at most 254.
    /// @param keyVerifiers What verifies the signatures of keys that are no accounts; never changes.
    constructor(
        address authority,
        GenesisMember[] memory genesis,
        Verifiers memory keyVerifiers
    ) AccessManaged(authority) EIP712("Foedus MemberRegistry", "1") {
        (_p256, _passkey, _seal) = (keyVerifiers.p256, keyVerifiers.passkey, keyVerifiers.seal);
        for (uint256 i = 0; i < genesis.length; ++i) {
            _register(genesis[i]);
        }
    }

    /// @inheritdoc IMemberRegistry
    function registerMember(GenesisMember calldata newMember) external restricted {
        _register(newMember);
    }

    /// @inheritdoc IMemberRegistry
    function setWeight(address account, uint64 weight, uint16 weightYear) external restricted {
        uint8 index = _present(account);
        _checkWeight(weight, _classOf(_seats[index].standing));
        _records[index].weight = weight;
        _records[index].weightYear = weightYear;
        _reweigh(index);
        emit MemberWeightChanged(account, msg.sender, weight, weightYear);
    }

    /// @inheritdoc IMemberRegistry
    function setClass(address account, MemberClass class) external restricted {
        uint8 index = _present(account);
        if (_classOf(_seats[index].standing) == class) revert MemberRegistryWrongClass(account, class);
        _checkWeight(_records[index].weight, class);
        // A proxy that the member gave before it became an observer has ended.
        _seats[index].standing = _standingOf(class);
        _reweigh(index);
        emit MemberClassChanged(account, msg.sender, class);
    }

    /// @inheritdoc IMemberRegistry
    function suspendMember(address account) external restricted {
        _changeStatus(account, MemberStatus.Active, MemberStatus.Suspended);
    }

    /// @inheritdoc IMemberRegistry
    function reinstateMember(address account) external restricted {
        _changeStatus(account, MemberStatus.Suspended, MemberStatus.Active);
    }

    /// @inheritdoc IMemberRegistry
    function removeMember(address account) external restricted {
        uint8 index = _present(account);
        _records[index].designatedKey = address(0);
        _revokeMandate(index, account, LEFT_GENERATION);
        _changeStatus(account, _records[index].status, MemberStatus.Left);
    }

    /// @inheritdoc IMemberRegistry
    function designateMandateKey(address account, address key) external restricted {
        uint8 index = _present(account);
        if (_records[index].mandateKey != address(0)) {
            uint8 generation = _seats[index].generation;
            if (generation == MAX_REVOCATIONS) revert MemberRegistryRevocationsExhausted(account, MAX_REVOCATIONS);
            _revokeMandate(index, account, generation + 1);
        }
        _designate(index, account, key);
    }

    /// @inheritdoc IMemberRegistry
    function handOverMandate(address account, address key) external {
        _designate(_mandated(account), account, key);
    }

    /// @inheritdoc IMemberRegistry
    function acceptMandate(address account) external {
        uint8 index = _present(account);
        Record storage record = _records[index];
        if (record.designatedKey != msg.sender) revert MemberRegistryNotDesignated(account, msg.sender);
        _checkFree(msg.sender);

        delete _keys[record.mandateKey];
        _keys[msg.sender] = Key({kind: KeyKind.Mandate, index: index, notAfter: 0, generation: 0, notBefore: 0});
        record.mandateKey = msg.sender;
        record.designatedKey = address(0);
        emit MandateKeyAccepted(account, msg.sender);
    }

    /// @inheritdoc IMemberRegistry
    function appointRepresentative(
        address account,
        address key,
        uint48 notAfter,
        uint48 deadline,
        bytes calldata proof
    ) external {
        uint8 index = _mandated(account);
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(APPOINTMENT_TYPEHASH, account, key, notAfter, _useNonce(key), deadline))
        );
        if (deadline < clock()) revert MemberRegistryProofExpired(deadline);
        _appoint(index, key, clock(), notAfter);
        if (!SignatureChecker.isValidSignatureNow(key, digest, proof)) revert MemberRegistryProofInvalid(key);
        emit RepresentativeAppointed(account, key, msg.sender, notAfter);
    }

    /// @inheritdoc IMemberRegistry
    function appointKey(
        address account,
        bytes calldata signer,
        uint48 notBefore,
        uint48 notAfter,
        uint48 deadline,
        bytes calldata proof
    ) external {
        uint8 index = _mandated(account);
        if (signer.length > ACCOUNT_LENGTH) _checkVerifier(address(bytes20(signer)));
        address key = keyOf(signer);
        bytes32 digest = _hashTypedDataV4(
            keccak256(
                abi.encode(
                    KEY_APPOINTMENT_TYPEHASH,
                    account,
                    keccak256(signer),
                    notBefore,
                    notAfter,
                    _useNonce(key),
                    deadline
                )
            )
        );
        if (deadline < clock()) revert MemberRegistryProofExpired(deadline);
        _appoint(index, key, notBefore, notAfter);
        if (!SignatureChecker.isValidSignatureNow(signer, digest, proof)) revert MemberRegistryProofInvalid(key);
        emit KeyAppointed(account, key, msg.sender, signer, notBefore, notAfter);
    }

    /// @inheritdoc IMemberRegistry
    function endRepresentation(address key) external {
        Key memory entry = _keys[key];
        if (entry.kind != KeyKind.Representative) revert MemberRegistryNotRepresentative(key);
        address account = _seats[entry.index].account;
        if (_isRevoked(entry)) revert MemberRegistryMandateRevoked(key, account);
        if (msg.sender != key && msg.sender != _records[entry.index].mandateKey) {
            revert MemberRegistryNotMandateKey(account, msg.sender);
        }
        delete _keys[key];
        emit RepresentativeEnded(account, key, msg.sender);
    }

    /// @inheritdoc IMemberRegistry
    function giveProxy(address account, address carrier, uint48 notAfter, uint256 proposalId) external {
        uint8 index = _mandated(account);
        if (notAfter <= clock()) revert MemberRegistryEndInPast(notAfter);
        uint8 carrierIndex = _present(carrier);
        if (carrierIndex == index) revert MemberRegistryProxyToItself(account);
        _checkVotes(index);
        _checkVotes(carrierIndex);
        // Whoever gives its vote carries none, and whoever carries one has its own: so there is neither chain nor circle.
        _checkNoProxy(index);
        _checkNoProxy(carrierIndex);

        Seat storage seat = _seats[index];
        seat.standing = Standing.ByProxy;
        _proxies[index] = Proxy({
            carrier: carrierIndex,
            generation: seat.generation,
            notAfter: notAfter,
            proposalId: proposalId
        });
        _carried[carrierIndex] = uint16(index) + 1;
        emit ProxyGiven(account, carrier, msg.sender, notAfter, proposalId);
    }

    /// @inheritdoc IMemberRegistry
    function endProxy(address account) external {
        uint8 index = _indexOf(account);
        (bool inForce, uint8 carrier) = _proxyOf(index);
        if (!inForce) revert MemberRegistryNoProxy(account);
        if (msg.sender != _records[index].mandateKey && msg.sender != _records[carrier].mandateKey) {
            revert MemberRegistryNotMandateKey(account, msg.sender);
        }
        _seats[index].standing = Standing.InPerson;
        delete _proxies[index];
        emit ProxyEnded(account, _seats[carrier].account, msg.sender);
    }

    /// @inheritdoc IMemberRegistry
    function ballot(
        address key,
        uint48 timepoint,
        uint256 proposalId
    ) external view returns (address account, uint8 index, uint64 weight, uint16 totalHeads, uint64 totalWeight) {
        Seat storage seat;
        (index, seat) = _eligible(key);
        _checkInPerson(index, seat, proposalId);
        account = seat.account;
        (weight, totalHeads, totalWeight) = _votesOf(index, seat, timepoint);
    }

    /// @inheritdoc IMemberRegistry
    function ballotOf(
        address key,
        address account,
        uint48 timepoint,
        uint256 proposalId
    ) external view returns (bool carried, uint8 index, uint64 weight, uint16 totalHeads, uint64 totalWeight) {
        Seat storage seat;
        (index, seat) = _eligible(key);
        carried = seat.account != account;
        if (carried) {
            uint8 carrier = index;
            index = _indexOf(account);
            seat = _seats[index];
            if (!_isCarriedBy(carrier, index, proposalId)) revert MemberRegistryOtherMember(key, account);
            if (seat.weight == 0) _revertWithoutVote(index, seat);
        } else {
            _checkInPerson(index, seat, proposalId);
        }
        (weight, totalHeads, totalWeight) = _votesOf(index, seat, timepoint);
    }

    /// @inheritdoc IMemberRegistry
    function isSignedBy(bytes calldata signer, bytes32 digest, bytes calldata signature) external view returns (bool) {
        return SignatureChecker.isValidSignatureNow(signer, digest, signature);
    }

    /// @inheritdoc IMemberRegistry
    function proxyOf(
        address account
    ) external view returns (bool given, address carrier, uint48 notAfter, uint256 proposalId) {
        uint8 index = _indexOf(account);
        (bool inForce, uint8 carrierIndex) = _proxyOf(index);
        if (!inForce) return (false, address(0), 0, 0);
        Proxy storage proxy = _proxies[index];
        return (true, _seats[carrierIndex].account, proxy.notAfter, proxy.proposalId);
    }

    /// @inheritdoc IMemberRegistry
    function verifiers() external view returns (Verifiers memory) {
        return Verifiers({p256: _p256, passkey: _passkey, seal: _seal});
    }

    /// @inheritdoc IMemberRegistry
    function voterOf(address key) external view returns (address) {
        (, Seat storage seat) = _eligible(key);
        return seat.account;
    }

    /// @inheritdoc IMemberRegistry
    function memberOf(address keyOrAccount) external view returns (bool found, address account, uint8 index) {
        Key memory entry = _keys[keyOrAccount];
        if (entry.kind == KeyKind.None || _isRevoked(entry)) return (false, address(0), 0);
        return (true, _seats[entry.index].account, entry.index);
    }

    /// @inheritdoc IMemberRegistry
    function member(address account) external view returns (Member memory) {
        Key memory entry = _keys[account];
        if (entry.kind != KeyKind.Account) {
            return Member(bytes32(0), 0, MemberClass.Member, MemberStatus.None, 0, 0, address(0), address(0));
        }
        Record memory record = _records[entry.index];
        return
            Member({
                code: record.code,
                index: entry.index,
                class: _classOf(_seats[entry.index].standing),
                status: record.status,
                weight: record.weight,
                weightYear: record.weightYear,
                mandateKey: record.mandateKey,
                designatedKey: record.designatedKey
            });
    }

    /// @inheritdoc IMemberRegistry
    function memberCount() external view returns (uint256) {
        return _count;
    }

    /// @inheritdoc IMemberRegistry
    function memberAt(uint256 index) external view returns (address) {
        return _seats[index].account;
    }

    /// @inheritdoc IMemberRegistry
    function votesAt(address account, uint48 timepoint) external view returns (uint16 heads, uint64 weight) {
        if (timepoint >= clock()) revert MemberRegistryFutureLookup(timepoint, clock());
        return _unpack(_history[_indexOf(account)].upperLookup(timepoint));
    }

    /// @inheritdoc IMemberRegistry
    function weightsAt(uint256 places, uint48 timepoint) external view returns (uint64[] memory weights) {
        if (timepoint >= clock()) revert MemberRegistryFutureLookup(timepoint, clock());
        uint256 present = places & ((1 << _count) - 1);
        uint256 found;
        for (uint256 rest = present; rest != 0; rest &= rest - 1) ++found;
        weights = new uint64[](found);
        found = 0;
        for (uint256 index = 0; present >> index != 0; ++index) {
            if ((present >> index) & 1 == 1) weights[found++] = _weight(_history[index].upperLookup(timepoint));
        }
    }

    /// @inheritdoc IMemberRegistry
    function totalsAt(uint48 timepoint) external view returns (uint16 heads, uint64 weight) {
        if (timepoint >= clock()) revert MemberRegistryFutureLookup(timepoint, clock());
        return _unpack(_totalsHistory.upperLookup(timepoint));
    }

    /// @inheritdoc IMemberRegistry
    function totals() external view returns (uint16 heads, uint64 weight) {
        return (_totals.heads, _totals.weight);
    }

    /// @inheritdoc IMemberRegistry
    function representationEnd(address key) external view returns (uint48) {
        Key memory entry = _keys[key];
        return entry.kind == KeyKind.Representative && !_isRevoked(entry) ? entry.notAfter : 0;
    }

    /// @inheritdoc IMemberRegistry
    function clock() public view returns (uint48) {
        return Time.timestamp();
    }

    /// @inheritdoc IMemberRegistry
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=timestamp";
    }

    function _register(GenesisMember memory newMember) private {
        uint256 index = _count;
        if (index == MAX_MEMBERS) revert MemberRegistryFull(MAX_MEMBERS);
        _checkFree(newMember.account);
        _checkWeight(newMember.weight, newMember.class);

        _count = uint16(index + 1);
        _keys[newMember.account] = Key({
            kind: KeyKind.Account,
            index: uint8(index),
            notAfter: 0,
            generation: 0,
            notBefore: 0
        });
        _seats[index] = Seat({
            account: newMember.account,
            since: 0,
            weight: 0,
            standing: _standingOf(newMember.class),
            generation: 0
        });
        _records[index].code = newMember.code;
        _records[index].status = MemberStatus.Active;
        _records[index].weight = newMember.weight;
        _records[index].weightYear = newMember.weightYear;
        _reweigh(uint8(index));
        emit MemberRegistered(
            newMember.account,
            msg.sender,
            newMember.code,
            uint8(index),
            newMember.class,
            newMember.weight,
            newMember.weightYear
        );
        _designate(uint8(index), newMember.account, newMember.mandateKey);
    }

    function _appoint(uint8 index, address key, uint48 notBefore, uint48 notAfter) private {
        if (notAfter <= clock()) revert MemberRegistryEndInPast(notAfter);
        if (notAfter < notBefore) revert MemberRegistryEndBeforeStart(notBefore, notAfter);
        Key memory present = _keys[key];
        if (present.kind != KeyKind.Representative || present.index != index) _checkFree(key);
        _keys[key] = Key({
            kind: KeyKind.Representative,
            index: index,
            notAfter: notAfter,
            generation: _seats[index].generation,
            notBefore: notBefore
        });
    }

    function _changeStatus(address account, MemberStatus from, MemberStatus to) private {
        uint8 index = _present(account);
        Record storage record = _records[index];
        if (record.status != from) revert MemberRegistryWrongStatus(account, record.status);
        record.status = to;
        _reweigh(index);
        emit MemberStatusChanged(account, msg.sender, to);
    }

    /// @dev Takes their powers from the mandate key and from all representatives.
    function _revokeMandate(uint8 index, address account, uint8 generation) private {
        Record storage record = _records[index];
        delete _keys[record.mandateKey];
        record.mandateKey = address(0);
        _seats[index].generation = generation;
        emit MandateRevoked(account, msg.sender);
    }

    /// @dev A designated key is not reserved: it belongs to the member only when its holder accepts.
    function _designate(uint8 index, address account, address key) private {
        _checkFree(key);
        _records[index].designatedKey = key;
        emit MandateKeyDesignated(account, key, msg.sender);
    }

    /// @dev Brings seat and totals, with their histories, in line with status, class and registered weight.
    function _reweigh(uint8 index) private {
        Seat storage seat = _seats[index];
        bool votes = _records[index].status == MemberStatus.Active && seat.standing != Standing.Observer;
        uint64 before = seat.weight;
        uint64 weight = votes ? _records[index].weight : 0;
        uint16 heads = _totals.heads + (votes ? 1 : 0) - (before > 0 ? 1 : 0);
        uint64 sum = _totals.weight - before + weight;
        if (sum > MAX_TOTAL_WEIGHT) revert MemberRegistryWeightOutOfBounds(weight, MAX_TOTAL_WEIGHT);

        seat.weight = uint40(weight);
        seat.since = uint40(clock());
        _history[index].push(clock(), _pack(votes ? 1 : 0, weight));
        _totals = Totals({since: clock(), heads: heads, weight: sum});
        _totalsHistory.push(clock(), _pack(heads, sum));
    }

    function _indexOf(address account) private view returns (uint8) {
        Key memory entry = _keys[account];
        if (entry.kind != KeyKind.Account) revert MemberRegistryUnknown(account);
        return entry.index;
    }

    /// @dev Index of a member that has not left.
    function _present(address account) private view returns (uint8 index) {
        index = _indexOf(account);
        if (_records[index].status == MemberStatus.Left) {
            revert MemberRegistryWrongStatus(account, MemberStatus.Left);
        }
    }

    /// @dev Index of a member whose mandate key is the caller.
    function _mandated(address account) private view returns (uint8 index) {
        index = _present(account);
        if (_records[index].mandateKey != msg.sender) revert MemberRegistryNotMandateKey(account, msg.sender);
    }

    /// @dev Weight and totals at a timepoint in the past.
    function _votesOf(
        uint8 index,
        Seat storage seat,
        uint48 timepoint
    ) private view returns (uint64 weight, uint16 totalHeads, uint64 totalWeight) {
        if (timepoint >= clock()) revert MemberRegistryFutureLookup(timepoint, clock());
        weight = seat.since <= timepoint ? seat.weight : _weight(_history[index].upperLookup(timepoint));
        if (weight == 0) revert MemberRegistryNoVoteAt(seat.account, timepoint);
        Totals storage sums = _totals;
        (totalHeads, totalWeight) = sums.since <= timepoint
            ? (sums.heads, sums.weight)
            : _unpack(_totalsHistory.upperLookup(timepoint));
    }

    /// @dev Place and seat of the member for which the key may vote now. The weight in the seat tells an active member from all
    /// others, so that a vote reads no further slot.
    function _eligible(address key) private view returns (uint8, Seat storage) {
        Key storage entry = _keys[key];
        if (entry.kind != KeyKind.Representative) revert MemberRegistryNotRepresentative(key);
        if (entry.notAfter < clock()) revert MemberRegistryMandateEnded(key, entry.notAfter);
        if (entry.notBefore > clock()) revert MemberRegistryMandateNotBegun(key, entry.notBefore);
        Seat storage seat = _seats[entry.index];
        if (seat.weight == 0) _revertWithoutVote(entry.index, seat);
        if (entry.generation != seat.generation) revert MemberRegistryMandateRevoked(key, seat.account);
        return (entry.index, seat);
    }

    /// @dev Says why the seat weighs nothing.
    function _revertWithoutVote(uint8 index, Seat storage seat) private view {
        if (seat.standing == Standing.Observer) revert MemberRegistryObserver(seat.account);
        revert MemberRegistryWrongStatus(seat.account, _records[index].status);
    }

    /// @dev A flag in the seat, which every vote reads, says whether there is more to read.
    function _checkInPerson(uint8 index, Seat storage seat, uint256 proposalId) private view {
        if (seat.standing != Standing.ByProxy) return;
        (bool inForce, uint8 carrier) = _proxyOf(index);
        if (inForce && _coversProposal(index, proposalId)) {
            revert MemberRegistryProxyGiven(seat.account, _seats[carrier].account);
        }
    }

    function _isCarriedBy(uint8 carrier, uint8 index, uint256 proposalId) private view returns (bool) {
        (bool inForce, uint8 present) = _proxyOf(index);
        return inForce && present == carrier && _coversProposal(index, proposalId);
    }

    function _coversProposal(uint8 index, uint256 proposalId) private view returns (bool) {
        uint256 covered = _proxies[index].proposalId;
        return covered == 0 || covered == proposalId;
    }

    /// @dev Whether the member at `index` has given its vote to another for the time being, and who carries it.
    function _proxyOf(uint8 index) private view returns (bool inForce, uint8 carrier) {
        Seat storage seat = _seats[index];
        if (seat.standing != Standing.ByProxy) return (false, 0);
        Proxy storage proxy = _proxies[index];
        inForce = proxy.notAfter >= clock() && proxy.generation == seat.generation;
        carrier = proxy.carrier;
    }

    function _checkNoProxy(uint8 index) private view {
        (bool given, uint8 carrier) = _proxyOf(index);
        if (given) revert MemberRegistryProxyGiven(_seats[index].account, _seats[carrier].account);
        uint16 carried = _carried[index];
        if (carried == 0) return;
        uint8 giver = uint8(carried - 1);
        (given, carrier) = _proxyOf(giver);
        if (given && carrier == index) {
            revert MemberRegistryProxyCarried(_seats[index].account, _seats[giver].account);
        }
    }

    function _checkVotes(uint8 index) private view {
        Seat storage seat = _seats[index];
        if (seat.weight == 0) _revertWithoutVote(index, seat);
    }

    function _checkVerifier(address verifier) private view {
        bool listed = verifier == _p256 || verifier == _passkey || verifier == _seal;
        if (!listed || verifier == address(0)) revert MemberRegistryVerifierUnknown(verifier);
    }

    function _classOf(Standing standing) private pure returns (MemberClass) {
        return standing == Standing.Observer ? MemberClass.Observer : MemberClass.Member;
    }

    function _standingOf(MemberClass class) private pure returns (Standing) {
        return class == MemberClass.Observer ? Standing.Observer : Standing.InPerson;
    }

    /// @dev Whether the key was a representative's, and the mandate was revoked since or the member has left.
    function _isRevoked(Key memory entry) private view returns (bool) {
        return entry.kind == KeyKind.Representative && entry.generation != _seats[entry.index].generation;
    }

    /// @dev A key is free when nobody has it, or when it was a representative's and the mandate has ended or was revoked.
    function _checkFree(address key) private view {
        Key memory entry = _keys[key];
        bool ended = (entry.kind == KeyKind.Representative && entry.notAfter < clock()) || _isRevoked(entry);
        if (key == address(0) || (entry.kind != KeyKind.None && !ended)) revert MemberRegistryKeyTaken(key);
    }

    function _checkWeight(uint64 weight, MemberClass class) private pure {
        bool outOfBounds = weight > MAX_TOTAL_WEIGHT || (weight == 0 && class == MemberClass.Member);
        if (outOfBounds) revert MemberRegistryWeightOutOfBounds(weight, MAX_TOTAL_WEIGHT);
    }

    function _pack(uint16 heads, uint64 weight) private pure returns (uint208) {
        return (uint208(heads) << 64) | weight;
    }

    function _unpack(uint208 packed) private pure returns (uint16 heads, uint64 weight) {
        return (uint16(packed >> 64), uint64(packed));
    }

    function _weight(uint208 packed) private pure returns (uint64 weight) {
        (, weight) = _unpack(packed);
    }
}
