import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';

/** SM3 digest, 32 bytes (GB/T 32905). */
export function sm3(...parts: readonly (Buffer | string)[]): Buffer {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** HMAC-SM3, 32 bytes. */
export function hmacSm3(key: Buffer, ...parts: readonly (Buffer | string)[]): Buffer {
  const hmac = createHmac('sm3', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** SM4-CBC with PKCS#7 padding (GB/T 32907). `key` and `iv` are 16 bytes. Confidential only: authenticate it yourself. */
export function sm4Encrypt(key: Buffer, iv: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('sm4-cbc', key, iv);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** The reverse of sm4Encrypt. Throws when the padding is wrong: check the MAC first. */
export function sm4Decrypt(key: Buffer, iv: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('sm4-cbc', key, iv);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}
