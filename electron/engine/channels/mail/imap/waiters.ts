import type { MailError } from '../errors.ts';

interface Waiter {
  resolve(): void;
  reject(error: MailError): void;
}

/** Those who wait for the same thing; each is told once. */
export class Waiters {
  private waiting: Waiter[] = [];

  wait(): Promise<void> {
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  resolve(): void {
    for (const waiter of this.waiting.splice(0)) waiter.resolve();
  }

  reject(error: MailError): void {
    for (const waiter of this.waiting.splice(0)) waiter.reject(error);
  }
}
