// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {NodeId} from "../types/NodeId.sol";
import {OrganisationId} from "../types/OrganisationId.sol";
import {IOrganisationRegistry} from "./IOrganisationRegistry.sol";
import {IValidatorSet} from "./IValidatorSet.sol";

/// @notice What a node does in its network.
enum NodeKind {
    Validator,
    Boot,
    Observer,
    Bridge
}

/// @notice Life cycle of a node: registered by its organisation as pending, admitted, suspended and reinstated by decision, retired for
/// good. The organisation itself puts an active node on standby; monitors put a silent validator into quarantine.
/// @dev New statuses stand last, so that stored ones keep their meaning.
enum NodeStatus {
    None,
    Pending,
    Active,
    Suspended,
    Retired,
    Standby,
    Quarantined
}

/// @title Register of the nodes of all networks
/// @notice Two steps: an administrator of the organisation registers a node with a proof that the organisation holds its key;
/// the body admits it. Active validators of this chain stand in the ValidatorSet as well.
interface INodeRegistry {
    struct Node {
        OrganisationId organisation;
        /// Chain id of the network that the node belongs to.
        uint64 network;
        NodeKind kind;
        NodeStatus status;
        /// Port of the peer-to-peer protocol.
        uint16 port;
        /// Seconds since 1970 at which the node became active last, 0 while it is not active.
        uint48 activeSince;
        /// Seconds that the node was active before `activeSince`.
        uint64 activeSecondsBefore;
        /// Host name or IP address of the enode, 1 to 253 characters out of letters, digits, dot, hyphen, colon.
        string host;
        /// Uncompressed secp256k1 public key without prefix: 64 bytes.
        bytes publicKey;
    }

    /// @notice What an organisation says about its node; nothing on the chain depends on it but what others read from it.
    struct NodeDescription {
        /// ISO 3166-1 country or ISO 3166-2 subdivision in which the node stands, for example `BE` or `BE-BRU`; at most 6 bytes.
        string region;
        /// Entry of the catalogue that the node runs, 0 if none.
        bytes32 template;
        /// Digest of the release that the node runs, for example of its container image; 0 if not told.
        bytes32 release;
        /// Service class that the organisation offers, for example `standard`; at most 32 bytes.
        string serviceClass;
    }

    /// @notice An organisation registered a node; it waits for admission.
    event NodeRegistered(
        NodeId indexed node,
        OrganisationId indexed organisation,
        address indexed actor,
        uint64 network,
        NodeKind kind,
        bytes publicKey,
        string host,
        uint16 port
    );
    /// @notice A node has a new status.
    /// @param activeSeconds Seconds that the node was active in total up to now.
    event NodeStatusChanged(NodeId indexed node, address indexed actor, NodeStatus status, uint64 activeSeconds);

    /// @notice A node is reached under another host or port from now on.
    event NodeMoved(NodeId indexed node, address indexed actor, string host, uint16 port);
    /// @notice An organisation says something else about its node.
    event NodeDescribed(
        NodeId indexed node,
        address indexed actor,
        string region,
        bytes32 template,
        bytes32 release,
        string serviceClass
    );

    /// @notice No node has this id.
    /// @custom:remedy Let the organisation register the node first, or check the public key.
    error NodeRegistryUnknown(NodeId node);
    /// @notice The public key is registered already; a key stands for one node for ever.
    /// @custom:remedy Use the registered node, or make a new node key.
    error NodeRegistryAlreadyRegistered(NodeId node);
    /// @notice The node's status does not allow this step.
    /// @custom:remedy Pending nodes can be admitted or withdrawn, active ones suspended, put on standby or into quarantine, all three brought back; retirement is final.
    error NodeRegistryWrongStatus(NodeId node, NodeStatus status);
    /// @notice The caller is not an administrator of the organisation.
    /// @custom:remedy Let one of the organisation's administrators send the transaction.
    error NodeRegistryNotAdministrator(OrganisationId organisation, address account);
    /// @notice The organisation is not registered or not active.
    /// @custom:remedy A body must register or reinstate the organisation before it registers nodes.
    error NodeRegistryOrganisationNotActive(OrganisationId organisation);
    /// @notice The public key does not have 64 bytes.
    /// @custom:remedy Give the uncompressed secp256k1 key without the 0x04 prefix: 128 hexadecimal digits, as in an enode URL.
    error NodeRegistryPublicKeyLength(uint256 length);
    /// @notice The host is empty, too long, or has a character that no host name or address has.
    /// @custom:remedy Give a host name or an IP address: letters, digits, dots, hyphens and colons, at most 253.
    error NodeRegistryHostInvalid(string host);
    /// @notice The port is 0.
    /// @custom:remedy Give the port of the node's peer-to-peer protocol, usually 30303.
    error NodeRegistryPortInvalid();
    /// @notice The network is 0.
    /// @custom:remedy Give the chain id of the network that the node belongs to.
    error NodeRegistryNetworkInvalid();
    /// @notice The proof of possession is too old.
    /// @custom:remedy Sign again with a later deadline.
    error NodeRegistryProofExpired(uint48 deadline);
    /// @notice The signature was not made by the node's key over exactly these values.
    /// @custom:remedy Sign with the node's own key for this chain, registry, organisation, network, kind and nonce: the page "Register a node" gives the command.
    error NodeRegistryProofInvalid(NodeId node, address recovered);
    /// @notice The key validates this chain already, so that it cannot be registered as anything else.
    /// @custom:remedy Register it as a validator of this chain, or make a new key for the other purpose.
    error NodeRegistryValidatorKey(NodeId node);
    /// @notice The organisation put a node on standby, or monitors put this one into quarantine, less than a day ago.
    /// @custom:remedy Try again from `possibleFrom` on (seconds since 1970), or let the body suspend or reinstate the node.
    error NodeRegistryTooSoon(NodeId node, uint48 possibleFrom);
    /// @notice The organisation has as many nodes as it can have.
    /// @custom:remedy Retire or withdraw a node first; `maximum` are possible.
    error NodeRegistryTooManyNodes(OrganisationId organisation, uint256 maximum);
    /// @notice Only validators of this chain go into quarantine.
    /// @custom:remedy Report what the node does wrong as drift, and let the body suspend it.
    error NodeRegistryNotValidator(NodeId node);
    /// @notice The region is no code of a country or of its subdivision.
    /// @custom:remedy Give ISO 3166-1 or ISO 3166-2 in capital letters, for example BE or BE-BRU.
    error NodeRegistryRegionInvalid(string region);
    /// @notice The name of the service class is too long.
    /// @custom:remedy Give at most `maximum` bytes of UTF-8.
    error NodeRegistryServiceClassLength(uint256 length, uint256 maximum);
    /// @notice The two nodes of a replacement are not validators of the same network.
    /// @custom:remedy Replace a validator only by a validator of its own network.
    error NodeRegistryNotReplaceable(NodeId retired, NodeId admitted);

    /// @notice Registers a node as pending. By an administrator of the active organisation.
    /// @param organisation Organisation that runs the node.
    /// @param network Chain id of the node's network.
    /// @param kind What the node does.
    /// @param publicKey 64 bytes.
    /// @param host Host name or IP address.
    /// @param port Peer-to-peer port.
    /// @param deadline Seconds since 1970 up to which the proof counts.
    /// @param proof 65-byte secp256k1 signature (r, s, v) of the node's key over the EIP-712 struct
    /// `NodeRegistration(bytes32 organisation,uint64 network,uint8 kind,bytes32 node,uint256 nonce,uint48 deadline)`
    /// in the domain `Foedus NodeRegistry`, version `1`, with this chain's id and this registry's address.
    function registerNode(
        OrganisationId organisation,
        uint64 network,
        NodeKind kind,
        bytes calldata publicKey,
        string calldata host,
        uint16 port,
        uint48 deadline,
        bytes calldata proof
    ) external returns (NodeId node);

    /// @notice Takes a pending registration back; the key may be registered again with a new proof. By an administrator of its organisation.
    function withdrawNode(NodeId node) external;

    /// @notice Says under which host and port a node is reached from now on. By an administrator of its active organisation.
    /// @dev The node keeps its key and its status: nodes recognise each other by public key.
    function moveNode(NodeId node, string calldata host, uint16 port) external;

    /// @notice Says where a node stands and what it runs; replaces all that was said before. By an administrator of its active organisation.
    function describeNode(NodeId node, NodeDescription calldata description) external;

    /// @notice Takes an active node out of service for a while; a validator of this chain leaves the ValidatorSet. The node stays connected.
    /// By an administrator of its organisation, which can do so once a day.
    function standbyNode(NodeId node) external;

    /// @notice Brings a node back from standby, or from quarantine once that has lasted a day. By an administrator of its active
    /// organisation.
    /// @dev The churn limit of the ValidatorSet holds here as well.
    function resumeNode(NodeId node) external;

    /// @notice Puts a silent validator of this chain into quarantine: it leaves the ValidatorSet and stays connected. Restricted to the
    /// contract that counts the reports of the monitors.
    function quarantineNode(NodeId node) external;

    /// @notice Makes a pending node active; a validator of this chain enters the ValidatorSet. Restricted.
    function admitNode(NodeId node) external;

    /// @notice Suspends a node that is active, on standby or in quarantine: it leaves the network and the ValidatorSet. Restricted.
    function suspendNode(NodeId node) external;

    /// @notice Makes a node active again that is suspended, on standby or in quarantine. Restricted.
    function reinstateNode(NodeId node) external;

    /// @notice Retires a node for good, whatever its status. Restricted.
    function retireNode(NodeId node) external;

    /// @notice Retires one validator of this chain that is active, on standby or in quarantine, and admits a pending one in its place, which
    /// works at the floor too. Restricted.
    function replaceNode(NodeId retired, NodeId admitted) external;

    /// @notice All that is registered about a node; `status` is `None` for an unknown one.
    function node(NodeId id) external view returns (Node memory);

    /// @notice Whether the node is active.
    function isActive(NodeId node) external view returns (bool);

    /// @notice Whether nodes of this chain let the node in: it is of this network, and active, on standby or in quarantine.
    function mayConnect(NodeId node) external view returns (bool);

    /// @notice What the organisation says about its node; empty if nothing.
    function description(NodeId node) external view returns (NodeDescription memory);

    /// @notice Nodes of an organisation that are registered and not retired.
    function nodeCount(OrganisationId organisation) external view returns (uint256);

    /// @notice Time from which an organisation may put a node on standby again, in seconds since 1970.
    function nextStandby(OrganisationId organisation) external view returns (uint48);

    /// @notice Time from which the organisation may bring its node back from quarantine, in seconds since 1970.
    function quarantineEnd(NodeId node) external view returns (uint48);

    /// @notice Seconds that the node was active in total up to now.
    function activeSeconds(NodeId node) external view returns (uint64);

    /// @notice The nonce that the next proof of possession of this node's key must carry.
    function nonce(NodeId node) external view returns (uint256);

    /// @notice The EIP-712 digest that the node's key signs for a registration with the present nonce.
    function registrationDigest(
        OrganisationId organisation,
        uint64 network,
        NodeKind kind,
        bytes calldata publicKey,
        uint48 deadline
    ) external view returns (bytes32);

    /// @notice Register of the organisations that this one asks.
    function organisationRegistry() external view returns (IOrganisationRegistry);

    /// @notice Validators of this chain that this register keeps in step.
    function validatorSet() external view returns (IValidatorSet);
}
