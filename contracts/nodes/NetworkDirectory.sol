// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {INetworkDirectory, NetworkStage} from "./INetworkDirectory.sol";

/// @title Directory of the networks of the infrastructure
/// @dev Stands behind a RegistryProxy.
contract NetworkDirectory is INetworkDirectory, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant NAME_MAXIMUM = 64;
    uint256 private constant CONSENSUS_MAXIMUM = 32;
    uint256 private constant KEY_MAXIMUM = 32;
    uint256 private constant URI_MAXIMUM = 512;

    /// @custom:storage-location erc7201:foedus.storage.NetworkDirectory
    struct NetworkDirectoryStorage {
        mapping(uint64 chainId => Network) networks;
        mapping(uint64 chainId => mapping(bytes32 keyHash => string uri)) resources;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.NetworkDirectory")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0x4b8d08c168afa02aa59d22e18e60c4f9959c4ab9add70ca85c0a1fdd4dfc9800;

    /// @dev Only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @notice Connects the directory to the authority that says who decides. Once.
    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc INetworkDirectory
    function registerNetwork(
        uint64 chainId,
        string calldata name,
        NetworkStage stage,
        string calldata consensus
    ) external restricted {
        if (chainId == 0) revert NetworkDirectoryChainIdInvalid();
        _requireLength(bytes(name).length, NAME_MAXIMUM);
        _requireLength(bytes(consensus).length, CONSENSUS_MAXIMUM);
        Network storage registered = _storage().networks[chainId];
        if (registered.stage != NetworkStage.None) revert NetworkDirectoryAlreadyRegistered(chainId);
        if (stage == NetworkStage.None || stage == NetworkStage.Retired) {
            revert NetworkDirectoryWrongStage(chainId, NetworkStage.None, stage);
        }

        registered.name = name;
        registered.stage = stage;
        registered.consensus = consensus;

        emit NetworkRegistered(chainId, msg.sender, stage, name, consensus);
    }

    /// @inheritdoc INetworkDirectory
    function setNetworkStage(uint64 chainId, NetworkStage stage) external restricted {
        Network storage registered = _registered(chainId);
        NetworkStage present = registered.stage;
        if (present == NetworkStage.Retired || stage == present || stage == NetworkStage.None) {
            revert NetworkDirectoryWrongStage(chainId, present, stage);
        }

        registered.stage = stage;

        emit NetworkStageChanged(chainId, msg.sender, stage);
    }

    /// @inheritdoc INetworkDirectory
    function anchorGenesis(uint64 chainId, bytes32 genesisHash) external restricted {
        Network storage registered = _registered(chainId);
        bytes32 present = registered.genesisHash;
        if (genesisHash == 0 || present != 0) revert NetworkDirectoryGenesisInvalid(chainId, present);

        registered.genesisHash = genesisHash;

        emit NetworkGenesisAnchored(chainId, msg.sender, genesisHash);
    }

    /// @inheritdoc INetworkDirectory
    function setNetworkResource(uint64 chainId, string calldata key, string calldata uri) external restricted {
        _registered(chainId);
        _requireLength(bytes(key).length, KEY_MAXIMUM);
        if (!_isUri(bytes(uri))) revert NetworkDirectoryUriInvalid(uri);

        bytes32 keyHash = keccak256(bytes(key));
        _storage().resources[chainId][keyHash] = uri;

        emit NetworkResourceSet(chainId, keyHash, msg.sender, key, uri);
    }

    /// @inheritdoc INetworkDirectory
    function network(uint64 chainId) external view returns (Network memory) {
        return _storage().networks[chainId];
    }

    /// @inheritdoc INetworkDirectory
    function resource(uint64 chainId, string calldata key) external view returns (string memory) {
        return _storage().resources[chainId][keccak256(bytes(key))];
    }

    function _registered(uint64 chainId) private view returns (Network storage registered) {
        registered = _storage().networks[chainId];
        if (registered.stage == NetworkStage.None) revert NetworkDirectoryUnknown(chainId);
    }

    function _requireLength(uint256 length, uint256 maximum) private pure {
        if (length == 0 || length > maximum) revert NetworkDirectoryTextLength(length, maximum);
    }

    /// @dev Pages link to what stands here, so that nothing but the schemes of networks passes.
    function _isUri(bytes calldata uri) private pure returns (bool) {
        if (uri.length == 0) return true;
        if (uri.length > URI_MAXIMUM) return false;
        return bytes8(uri) == "https://" || bytes8(uri) == "enode://" || bytes6(uri) == "wss://";
    }

    function _storage() private pure returns (NetworkDirectoryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
