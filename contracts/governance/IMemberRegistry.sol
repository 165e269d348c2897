// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice Members vote; observers read and speak.
enum MemberClass {
    Member,
    Observer
}

/// @notice Life cycle of a member.
enum MemberStatus {
    None,
    Active,
    Suspended,
    Left
}

/// @title Members of one body, their mandates and their weights
/// @notice Each member has a fixed account id that stands for it in every vote, whatever key acts. Nobody needs to hold a key for that id.
/// A member's mandate key appoints representatives; each key proves that its holder has it. Memberships cannot be transferred.
interface IMemberRegistry {
    /// @notice A member as it stands in the genesis of a body.
    struct GenesisMember {
        address account;
        bytes32 code;
        MemberClass class;
        uint64 weight;
        uint16 weightYear;
        address mandateKey;
    }

    /// @notice Contracts that verify signatures of keys which are no accounts (ERC-7913).
    struct Verifiers {
        /// ECDSA on P-256, as security modules and identity cards have it. Key: the 64 bytes of the point.
        address p256;
        /// Passkeys (WebAuthn) with user verification. Key: the 64 bytes of the point.
        address passkey;
        /// RSA seals of at least 2048 bits with the exponent 65537. Key: `abi.encode(bytes exponent, bytes modulus)`.
        address seal;
    }

    struct Member {
        /// Short code in ASCII, left-aligned, for example ISO 3166-1 alpha-2 for a state.
        bytes32 code;
        /// Place in the body, from 0, never given again.
        uint8 index;
        MemberClass class;
        MemberStatus status;
        /// Weight while the member is active, for a state its population on 1 January of `weightYear`.
        uint64 weight;
        uint16 weightYear;
        /// Key that appoints representatives; zero until a designated key accepts, and again once the body revoked the mandate.
        address mandateKey;
        /// Key that may accept the mandate; zero when none waits.
        address designatedKey;
    }

    /// @notice A member joined the body.
    event MemberRegistered(
        address indexed account,
        address indexed actor,
        bytes32 code,
        uint8 index,
        MemberClass class,
        uint64 weight,
        uint16 weightYear
    );
    /// @notice A member's weight changed.
    event MemberWeightChanged(address indexed account, address indexed actor, uint64 weight, uint16 weightYear);
    /// @notice A member became an observer, or an observer a member.
    event MemberClassChanged(address indexed account, address indexed actor, MemberClass class);
    /// @notice A member was suspended or reinstated, or left.
    event MemberStatusChanged(address indexed account, address indexed actor, MemberStatus status);
    /// @notice A key may accept the mandate of a member.
    event MandateKeyDesignated(address indexed account, address indexed key, address indexed actor);
    /// @notice A designated key accepted: it appoints the member's representatives from now on.
    event MandateKeyAccepted(address indexed account, address indexed key);
    /// @notice The member's mandate key and all its representatives lost their powers at once. No `RepresentativeEnded` follows.
    event MandateRevoked(address indexed account, address indexed actor);
    /// @notice A representative may vote for the member.
    /// @param notAfter Last second (since 1970) of the mandate.
    event RepresentativeAppointed(address indexed account, address indexed key, address indexed actor, uint48 notAfter);
    /// @notice A representative with a key in the form of ERC-7913 may vote for the member in a time.
    /// @param key Key under which the signer is registered: an account's address, or the last 20 bytes of the hash of `signer`.
    /// @param signer An account's 20 bytes, or those of a verifier and then a key.
    /// @param notBefore First second (since 1970) of the mandate.
    /// @param notAfter Last second of the mandate.
    event KeyAppointed(
        address indexed account,
        address indexed key,
        address indexed actor,
        bytes signer,
        uint48 notBefore,
        uint48 notAfter
    );
    /// @notice Another member carries the vote of a member.
    /// @param notAfter Last second (since 1970) of the proxy.
    /// @param proposalId The one proposal for which it is given; 0 for all.
    event ProxyGiven(
        address indexed account,
        address indexed carrier,
        address indexed actor,
        uint48 notAfter,
        uint256 proposalId
    );
    /// @notice The member votes itself again before the end of its proxy.
    event ProxyEnded(address indexed account, address indexed carrier, address indexed actor);
    /// @notice A representative may no longer vote for the member.
    event RepresentativeEnded(address indexed account, address indexed key, address indexed actor);

    /// @notice No member has this account id.
    /// @custom:remedy Check the account id on the page of the members.
    error MemberRegistryUnknown(address account);
    /// @notice The account id or key is the zero address, or stands for a member already.
    /// @custom:remedy Use another key; a key belongs to at most one member at a time.
    error MemberRegistryKeyTaken(address key);
    /// @notice The body has as many members as it can have.
    /// @custom:remedy Found a new body with a larger registry.
    error MemberRegistryFull(uint256 maximum);
    /// @notice The sum of all weights would be too large, or the weight is 0.
    /// @custom:remedy Give a weight from 1 on; the sum stays at or below `maximum`.
    error MemberRegistryWeightOutOfBounds(uint256 weight, uint256 maximum);
    /// @notice The member's status does not allow this step.
    /// @custom:remedy Active members can be suspended, suspended ones reinstated; leaving is final.
    error MemberRegistryWrongStatus(address account, MemberStatus status);
    /// @notice The member has this class already.
    /// @custom:remedy Nothing to do.
    error MemberRegistryWrongClass(address account, MemberClass class);
    /// @notice The caller does not hold the member's mandate key.
    /// @custom:remedy Send the transaction with the mandate key, or let the body designate a new one.
    error MemberRegistryNotMandateKey(address account, address caller);
    /// @notice The caller is not the key that was designated for the member.
    /// @custom:remedy Accept with the designated key.
    error MemberRegistryNotDesignated(address account, address caller);
    /// @notice The body revoked the member's mandate as often as it can.
    /// @custom:remedy Remove the member and register it under another account id; a mandate can be revoked `maximum` times.
    error MemberRegistryRevocationsExhausted(address account, uint256 maximum);
    /// @notice The key is no representative of the member.
    /// @custom:remedy Check the key on the page of the members.
    error MemberRegistryNotRepresentative(address key);
    /// @notice The key stands for another member, which does not carry this one's vote on the proposal.
    /// @custom:remedy Name the member of which the key is a representative, or one that has given it a proxy.
    error MemberRegistryOtherMember(address key, address account);
    /// @notice The representative's mandate has ended.
    /// @custom:remedy Let the member's mandate key appoint the representative again.
    error MemberRegistryMandateEnded(address key, uint48 notAfter);
    /// @notice The representative's mandate has not begun.
    /// @custom:remedy Vote from the first second of the mandate on, or let the mandate key appoint the representative from now on.
    error MemberRegistryMandateNotBegun(address key, uint48 notBefore);
    /// @notice A mandate would end before it begins.
    /// @custom:remedy Give an end at or after the start.
    error MemberRegistryEndBeforeStart(uint48 notBefore, uint48 notAfter);
    /// @notice The body does not know this verifier of signatures.
    /// @custom:remedy Use one of the verifiers that the register names, or the address of an account.
    error MemberRegistryVerifierUnknown(address verifier);
    /// @notice A member cannot carry its own vote.
    /// @custom:remedy Give the vote to another member.
    error MemberRegistryProxyToItself(address account);
    /// @notice The member has given its vote to another, which carries it.
    /// @custom:remedy Let the carrying member vote, or take the proxy back first.
    error MemberRegistryProxyGiven(address account, address carrier);
    /// @notice The member carries the vote of another already, and can neither carry a second one nor give its own.
    /// @custom:remedy Choose a member that carries none, or let this one end the proxy.
    error MemberRegistryProxyCarried(address account, address carried);
    /// @notice The member has given its vote to nobody.
    /// @custom:remedy Nothing to do.
    error MemberRegistryNoProxy(address account);
    /// @notice The body revoked the member's mandate after the representative was appointed.
    /// @custom:remedy Let the member's new mandate key appoint the representative again, once it has accepted.
    error MemberRegistryMandateRevoked(address key, address account);
    /// @notice An end date lies in the past.
    /// @custom:remedy Give a time after now.
    error MemberRegistryEndInPast(uint48 notAfter);
    /// @notice The proof of possession is too old.
    /// @custom:remedy Sign again with a later deadline.
    error MemberRegistryProofExpired(uint48 deadline);
    /// @notice The signature was not made by the key over exactly these values.
    /// @custom:remedy Sign with the representative's own key for this chain, registry, member, end date and nonce.
    error MemberRegistryProofInvalid(address key);
    /// @notice Observers do not vote.
    /// @custom:remedy Only members vote; the body may change the class by decision.
    error MemberRegistryObserver(address account);
    /// @notice The member had no vote at the timepoint, because it joined or was reinstated later.
    /// @custom:remedy Vote on proposals that began after the member's admission.
    error MemberRegistryNoVoteAt(address account, uint48 timepoint);
    /// @notice The timepoint is not in the past.
    /// @custom:remedy Ask for a timepoint before now.
    error MemberRegistryFutureLookup(uint256 timepoint, uint48 clock);

    /// @notice Adds a member. Restricted.
    function registerMember(GenesisMember calldata member) external;

    /// @notice Sets a member's weight from now on. Restricted.
    function setWeight(address account, uint64 weight, uint16 weightYear) external;

    /// @notice Makes a member an observer or an observer a member. Restricted.
    function setClass(address account, MemberClass class) external;

    /// @notice Suspends an active member: its head and weight count 0 from the next second. Restricted.
    function suspendMember(address account) external;

    /// @notice Makes a suspended member active again. Restricted.
    function reinstateMember(address account) external;

    /// @notice Ends a membership for good, with its mandate key and all its representatives. Restricted.
    /// @dev The keys are free for other members; the account id is not.
    function removeMember(address account) external;

    /// @notice Designates a new mandate key, for a member that lost its own or had it stolen. Restricted.
    /// @dev Revokes the mandate that a key holds: at once that key can do nothing any more, and nobody whom it or an earlier one appointed is a
    /// representative, however many there are. Until the designated key accepts and appoints others, nobody acts for the member. It may be
    /// a key that lost its powers, so that a body also clears away representatives only. Possible 254 times a member.
    /// Warning: votes that were cast before count.
    function designateMandateKey(address account, address key) external;

    /// @notice Designates a successor of the caller, who holds the mandate key. Representatives keep their mandates.
    function handOverMandate(address account, address key) external;

    /// @notice Accepts the mandate: the transaction proves that the caller holds the designated key.
    function acceptMandate(address account) external;

    /// @notice Appoints a representative, or changes the end of the mandate of one. By the mandate key.
    /// @param account Member.
    /// @param key Representative's key.
    /// @param notAfter Last second (since 1970) of the mandate.
    /// @param deadline Seconds since 1970 up to which the proof counts.
    /// @param proof Signature (ECDSA or ERC-1271) of `key` over the EIP-712 struct
    /// `Appointment(address account,address key,uint48 notAfter,uint256 nonce,uint48 deadline)` in the domain
    /// `Foedus MemberRegistry`, version `1`, with this chain's id and this registry's address; `nonce` is `nonces(key)`.
    function appointRepresentative(
        address account,
        address key,
        uint48 notAfter,
        uint48 deadline,
        bytes calldata proof
    ) external;

    /// @notice Appoints a representative with any signer of ERC-7913 for a time, or changes that time. By the mandate key.
    /// @dev Only listed verifiers are taken. A verifier of the member's own could say yes to everybody: whoever it lets in decides for
    /// the member, and the vote of a body could be bought from a contract without anybody being seen to vote. A wallet that is a contract
    /// (ERC-1271) can do the same and cannot be told from others; the body can remove the member.
    /// A member that relies on one device appoints two keys. A passkey belongs to one domain name for ever: keep it.
    /// @param account Member.
    /// @param signer An account's 20 bytes, or those of a verifier and then a key, see `verifiers`.
    /// @param notBefore First second (since 1970) of the mandate; it may have passed.
    /// @param notAfter Last second of the mandate.
    /// @param deadline Seconds since 1970 up to which the proof counts.
    /// @param proof Signature of `signer` over the EIP-712 struct
    /// `KeyAppointment(address account,bytes signer,uint48 notBefore,uint48 notAfter,uint256 nonce,uint48 deadline)` in the same domain as
    /// that of `appointRepresentative`; `nonce` is `nonces` of the key, which for a longer signer is the last 20 bytes of its hash.
    function appointKey(
        address account,
        bytes calldata signer,
        uint48 notBefore,
        uint48 notAfter,
        uint48 deadline,
        bytes calldata proof
    ) external;

    /// @notice Gives the vote of a member to another one, as Article 239 TFEU allows. By the mandate key.
    /// @dev Works at once on every proposal on which the member has not voted. Who carries a vote gives none, and who gives one carries
    /// none. It ends with its time, when either mandate key ends it, when the body revokes the member's mandate, and when the member becomes
    /// an observer.
    /// @param carrier Member that carries the vote, in addition to its own and to no other.
    /// @param notAfter Last second (since 1970) of the proxy.
    /// @param proposalId The one proposal for which it is given; 0 for all.
    function giveProxy(address account, address carrier, uint48 notAfter, uint256 proposalId) external;

    /// @notice Ends the proxy that the member `account` has given. By its mandate key, or by that of the member that carries it.
    function endProxy(address account) external;

    /// @notice Ends the mandate of a representative. By the mandate key or by the representative.
    function endRepresentation(address key) external;

    /// @notice What a vote in person of `key` on a proposal at the present time weighs at `timepoint`.
    /// @dev Eligibility (mandate, status, class, no proxy given) is judged now, weights and totals at the timepoint, which must be in the past.
    /// @return account Account id of the member that the key stands for.
    /// @return index Its place in the body.
    /// @return weight Its weight at the timepoint.
    /// @return totalHeads All heads at the timepoint.
    /// @return totalWeight All weights at the timepoint.
    function ballot(
        address key,
        uint48 timepoint,
        uint256 proposalId
    ) external view returns (address account, uint8 index, uint64 weight, uint16 totalHeads, uint64 totalWeight);

    /// @notice What a vote for the member `account` weighs that `key` casts at the present time, like `ballot`, or as a proxy.
    /// @return carried Whether the vote is carried by the member for which the key stands.
    /// @return index Place of the member in the body.
    function ballotOf(
        address key,
        address account,
        uint48 timepoint,
        uint256 proposalId
    ) external view returns (bool carried, uint8 index, uint64 weight, uint16 totalHeads, uint64 totalWeight);

    /// @notice To whom the member has given its vote for the time being; `given` is false when to nobody.
    function proxyOf(
        address account
    ) external view returns (bool given, address carrier, uint48 notAfter, uint256 proposalId);

    /// @notice Verifiers of the keys that can be appointed; zero for a kind that this body does not take. They never change.
    function verifiers() external view returns (Verifiers memory);

    /// @notice Whether a signer made the signature over the digest: an account (ECDSA or ERC-1271), or a key by its verifier (ERC-7913).
    /// @dev Says nothing of whom the signer stands for. Warning: a wallet may use all gas that it is given.
    function isSignedBy(bytes calldata signer, bytes32 digest, bytes calldata signature) external view returns (bool);

    /// @notice Account id of the member for which `key` may vote at present; reverts when it may not.
    function voterOf(address key) external view returns (address account);

    /// @notice Place and account id that belong to a key or to an account id itself; `found` is false for a stranger.
    /// @dev A representative whose time is over is found until another member appoints its key; one of a revoked mandate is not.
    function memberOf(address keyOrAccount) external view returns (bool found, address account, uint8 index);

    /// @notice All that is registered about a member; `status` is `None` for an unknown one.
    function member(address account) external view returns (Member memory);

    /// @notice How many members were ever registered.
    function memberCount() external view returns (uint256);

    /// @notice Account id at a place.
    function memberAt(uint256 index) external view returns (address account);

    /// @notice Head and weight that the member had at a timepoint in the past.
    function votesAt(address account, uint48 timepoint) external view returns (uint16 heads, uint64 weight);

    /// @notice Weights that members had at a timepoint in the past: 0 for one that had no vote.
    /// @dev Reads the history of each: for a tally that asks for some of the members, once.
    /// @param places Bit `i` stands for the member at place `i`.
    /// @return weights In the order of the places; places at which nobody stands are left out.
    function weightsAt(uint256 places, uint48 timepoint) external view returns (uint64[] memory weights);

    /// @notice Sum of heads and of weights of all active members at a timepoint in the past.
    function totalsAt(uint48 timepoint) external view returns (uint16 heads, uint64 weight);

    /// @notice Sum of heads and of weights of all active members now.
    function totals() external view returns (uint16 heads, uint64 weight);

    /// @notice Last second (since 1970) of the mandate of a representative; 0 when `key` is none, or when the mandate was revoked.
    function representationEnd(address key) external view returns (uint48 notAfter);

    /// @notice Present timepoint: seconds since 1970 (ERC-6372).
    function clock() external view returns (uint48);

    /// @notice `mode=timestamp` (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external view returns (string memory);
}
