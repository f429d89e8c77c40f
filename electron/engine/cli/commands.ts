import { account } from './accounts.ts';
import { autoconfig } from './autoconfig.ts';
import { mailboxes, search, show, threads } from './browse.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { erase } from './erase.ts';
import { exportCommand } from './export.ts';
import { parse, render, visible } from './messages.ts';
import { importCommand, match } from './missing.ts';
import { outbox, send } from './send.ts';
import { sync } from './sync.ts';
import { segments } from './texts.ts';

/** Every command by its name, in the order the help lists them. */
export const commands: Record<string, Command> = {
  parse,
  render,
  visible,
  segments,
  match,
  autoconfig,
  account,
  sync,
  mailboxes,
  threads,
  show,
  search,
  send,
  outbox,
  import: importCommand,
  export: exportCommand,
  erase,
  doctor,
};
