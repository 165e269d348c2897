import { answerDownload } from "#lib/server/invoices/answer-invoices.ts";

export const GET = answerDownload;
