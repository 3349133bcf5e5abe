import ms, { type StringValue } from 'ms';
import { z } from 'zod';

type NumberUnit = 'ms' | 's';

const SIZE = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)?$/i;
const SIZE_FACTOR: Record<string, number> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/**
 * A duration in milliseconds. Strings are in npm `ms` syntax ("5m", "500ms", a bare number is milliseconds); what a
 * number means depends on the key (contract/configuration.md section 1), so the key says its unit.
 */
export function duration(numberUnit: NumberUnit) {
  return z.union([z.number().min(0), z.string()]).transform((value, context) => {
    if (typeof value === 'number') return numberUnit === 's' ? value * 1000 : value;
    // ms throws for an empty string and answers undefined for other nonsense
    const parsed = value === '' ? undefined : (ms(value as StringValue) as number | undefined);
    if (parsed === undefined || Number.isNaN(parsed) || parsed < 0) {
      context.addIssue({ code: 'custom', message: 'expected a duration such as "5m", "30s" or a number' });
      return z.NEVER;
    }
    return parsed;
  });
}

/** A size in bytes: a number, or a string such as "1.5MB" (1024-based). */
export function size() {
  return z.union([z.number().int().min(0), z.string()]).transform((value, context) => {
    if (typeof value === 'number') return value;
    const match = SIZE.exec(value.trim());
    if (!match) {
      context.addIssue({ code: 'custom', message: 'expected a size such as "1.5MB" or a number of bytes' });
      return z.NEVER;
    }
    return Math.round(Number(match[1]) * (SIZE_FACTOR[(match[2] ?? 'B').toUpperCase()] ?? 1));
  });
}
