/** The screens beside the inbox, each under its own name. */
import { accountOptionStrings } from './en.account-options.ts';
import { activityStrings } from './en.activity.ts';
import { calendarStrings } from './en.calendar.ts';
import { eraseStrings } from './en.erase.ts';
import { hintStrings } from './en.hints.ts';
import { labelStrings } from './en.labels.ts';
import { mailboxStrings } from './en.mailboxes.ts';
import { onboardingStrings } from './en.onboarding.ts';
import { outboxStrings } from './en.outbox.ts';
import { paletteStrings, shortcutStrings } from './en.palette.ts';
import { reportStrings } from './en.reports.ts';
import { ruleStrings } from './en.rules.ts';
import { searchStrings } from './en.search.ts';
import { sectionStrings } from './en.sections.ts';
import { settingsStrings } from './en.settings.ts';
import { signInStrings } from './en.sign-in.ts';
import { transferStrings } from './en.transfers.ts';
import { trustStrings } from './en.trust.ts';
import { unsubscribeStrings } from './en.unsubscribe.ts';
import { warningStrings } from './en.warnings.ts';
import { whenStrings } from './en.when.ts';

export const screenStrings = {
  onboarding: onboardingStrings,
  settings: settingsStrings,
  signIn: signInStrings,
  search: searchStrings,
  palette: paletteStrings,
  shortcuts: shortcutStrings,
  outbox: outboxStrings,
  activity: activityStrings,
  calendar: calendarStrings,
  erase: eraseStrings,
  hints: hintStrings,
  accountOptions: accountOptionStrings,
  mailboxes: mailboxStrings,
  labels: labelStrings,
  reports: reportStrings,
  rules: ruleStrings,
  sections: sectionStrings,
  transfers: transferStrings,
  trust: trustStrings,
  unsubscribe: unsubscribeStrings,
  warnings: warningStrings,
  when: whenStrings,
};
