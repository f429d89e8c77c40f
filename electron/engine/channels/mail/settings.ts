/** How to reach a mail account. The password is never part of it: it is passed beside it and kept by the keychain. */
import type { MailSettings, ServerSettings } from '#shared/contract/accounts.ts';

export type { MailSettings, ServerSettings };

export type MailServerKind = 'imap' | 'smtp';
