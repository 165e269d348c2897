import {
  type AgentDatabase,
  connectionOptionsOf,
  migrateDatabase,
  WorkersConnection,
} from "../database.ts";
import { migrations } from "./migrations.ts";

const relayerDatabase: AgentDatabase = {
  name: "relayer",
  schema: "foedus_relayer",
  locks: { migrate: 7_310_001, work: 7_310_002 },
  migrations,
};

export const connectionOptions = (url: string) => connectionOptionsOf(relayerDatabase, url);

export const migrate = (url: string): Promise<void> => migrateDatabase(relayerDatabase, url);

/** The connection of the one relayer that sends. */
export const sendersConnection = (url: string) => new WorkersConnection(relayerDatabase, url);
