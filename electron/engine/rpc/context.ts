/** What every call works with, and how a failure becomes the contract's one typed error. */
import { implement, ORPCError } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import type { Session } from '../session.ts';

export interface RpcContext {
  session: Session;
}

/** The shape the window shows of anything that was thrown. What is not one of our errors is a defect of ours. */
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

/** The contract's implementer: every handler's failure reaches the window as `SKEIN` with an ErrorInfo. */
export const os = implement(contract)
  .$context<RpcContext>()
  .use(async ({ next }) => {
    try {
      return await next();
    } catch (thrown) {
      if (thrown instanceof ORPCError) throw thrown;
      const info = toErrorInfo(thrown);
      throw new ORPCError('SKEIN', { status: 400, message: info.message, data: info });
    }
  });
