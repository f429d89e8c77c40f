import { expect, test } from 'vitest';
import { commandArguments } from '../../../electron/main/command-line.ts';

test.each([
  [[], null],
  [['--profile', '/tmp/profile'], null],
  [['--no-sandbox'], null],
  [['--no-sandbox', '--profile', 'doctor'], null],
  [['mailto:ana@example.org'], null],
  [['/home/ana/letter.eml'], null],
  [
    ['doctor', '--profile', '/tmp/profile'],
    ['doctor', '--profile', '/tmp/profile'],
  ],
  [
    ['--no-sandbox', 'parse', '-'],
    ['parse', '-'],
  ],
  [['docter'], ['docter']],
  [['--help'], ['--help']],
])('%j asks for the command %j', (argv, command) => {
  expect(commandArguments(argv)).toEqual(command);
});
