import type { Brand } from '../base/brand.ts';

/**
 * Names an item; opaque, and unique in a workspace folder: `tracking/progress/2026-06-11-feat-rpc-retry.md#Add jitter`.
 * Formats make it, operations find its item again, and nobody reads it. It never holds a line or an offset.
 */
export type Key = Brand<'Key'>;
