import type { Priority } from './queue.ts';
import type { Command, Query } from './transaction.ts';

export type Args<F> = F extends (context: never, args: infer A) => unknown ? A : never;
export type Result<F> = F extends (...args: never[]) => infer R ? R : never;

/** What a service needs of the store: its own commands and queries by name. `Store` is one for all of them. */
export interface StoreAccess<
  C extends Record<keyof C, Command<never, unknown>>,
  Q extends Record<keyof Q, Query<never, unknown>>,
> {
  write<K extends keyof C & string>(name: K, args: Args<C[K]>, priority?: Priority): Promise<Result<C[K]>>;
  read<K extends keyof Q & string>(name: K, args: Args<Q[K]>): Promise<Result<Q[K]>>;
}
