import { INVOICE_DATABASE, INVOICE_FOLDER } from "$app/env/private";

import { databaseIn } from "../database/database-file.ts";
import { EndpointsError } from "../parse-endpoints.ts";
import { FolderStore } from "./folder-store.ts";
import type { InvoiceStore } from "./invoice-store.ts";
import { PostgresStore } from "./postgres-store.ts";

let opened: InvoiceStore | undefined;

/** @throws EndpointsError where the server was told no place for invoices. */
export async function invoiceStore(): Promise<InvoiceStore> {
  opened ??= await open();
  return opened;
}

async function open(): Promise<InvoiceStore> {
  if (INVOICE_DATABASE !== "") return new PostgresStore(await databaseIn(INVOICE_DATABASE));
  if (INVOICE_FOLDER !== "") return new FolderStore(INVOICE_FOLDER);
  throw new EndpointsError(
    "The server has no place for invoices.",
    "Set INVOICE_FOLDER to a folder that this server may write to, or INVOICE_DATABASE to a file with the URL of a PostgreSQL database.",
  );
}
