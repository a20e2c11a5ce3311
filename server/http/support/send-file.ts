import type { Response } from 'express';
import type { Paper } from '#domain/paper.ts';
import { paperDocx } from './paper-docx.ts';
import { paperHtml } from './paper-html.ts';

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A file to be kept, under a Chinese name. */
export function sendFile(res: Response, file: { name: string; type: string; bytes: Buffer }): void {
  res.setHeader('Content-Type', file.type);
  res.setHeader('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
  res.end(file.bytes);
}

export async function sendDocx(res: Response, paper: Paper, now: Date): Promise<void> {
  sendFile(res, { name: `${paper.file}.docx`, type: docxType, bytes: await paperDocx(paper, now) });
}

/** The same paper as a page to print. */
export function sendPrint(res: Response, paper: Paper): void {
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end(paperHtml(paper));
}
