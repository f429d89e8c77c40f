import type { TestStep } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';

export type StepName = TestStep['step'];
export type CheckedServer = TestStep['server'];
export type StepState = 'waiting' | 'running' | 'ok' | 'failed';

export interface CheckStep {
  server: CheckedServer;
  step: StepName;
  state: StepState;
  error: ErrorInfo | null;
}

const ORDER: readonly StepName[] = ['dns', 'connect', 'tls', 'login', 'capability'];

/** Every step of a mail test in the order it will be done, none started. */
export function mailSteps(): CheckStep[] {
  return (['imap', 'smtp'] as const).flatMap((server) =>
    ORDER.map((step): CheckStep => ({ server, step, state: 'waiting', error: null })),
  );
}

/** The list with one event of the engine in it; an event for a step that is not listed changes nothing. */
export function applyStep(steps: readonly CheckStep[], event: TestStep): CheckStep[] {
  return steps.map((row) =>
    row.server === event.server && row.step === event.step
      ? { ...row, state: event.state, error: event.error }
      : row,
  );
}

/** Whether a finished test found both servers in order; steps a server does not have stay untouched. */
export const allPassed = (steps: readonly CheckStep[]): boolean =>
  steps.every((row) => row.state === 'ok' || row.state === 'waiting') &&
  [...new Set(steps.map((row) => row.server))].every((server) =>
    steps.some((row) => row.server === server && row.state === 'ok'),
  ) &&
  steps.length > 0;

/** The first step that failed. */
export const firstFailure = (steps: readonly CheckStep[]): CheckStep | null =>
  steps.find((row) => row.state === 'failed') ?? null;

/** Whether a refusal is about the server's certificate, which no button overrides. */
export const aboutCertificate = (error: ErrorInfo | null): boolean =>
  error?.code.startsWith('certificate-') ?? false;

/** The field that most likely has to be changed after a failure; null where no field is to blame. */
export function likelyCause({ server, step, error }: CheckStep): {
  fieldId: string;
  what: 'host' | 'port' | 'tls' | 'password';
} | null {
  if (server === 'carrier' || aboutCertificate(error)) return null;
  if (step === 'dns') return { fieldId: `mail-${server}-host`, what: 'host' };
  if (step === 'connect') return { fieldId: `mail-${server}-port`, what: 'port' };
  if (step === 'tls') return { fieldId: `mail-${server}-port`, what: 'tls' };
  return error?.code === 'login-refused' ? { fieldId: 'mail-password', what: 'password' } : null;
}
