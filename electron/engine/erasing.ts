/** Erasing while accounts sync: what must stop first, and what is given back elsewhere. One erasure at a time. */
import type { MailSettings } from '#shared/contract/accounts.ts';
import type { EraseReceipt } from '#shared/contract/erase.ts';
import { secretName } from './accounts/secret-name.ts';
import type { AccountSupervisor } from './accounts/supervisor.ts';
import type { Imports } from './import/imports.ts';
import { type ErasurePorts, erase } from './privacy/erasure.ts';
import { EraseError } from './privacy/errors.ts';
import { removeOpenedCopies } from './privacy/opened-copies.ts';
import type { OnErased } from './privacy/progress.ts';
import type { StoreScope } from './privacy/scope.ts';
import type { AccessTokens } from './sign-in/access-tokens.ts';
import type { SignIns } from './sign-in/sign-ins.ts';
import type { AccountRecord } from './store/repositories/accounts.ts';
import type { SecretKeeper } from './store/secret-keeper.ts';

export interface ErasingPorts {
  profile: string;
  store: ErasurePorts['store'];
  accounts: { list(): Promise<AccountRecord[]>; get(id: string): Promise<AccountRecord | null> };
  secrets: SecretKeeper;
  supervisor: AccountSupervisor;
  imports: Imports;
  signIns: SignIns;
  tokens: AccessTokens;
}

export class Erasing {
  readonly #ports: ErasingPorts;
  #running: AbortController | null = null;

  constructor(ports: ErasingPorts) {
    this.#ports = ports;
  }

  /** Erases part of the profile for good, one part at a time. Rejects with EraseError or StoreError. */
  async erase(scope: StoreScope, onProgress: OnErased = () => {}): Promise<EraseReceipt> {
    if (this.#running) throw new EraseError('erase-busy', 'Something else is being erased just now.');
    const stopping = new AbortController();
    this.#running = stopping;
    const { profile, store, accounts, secrets, supervisor, imports, tokens } = this.#ports;
    const account = scope.kind === 'account' ? await accounts.get(scope.id) : null;
    const withdraw = account && (await this.#withdrawal(account));
    try {
      if (account) await supervisor.stop(account.id);
      if (account?.provider === 'local') await imports.stop();
      const receipt = await erase({ store, secrets, onProgress, signal: stopping.signal }, scope);
      removeOpenedCopies(profile);
      if (account) tokens.forget(secretName(account.id));
      const withdrawn = await withdraw?.();
      return {
        ...receipt,
        stays: [...receipt.stays, ...(withdrawn?.stays ?? [])],
        verified: [
          ...receipt.verified,
          ...(withdrawn?.verified ?? []),
          'No copy that was opened in another program is left.',
        ],
      };
    } catch (error) {
      // What is left of it is an account like any other.
      const left = account && (await accounts.get(account.id).catch(() => null));
      if (left) await supervisor.start(left);
      throw error;
    } finally {
      this.#running = null;
    }
  }

  /** Ends the erasure that runs, if any. */
  stop(): void {
    this.#running?.abort();
  }

  /** Gives back every sign-in, before everything is erased. Resolves to what could not be. */
  async withdrawSignIns(): Promise<string[]> {
    const accounts = await this.#ports.accounts.list();
    const withdrawals = await Promise.all(accounts.map((account) => this.#withdrawal(account)));
    const said = await Promise.all(withdrawals.map((withdraw) => withdraw?.()));
    return said.flatMap((one) => one?.stays ?? []);
  }

  /** How the account's sign-in is given back, with what is needed for it in hand; `null` where there is none. */
  async #withdrawal({ id, settings }: AccountRecord) {
    const { signIn } = settings as Partial<MailSettings>;
    if (!signIn) return null;
    const token = await this.#ports.secrets.get(secretName(id)).catch(() => null);
    return token === null ? null : () => this.#ports.signIns.withdraw(signIn.provider, token);
  }
}
