import type { CityRequest } from '#contracts/request.ts';

type Caller = Pick<CityRequest, 'id' | 'callerName' | 'confidential'>;

/** How a caller is called on the page; a name that is kept back or was never given is said to be so. */
export function callerName({ confidential, callerName: name }: Omit<Caller, 'id'>): string {
  return confidential ? '保密' : (name ?? '隐名');
}

/** The callers of a matter to choose among, with the numbers that they have in its list of 诉求: #2 隐名. */
export function callersOf(requests: readonly Caller[]): { value: number; label: string }[] {
  return requests.map((request, i) => ({ value: request.id, label: `#${i + 1} ${callerName(request)}` }));
}
