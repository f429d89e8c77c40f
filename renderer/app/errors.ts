import { ORPCError } from '@orpc/client';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { strings } from './strings/index.ts';

/** The engine went away while a call was under way; whether it did the work is not known here. */
export class EngineGoneError extends Error {
  readonly code = 'engine-restarting';
  constructor() {
    super(strings.error.engineGone);
    this.name = 'EngineGoneError';
  }
}

/** Whatever was thrown, in the shape the screens show: what happened, what to do, the details. */
export function toErrorInfo(error: unknown): ErrorInfo {
  if (error instanceof EngineGoneError) {
    return { code: error.code, message: error.message, advice: strings.error.engineGoneAdvice, detail: null };
  }
  if (error instanceof ORPCError) {
    if (isErrorInfo(error.data)) return error.data;
    return {
      code: String(error.code).toLowerCase(),
      message: strings.error.unexpected,
      advice: strings.error.unexpectedAdvice,
      detail: error.message,
    };
  }
  return {
    code: 'unexpected',
    message: strings.error.unexpected,
    advice: strings.error.unexpectedAdvice,
    detail: error instanceof Error ? error.message : null,
  };
}

// By hand: the contract's own schemas would bring the whole validator into the window's first script.
function isErrorInfo(data: unknown): data is ErrorInfo {
  const info = data as Partial<ErrorInfo> | null | undefined;
  const texts = [info?.code, info?.message, info?.advice, info?.detail ?? ''];
  return texts.every((text) => typeof text === 'string');
}
