/** What committees call themselves, and whether it is a community (居民委员会) or a village (村民委员会). */
const endings: readonly [RegExp, 'community' | 'village'][] = [
  [/(?:社区)?(?:居民委员会|居委会|居委)$/, 'community'],
  [/(?:村民委员会|村委会)$/, 'village'],
];

/**
 * The name by which people call a village or community: 金利镇金一社区居民委员会 -> 金一社区, 下布村委会 -> 下布村.
 * Null when what is left is too short to be told from ordinary words (高村).
 */
export function villageName(
  official: string,
  townName: string,
): { name: string; kind: 'community' | 'village' } | null {
  const own = official.startsWith(townName) ? official.slice(townName.length) : official;
  const found = endings.find(([ending]) => ending.test(own));
  if (!found) return null;
  const [ending, kind] = found;
  const stem = own.replace(ending, '').replace(/^街道社区管理中心/, '');
  const suffix = kind === 'community' ? '社区' : '村';
  const name = stem.endsWith(suffix) ? stem : stem + suffix;
  return stem.length >= 2 && name.length >= 3 ? { name, kind } : null;
}
