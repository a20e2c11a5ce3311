export type PhoneKind = 'mobile' | 'landline' | 'overseas' | 'service' | 'odd' | 'anonymous';

/** 来电号码类型: how a caller can be called back. Nothing is refused for its number; a caller may be anonymous. */
export function phoneKind(phone: string): PhoneKind {
  const digits = phone.normalize('NFKC').replace(/[\s()（）—-]/gu, '');
  if (!/\d/u.test(digits)) return 'anonymous';
  const home = digits.replace(/^(\+|00)86/u, '');
  if (/^1[3-9]\d{9}$/u.test(home)) return 'mobile';
  if (/^(\+|00)/u.test(home)) return 'overseas';
  if (/^(0\d{2,3})?[2-8]\d{6,7}$/u.test(home)) return 'landline';
  return /^(1\d{2,4}|[48]00\d{7}|9\d{4,5})$/u.test(home) ? 'service' : 'odd';
}
