// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice How far a network has come. `None` for an unknown one; retired for good.
enum NetworkStage {
    None,
    Development,
    Pilot,
    Production,
    Retired
}

/// @title Directory of the networks of the infrastructure
/// @notice Networks by chain id, with what one needs to know to reach them and to check that one has reached the right one.
interface INetworkDirectory {
    struct Network {
        /// Name in UTF-8, 1 to 64 bytes.
        string name;
        NetworkStage stage;
        /// Consensus protocol and client family, for example `QBFT`; 1 to 32 bytes.
        string consensus;
        /// Hash of the first block; 0 until a body has said it, and never changed afterwards.
        bytes32 genesisHash;
    }

    /// @notice A network was registered.
    event NetworkRegistered(
        uint64 indexed chainId,
        address indexed actor,
        NetworkStage stage,
        string name,
        string consensus
    );
    /// @notice A network has come to another stage.
    event NetworkStageChanged(uint64 indexed chainId, address indexed actor, NetworkStage stage);
    /// @notice The hash of a network's first block is known from now on.
    event NetworkGenesisAnchored(uint64 indexed chainId, address indexed actor, bytes32 genesisHash);
    /// @notice A resource of a network is found elsewhere, or nowhere if `uri` is empty.
    event NetworkResourceSet(
        uint64 indexed chainId,
        bytes32 indexed keyHash,
        address indexed actor,
        string key,
        string uri
    );

    /// @notice No network has this chain id.
    /// @custom:remedy Register the network first, or check its chain id.
    error NetworkDirectoryUnknown(uint64 chainId);
    /// @notice The chain id is registered already.
    /// @custom:remedy Change the stage of the registered network.
    error NetworkDirectoryAlreadyRegistered(uint64 chainId);
    /// @notice A chain id is above 0.
    /// @custom:remedy Give the chain id as the network's nodes answer it to `eth_chainId`.
    error NetworkDirectoryChainIdInvalid();
    /// @notice The network cannot come to this stage.
    /// @custom:remedy Give another stage than the present one; a retired network stays retired.
    error NetworkDirectoryWrongStage(uint64 chainId, NetworkStage present, NetworkStage wanted);
    /// @notice The hash of the first block is 0 or known already.
    /// @custom:remedy Check the hash; a network with another first block is another network.
    error NetworkDirectoryGenesisInvalid(uint64 chainId, bytes32 present);
    /// @notice A text is empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes of UTF-8.
    error NetworkDirectoryTextLength(uint256 length, uint256 maximum);
    /// @notice The address of a resource is no https, wss, or enode URL.
    /// @custom:remedy Give an address that begins with https://, wss:// or enode://, or nothing to remove the resource.
    error NetworkDirectoryUriInvalid(string uri);

    /// @notice Registers a network. Restricted.
    function registerNetwork(
        uint64 chainId,
        string calldata name,
        NetworkStage stage,
        string calldata consensus
    ) external;

    /// @notice Says how far a network has come. Restricted.
    function setNetworkStage(uint64 chainId, NetworkStage stage) external;

    /// @notice Says the hash of a network's first block, once: a chain cannot know its own first block's hash when that is made. Restricted.
    function anchorGenesis(uint64 chainId, bytes32 genesisHash) external;

    /// @notice Says where a resource of a network is found. Restricted.
    /// @param key What it is: `rpc`, `explorer`, `index`, `boot`, ...; 1 to 32 bytes.
    /// @param uri Where it is, at most 512 bytes; empty to remove it.
    function setNetworkResource(uint64 chainId, string calldata key, string calldata uri) external;

    /// @notice All that is registered about a network; its stage is `None` for an unknown one.
    function network(uint64 chainId) external view returns (Network memory);

    /// @notice Where a resource of a network is found; empty if nowhere.
    function resource(uint64 chainId, string calldata key) external view returns (string memory uri);
}
