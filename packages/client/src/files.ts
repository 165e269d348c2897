/** Keys of entities in files; for Node alone. */
export {
  createEntityFolder,
  createPersonFolder,
  entityFiles,
  readEntityFolder,
} from "./entity-files.ts";
export { createKeyFile, readKeyFile, readOrCreateKeyFile } from "./key-files.ts";
