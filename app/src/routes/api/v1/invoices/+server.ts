import { answerUpload } from "#lib/server/invoices/answer-invoices.ts";

export const POST = answerUpload;
