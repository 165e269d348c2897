import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe } from "node:test";

import { provideKaia } from "../../scripts/network/kaia-binary.ts";
import { Assembly, assemblyParameters } from "./assembly.ts";
import { breakdowns } from "./journeys/breakdowns.ts";
import { faults } from "./journeys/faults.ts";
import { founding } from "./journeys/founding.ts";
import { handOver } from "./journeys/hand-over.ts";
import { indexing } from "./journeys/indexing.ts";
import { monitoring } from "./journeys/monitoring.ts";
import { obedience } from "./journeys/obedience.ts";
import { results } from "./journeys/results.ts";
import { sightings } from "./journeys/sightings.ts";
import { strangers } from "./journeys/strangers.ts";
import { KaiaNetwork } from "./kaia-network.ts";
import { Session } from "./session.ts";

const chainId = 77_001;

/** Four founding validators, each with its enforcer; the journeys go on where the one before has ended. */
describe("A network of real nodes", () => {
  let folder: string;
  let session: Session | undefined;

  before(async () => {
    const programs = {
      kcn: await provideKaia("kcn", (line) => console.log(line)),
      ken: await provideKaia("ken", (line) => console.log(line)),
    };
    for (const program of Object.values(programs))
      if ("missing" in program) throw new Error(program.missing);
    const { kcn, ken } = programs as Record<"kcn" | "ken", { file: string }>;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-network-"));
    const network = await KaiaNetwork.start({
      programs: { kcn: kcn.file, ken: ken.file },
      folder,
      chainId,
      founders: 4,
      parameters: assemblyParameters,
    });
    const assembly = new Assembly(network.node(0).rpc, chainId, network.addresses);
    session = new Session(network, assembly);
    await assembly.convene();
  });

  after(async () => {
    await session?.network.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const current = (): Session => {
    if (session === undefined) throw new Error("The network has not started.");
    return session;
  };
  founding(current);
  obedience(current);
  results(current);
  strangers(current);
  faults(current);
  breakdowns(current);
  sightings(current);
  monitoring(current);
  indexing(current);
  // The last: the Council of all the others has no say afterwards.
  handOver(current);
});
