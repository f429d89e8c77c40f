/** Words of the menu of text fields, and of spelling. */
export const spellingStrings = {
  spelling: {
    menu: 'Edit',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    pastePlain: 'Paste without formatting',
    selectAll: 'Select all',
    suggestions: (word: string) => `Instead of “${word}”`,
    noSuggestions: 'No suggestion',
    add: 'Add to the dictionary',
    added: (word: string) => `“${word}” is in your dictionary.`,
    removed: (word: string) => `“${word}” is not in your dictionary any more.`,
    none: 'Nothing here is misspelled.',
    noField: 'Put the cursor into what you write first.',
    title: 'Spelling',
    check: 'Mark misspelled words while I write',
    checkHint: 'With dictionaries on this computer: nothing you write is sent anywhere to be checked.',
    languages: 'Languages',
    languagesHint: 'With several, the language of each text is found out.',
    installed: 'installed on this computer',
    words: 'Your dictionary',
    wordsHint:
      'Words you added with the menu of a misspelled one. They are kept encrypted, on this computer alone.',
  },
};
