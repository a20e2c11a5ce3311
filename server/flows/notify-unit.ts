import type { Reference } from '#contracts/reference.ts';
import { channelsOf } from '#domain/channels.ts';
import { isQuiet } from '#domain/quiet.ts';
import type { Db } from '#store/db.ts';
import { addDeliveries } from '#store/outgoing.ts';
import type { NewDelivery } from '#store/outgoing.ts';

type Notice = Omit<NewDelivery, 'recipient' | 'channel'> & { unitCode: string };

/**
 * 告知单位: one delivery for each way to reach the unit, in the caller's transaction. A repeat of a step is no row. At
 * night what is not urgent rings nobody.
 */
export async function notifyUnit(
  tx: Db,
  reference: Reference,
  { unitCode, ...notice }: Notice,
  now: Date,
): Promise<void> {
  const { body } = notice;
  const told = { ...notice, body: { ...body, ring: body.ring && !isQuiet(now, body.severity) } };
  const channels = channelsOf(reference.unit.get(unitCode));
  await addDeliveries(
    tx,
    channels.map((channel) => ({ ...told, recipient: unitCode, channel })),
    now,
  );
}

/** 告知中心: into the box of the city's own centre. */
export async function tellCentre(
  tx: Db,
  reference: Reference,
  notice: Omit<Notice, 'unitCode'>,
  now: Date,
): Promise<void> {
  const centre = [...reference.unit.values()].find((unit) => unit.type === 'center')?.code;
  if (centre) await notifyUnit(tx, reference, { ...notice, unitCode: centre }, now);
}
