import type { Alert } from '#contracts/alert.ts';
import type { Reference } from '#contracts/reference.ts';
import type { AlertRow } from '#store/alerts.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** 监测告警 as pages show it, with the name and the unit of its rule. */
export function toAlert(row: AlertRow, reference: Reference): Alert {
  const rule = reference.trend.get(row.rule) ?? reference.threshold.get(row.rule);
  return {
    ...row,
    ruleName: rule?.name ?? row.rule,
    unit: rule?.unit ?? '',
    raisedAt: row.raisedAt.toISOString(),
    observedAt: row.observedAt.toISOString(),
    clearedAt: iso(row.clearedAt),
    acknowledgedAt: iso(row.acknowledgedAt),
  };
}
