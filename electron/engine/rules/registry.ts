/** The commands and queries of rules by the names the rest of the engine calls them. */
import type { Database } from '#engine/store/transaction.ts';
import { listRuns, matchInbox, previewRule, suggestRule } from './preview.ts';
import { enableRule, getRule, listRules, orderRules, removeRule, saveRule } from './rules.ts';
import { applyRule } from './run.ts';

export const ruleCommands = {
  'rule.save': saveRule,
  'rule.enable': enableRule,
  'rule.order': orderRules,
  'rule.remove': removeRule,
  'rule.apply': applyRule,
};

export const ruleQueries = {
  'rule.list': (db: Database, _: null) => listRules(db),
  'rule.get': getRule,
  'rule.preview': previewRule,
  'rule.matchInbox': matchInbox,
  'rule.suggest': suggestRule,
  'rule.runs': (db: Database, _: null) => listRuns(db),
};
