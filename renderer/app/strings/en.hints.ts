/** The three quiet hints of the first minutes. */
export const hintStrings = {
  label: 'Hint',
  palette: ['Everything by name', 'finds any command, place or person.'],
  text: ['Text instead of mail', 'writes a text to the person you are reading.'],
  person: ['Who is this?', 'shows or hides the person: addresses, files, suggestions.'],
  gotIt: 'Got it',
  skipAll: 'No more hints',
} as const;
