import type { ErrorInfo } from '#shared/contract/model.ts';

/** The shape people are shown of anything that was thrown. What is not one of our errors is a defect of ours. */
export function toErrorInfo(thrown: unknown): ErrorInfo {
  const own = thrown as { toInfo?: () => ErrorInfo; describe?: () => ErrorInfo };
  if (typeof own?.toInfo === 'function') return own.toInfo();
  if (typeof own?.describe === 'function') return own.describe();
  return {
    code: 'internal',
    message: 'Something went wrong inside Skein.',
    advice: 'Try again. If it happens again, please report it with the text below.',
    detail: thrown instanceof Error ? `${thrown.name}: ${thrown.message}`.slice(0, 500) : null,
  };
}
