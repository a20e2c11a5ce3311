import { Bulletin } from '#contracts/bulletin.ts';
import type { MovedStep } from '#contracts/demo.ts';
import { operator, shiftLeader } from './people.ts';
import type { People } from './people.ts';

/**
 * 信息报送: by telephone, or the machine's draft, completed by the operator with what no row tells and signed by the
 * shift leader.
 */
export async function reportUpward(
  people: People,
  incidentId: number,
  step: Extract<MovedStep, { do: 'oral-report' | 'bulletin' }>,
): Promise<void> {
  const ofIncident = `/api/incidents/${incidentId}`;
  if (step.do === 'oral-report') {
    await people.ask(operator, 'POST', `${ofIncident}/oral-report`, { told: step.text });
    return;
  }
  const drafted = await people.ask(operator, 'POST', `${ofIncident}/bulletins`, { kind: step.kind });
  const { id, version, fields } = Bulletin.parse(drafted);
  const body = { version, fields: { ...fields, loss: step.loss, nextSteps: step.text } };
  const completed = Bulletin.parse(await people.ask(operator, 'PUT', `/api/bulletins/${id}`, body));
  await people.ask(shiftLeader, 'POST', `/api/bulletins/${id}/sign`, {
    version: completed.version,
  });
}
