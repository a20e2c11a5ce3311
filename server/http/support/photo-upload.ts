import type { Request, Response } from 'express';
import multer from 'multer';
import { Refusal } from '#contracts/errors.ts';
import { PhotoFields } from '#contracts/task.ts';
import type { z } from 'zod';
import { badInput } from './answer-error.ts';

const megabyte = 1024 * 1024;
const reader = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: 10 * megabyte, files: 1, fields: 10, parts: 11, fieldSize: 1024, fieldNameSize: 50, headerPairs: 20 },
}).single('file'); // prettier-ignore

const cutShort = '照片没有传完整，请重传';

/** What a picture says about itself in its first bytes; the name and the declared type are not asked. */
export function imageMime(bytes: Buffer): 'image/jpeg' | 'image/png' | 'image/webp' | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP')
    return 'image/webp';
  return null;
}

const isHeic = (bytes: Buffer): boolean =>
  /^ftyp(?:heic|heix|hevc|heim|mif1|msf1)/u.test(bytes.toString('latin1', 4, 12));

/**
 * Reads one photo and its fields from a multipart body, into memory, at most 10 MB.
 * Throws a Refusal: bad-body (cut short), too-large, bad-input (not a photo, or a bad field).
 */
export async function readPhoto(
  req: Request,
  res: Response,
): Promise<{ fields: z.output<typeof PhotoFields>; bytes: Buffer; mime: string }> {
  if (!req.is('multipart/form-data'))
    throw new Refusal('bad-body', '照片须以 multipart/form-data 上传，文件字段名为 file');
  await new Promise<void>((resolve, reject) => {
    reader(req, res, (error: unknown) => {
      if (error === undefined || error === null) resolve();
      else if (error instanceof multer.MulterError && error.code === 'LIMIT_FILE_SIZE')
        reject(new Refusal('too-large', '单张照片不得超过 10 MB，请压缩后重传'));
      else reject(error instanceof multer.MulterError ? error : new Refusal('bad-body', cutShort));
    });
  });
  const bytes = req.file?.buffer;
  if (bytes === undefined) throw new Refusal('bad-input', '没有照片文件，请重新拍照后上传');
  if (bytes.length === 0) throw new Refusal('bad-input', '照片是空文件，请重拍');
  const mime = imageMime(bytes);
  if (mime === null)
    throw new Refusal(
      'bad-input',
      isHeic(bytes)
        ? 'HEIC 照片无法处理，请在手机相机设置中改为 JPEG 后重拍'
        : '这不是照片，只收 JPEG、PNG、WebP',
    );
  const fields = PhotoFields.safeParse(req.body ?? {});
  if (!fields.success) throw badInput(fields.error);
  return { fields: fields.data, bytes, mime };
}
