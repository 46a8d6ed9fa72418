import { t } from '@vscode/l10n';

/** How long ago a day was, in days: `4 d`; above two months in months, above two years in years. Both are `yyyy-mm-dd`. */
export function ageOf(date: string, today: string): string {
  const days = Math.round((Date.parse(`${today}T00:00:00Z`) - Date.parse(`${date}T00:00:00Z`)) / 86_400_000);
  // A clock that is behind, or a day of the wrong year: nothing that anybody should count with.
  if (Number.isNaN(days) || days < 0) return date;
  if (days === 0) return t('today');
  if (days <= 60) return t('{0} d', days);
  return days <= 730 ? t('{0} mo', Math.round(days / 30.44)) : t('{0} y', Math.round(days / 365.25));
}
