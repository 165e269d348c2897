/** Keys of entities and their status lists in files; for Node alone. */
export {
  createEntityFolder,
  createPersonFolder,
  entityFiles,
  readEntityFolder,
} from "./entity-files.ts";
export { publishStatusListFile, type StatusListPublished } from "./status-list-file.ts";
export { createKeyFile, readKeyFile, readOrCreateKeyFile } from "./key-files.ts";
