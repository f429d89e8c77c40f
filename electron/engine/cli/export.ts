/** `skein export` */
import { resolve } from 'node:path';
import { exportMessages } from '../export/export.ts';
import { type Command, EXIT, readArguments, readChoice, UsageError } from './command.ts';
import { print, tell } from './output.ts';
import { withProfile } from './profile.ts';

const FORMATS = ['mbox', 'eml', 'jsonl'] as const;

export const exportCommand: Command = {
  usage: ['--format mbox|eml|jsonl --out DIR'],
  summary:
    'Writes every message to files, not encrypted: mail as its source, byte for byte; jsonl has texts too.',
  async run(args) {
    const { values } = readArguments(args, { format: { type: 'string' }, out: { type: 'string' } });
    const format = readChoice('--format', values.format, FORMATS);
    if (!values.out) throw new UsageError('--out is needed.');
    const out = resolve(values.out);
    return withProfile(values.profile, async ({ engine, signal }) => {
      const { store, reading } = engine;
      const receipt = await exportMessages({
        store,
        reading,
        format,
        out,
        scope: { kind: 'everything' },
        signal,
      });
      await print({ format, out, ...receipt });
      const { missing, textsLeftOut } = receipt;
      if (textsLeftOut > 0) tell(`skein: ${textsLeftOut} texts are left out; --format jsonl has them.`);
      if (missing === 0) return EXIT.done;
      tell(
        `skein: The source of ${missing} messages has not been fetched yet. Sync first, then export again.`,
      );
      return EXIT.failed;
    });
  },
};
