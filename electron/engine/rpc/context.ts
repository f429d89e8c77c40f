/** What every call works with, and how a failure becomes the contract's one typed error. */
import { mapEventIterator } from '@orpc/client';
import { implement, ORPCError } from '@orpc/server';
import { contract } from '#shared/contract/contract.ts';
import { toErrorInfo } from '#shared/errors/typed-error.ts';
import type { Session } from '../session.ts';

export interface RpcContext {
  session: Session;
  /** Stands for the window that calls. */
  window: object;
}

/** The contract's implementer: every handler's failure reaches the window as `SKEIN` with an ErrorInfo. */
export const os = implement(contract)
  .$context<RpcContext>()
  .use(async ({ next }) => {
    try {
      const result = await next();
      const events = asEvents(result.output);
      if (!events) return result;
      // A stream fails after its call has been answered.
      const told = {
        value: async (value: unknown) => value,
        error: async (thrown: unknown) => asRpcError(thrown),
      };
      return { ...result, output: mapEventIterator(events, told) };
    } catch (thrown) {
      throw asRpcError(thrown);
    }
  });

function asEvents(output: unknown): AsyncIterator<unknown> | null {
  const isStream = typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
  return isStream ? (output as AsyncGenerator<unknown>) : null;
}

function asRpcError(thrown: unknown): unknown {
  if (thrown instanceof ORPCError) return thrown;
  const info = toErrorInfo(thrown);
  return new ORPCError('SKEIN', { status: 400, message: info.message, data: info });
}
