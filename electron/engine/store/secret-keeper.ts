import type { Custodian } from './custody.ts';

export interface SecretKeeperPorts {
  /** Throws KeyError while the profile is locked. */
  custodian(): Custodian;
  names(): readonly string[];
  rename(names: string[]): void;
}

/**
 * The accounts' passwords and tokens, one entry each in the profile's custody. Their names (account ids, nothing
 * secret) are kept in profile.json so that all of them can be found again.
 */
export class SecretKeeper {
  readonly #ports: SecretKeeperPorts;

  constructor(ports: SecretKeeperPorts) {
    this.#ports = ports;
  }

  /** Resolves to `null` when there is no such secret. Rejects with KeyError. */
  async get(name: string): Promise<string | null> {
    return this.#ports.custodian().getSecret(name);
  }

  /** Rejects with KeyError. */
  async set(name: string, value: string): Promise<void> {
    const custodian = this.#ports.custodian();
    // The name first: an entry nobody knows of could never be erased.
    const names = this.#ports.names();
    if (!names.includes(name)) this.#ports.rename([...names, name]);
    await custodian.setSecret(name, value);
  }

  /** No error when there is no such secret. Rejects with KeyError. */
  async delete(name: string): Promise<void> {
    await this.#ports.custodian().deleteSecret(name);
    this.#ports.rename(this.#ports.names().filter((known) => known !== name));
  }

  names(): string[] {
    return [...this.#ports.names()];
  }
}
