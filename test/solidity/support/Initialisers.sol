// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IDidRegistry} from "../../../contracts/identity/IDidRegistry.sol";
import {ITimestamps} from "../../../contracts/identity/ITimestamps.sol";
import {ITrustedPoliciesRegistry} from "../../../contracts/identity/ITrustedPoliciesRegistry.sol";

// `initialize` of each register, without its code: a test that imports the code compiles all of it again.

interface DidRegistryInitialiser {
    function initialize(address authority, ITrustedPoliciesRegistry policies) external;
}

interface TrustedIssuersRegistryInitialiser {
    function initialize(address authority, IDidRegistry dids, ITrustedPoliciesRegistry policies) external;
}

interface TrustedSchemasRegistryInitialiser {
    function initialize(address authority) external;
}

interface TrustedPoliciesRegistryInitialiser {
    function initialize(address authority, ITrustedPoliciesRegistry.InitialPolicy[] calldata policies) external;
}

interface TimestampsInitialiser {
    function initialize(address authority, ITimestamps.HashAlgorithm[] calldata algorithms) external;
}

interface StatusListsInitialiser {
    function initialize(address authority, IDidRegistry dids) external;
}
