import { FollowUpResult, followUpNames } from '#contracts/request.ts';
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

/** Whether a caller can be answered: every matter that was told has ended. */
export const isReady = ({ status, matters }: Pick<CityRequest, 'status' | 'matters'>): boolean =>
  status === 'open' && matters.every(({ ended }) => ended);

type Reachable = Pick<CityRequest, 'callerPhone' | 'confidential'>;

/** Whether a caller left no number; of a confidential one the page is not told. */
export function numberless(request: Reachable | undefined): 'yes' | 'no' | 'hidden' {
  if (!request || request.callerPhone !== null) return 'no';
  return request.confidential ? 'hidden' : 'yes';
}

export const howToReach = {
  no: '先查看号码并拨通，再登记结果',
  yes: '此人未留号码，不必查看：登记“未留号码，无法回访”即了结此单',
  hidden: '此人要求保密：先查看有无号码，有则拨通，再登记结果',
} as const;

/** The results of a follow-up call to choose among; nobody who left a number is settled for want of one. */
export function resultsFor(request: Reachable | undefined): { value: FollowUpResult; label: string }[] {
  return FollowUpResult.options
    .filter((value) => value !== 'no-number' || numberless(request) !== 'no')
    .map((value) => ({ value, label: followUpNames[value] }));
}
