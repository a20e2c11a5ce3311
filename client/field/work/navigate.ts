export type MapApp = { id: string; name: string; href: string };

/**
 * Links that hand a WGS 84 point to a map on the phone; no request leaves the page.
 * `dev=1` (高德) and `coord_type=wgs84` (百度) make the app convert to its own datum: without them it leads
 * some 500 m astray. `geo:` is WGS 84 by RFC 5870.
 */
export function mapApps(point: { lng: number; lat: number; name: string }, userAgent: string): MapApp[] {
  const { lng, lat } = point;
  const name = encodeURIComponent(point.name);
  const apple = /iPhone|iPad|iPod/.test(userAgent);
  const amap = `${apple ? 'iosamap://path' : 'amapuri://route/plan/'}?sourceApplication=chengyun&dlat=${lat}&dlon=${lng}&dname=${name}&dev=1&t=0`;
  const baidu = `${apple ? 'baidumap://' : 'bdapp://'}map/direction?destination=latlng:${lat},${lng}%7Cname:${name}&coord_type=wgs84&mode=driving&src=chengyun`;
  return [
    { id: 'amap', name: '高德地图', href: amap },
    { id: 'baidu', name: '百度地图', href: baidu },
    apple
      ? { id: 'phone', name: '手机自带地图', href: `maps://?daddr=${lat},${lng}&q=${name}` }
      : { id: 'phone', name: '手机自带地图', href: `geo:${lat},${lng}?q=${lat},${lng}(${name})` },
  ];
}

const key = 'chengyun.field.map';

/** The map that the person chose before; null the first time. */
export function chosenMap(apps: readonly MapApp[]): MapApp | null {
  return apps.find(({ id }) => id === localStorage.getItem(key)) ?? null;
}

export function rememberMap(id: string): void {
  localStorage.setItem(key, id);
}
