import { z } from 'zod';
import { severityNames } from './incident.ts';

/** Fields that many kinds of reference data share. */
export const code = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,60}$/, '代码只能用字母、数字和 - _ .')
  .describe('代码');
export const name = z.string().trim().min(1, '名称不得为空').max(60).describe('名称');
export const severity = z.number().int().min(1).max(4).meta({ names: severityNames });
export const day = z.iso.date();
export const districtCode = z
  .string()
  .regex(/^\d{6}(\d{3})?$/, '区划代码为 6 位，功能区为 9 位')
  .nullable()
  .describe('县（市、区）');
