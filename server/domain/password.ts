const classes = [/[a-z]/u, /[A-Z]/u, /\d/u, /[^A-Za-z\d]/u];
const shortest = 12;
// What attackers try first, as parts of a longer one.
const common = [
  'password',
  'qwerty',
  '123456',
  'admin123',
  'zhaoqing',
  'chengyun',
  '12345678',
  'abc123',
  'woaini',
];

/** What is wrong with a new password, in Chinese; null when it may be used (at least 12 characters of three kinds). */
export function passwordFault(password: string, username: string): string | null {
  const lower = password.toLowerCase();
  if ([...password].length < shortest) return `口令至少 ${shortest} 位`;
  if (password.length > 200) return '口令过长';
  if (classes.filter((kind) => kind.test(password)).length < 3)
    return '口令须含大写字母、小写字母、数字、符号中的三种';
  if (lower.includes(username.toLowerCase())) return '口令不得包含账号名';
  if (new Set(password).size < 6 || common.some((word) => lower.startsWith(word)))
    return '口令过于常见，请更换';
  return null;
}
