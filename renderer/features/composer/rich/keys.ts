/** Keys of the text with formatting, for its tools and for the sheet of keys. */
export const FORMAT_KEYS = {
  strong: 'Mod+b',
  em: 'Mod+i',
  underline: 'Mod+u',
  strike: 'Mod+Shift+x',
  code: 'Mod+e',
  link: 'Mod+k',
  bullet_list: 'Mod+Shift+8',
  ordered_list: 'Mod+Shift+7',
  blockquote: 'Mod+Shift+9',
  clear: 'Mod+\\',
} as const;
