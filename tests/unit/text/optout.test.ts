import { describe, expect, it } from 'vitest';
import { recognizeKeyword } from '#shared/text/optout.ts';

const meaning = (text: string, locales?: string[]) => recognizeKeyword(text, locales)?.meaning ?? null;

describe('recognizeKeyword', () => {
  it.each([
    ['Stop.', 'opt-out'],
    [' STOP!!', 'opt-out'],
    ['ＳＴＯＰ', 'opt-out'],
    ['“stop”', 'opt-out'],
    ['STOP 🛑', 'opt-out'],
    ['s\u200btop', 'opt-out'],
    ['Opt-Out', 'opt-out'],
    ['stop all', 'opt-out'],
    ['Unsubscribe', 'opt-out'],
    ['unsubscribe me from everything', 'opt-out'],
    ['please opt me out of these texts', 'opt-out'],
    ['stop please', 'review'],
    ['Please stop', 'review'],
    ["Don't text me again", 'review'],
    ['wrong number, remove me', 'review'],
    ['leave me alone!', 'review'],
    ['stop texting me', 'review'],
    ['Stop by at 5?', null],
    ['The bus stop is closed', null],
    ['I will stop smoking', null],
    ['end of story', null],
    ['yes I can', null],
    ['START', 'opt-in'],
    ['unstop', 'opt-in'],
    ['Yes!', 'opt-in'],
    ['help', 'help'],
    ['INFO?', 'help'],
    ['help me move on Sunday', null],
    ['', null],
    ['🛑', null],
  ])('%j is %s', (text, expected) => {
    expect(meaning(text)).toBe(expected);
  });

  it('knows local words only where the language is spoken', () => {
    expect(meaning('pare')).toBeNull();
    expect(meaning('pare', ['es-MX'])).toBe('opt-out');
    expect(meaning('Arrêt', ['fr-CA'])).toBe('opt-out');
    expect(meaning('Stopp!', ['de'])).toBe('opt-out');
    expect(meaning('basta')).toBeNull();
  });
});
