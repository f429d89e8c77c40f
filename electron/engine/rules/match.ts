/** Whether a mail is one that a rule is about. */
import { domainToASCII } from 'node:url';
import type { Address } from '#shared/contract/model.ts';
import type { RuleCondition } from '#shared/contract/rules.ts';

/** What rules look at. */
export interface RuleSubject {
  accountId: string;
  from: readonly Address[];
  /** To and Cc. */
  to: readonly Address[];
  subject: string;
  listId: string | null;
  /** `null`: not known before the whole message is here. */
  hasAttachments: boolean | null;
}

/** Whether all is true of the mail; `null`: that hangs on its attachments, which are not known yet. */
export type Matcher = (mail: RuleSubject) => boolean | null;

type Test = (mail: RuleSubject) => boolean;

/** Makes a test of what a rule says; `accountId` null stands for all accounts. */
export function matcher(accountId: string | null, conditions: readonly RuleCondition[]): Matcher {
  const tests = conditions.filter(({ kind }) => kind !== 'attachment').map(test);
  const asksForFiles = conditions.some(({ kind }) => kind === 'attachment');
  return (mail) => {
    if (accountId !== null && mail.accountId !== accountId) return false;
    if (!tests.every((holds) => holds(mail))) return false;
    return asksForFiles ? mail.hasAttachments : true;
  };
}

function test(condition: RuleCondition): Test {
  if (condition.kind === 'attachment') return ({ hasAttachments }) => hasAttachments === true;
  const wanted = fold(condition.text);
  switch (condition.kind) {
    case 'from':
      return ({ from }) => from.some(named(wanted));
    case 'to':
      return ({ to }) => to.some(named(wanted));
    case 'subject':
      return ({ subject }) => fold(subject).includes(wanted);
    case 'list':
      return ({ listId }) => listId !== null && fold(listId) === (/<([^<>]+)>/.exec(wanted)?.[1] ?? wanted);
    case 'domain': {
      const domain = `.${domainOf(wanted.replace(/^[*.]+/, ''))}`;
      return ({ from }) => from.some(({ address }) => `.${domainOf(fold(address))}`.endsWith(domain));
    }
  }
}

/** The form in which case and the width of characters make no difference. */
const fold = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** What follows the last "@"; both spellings of a domain (RFC 5890) are one. What is no domain stays as it is. */
function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domainToASCII(domain) || domain;
}

const named =
  (wanted: string) =>
  ({ name, address }: Address) =>
    fold(`${name} <${address}>`).includes(wanted);
