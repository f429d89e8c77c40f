/** What every call works with, and how a failure becomes the contract's one typed error. */
import { implement, ORPCError } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import { toErrorInfo } from '#shared/errors/typed-error.ts';
import type { Session } from '../session.ts';

export interface RpcContext {
  session: Session;
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
