import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** What checks the signatures of keys that are no accounts, for all bodies. */
export default buildModule("Verifiers", (m) => ({
  p256: m.contract("P256Verifier"),
  passkey: m.contract("PasskeyVerifier"),
  seal: m.contract("SealVerifier"),
}));
