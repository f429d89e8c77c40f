import { count } from './plural.ts';

/** Words of the viewer of attachments. */
export const viewerStrings = {
  viewer: {
    position: (at: number, of: number) => `${count(at)} of ${count(of)}`,
    open: 'Open',
    openHint: 'Open with another program',
    save: 'Save',
    saveAll: 'Save all',
    previous: 'Previous file',
    next: 'Next file',
    show: (name: string) => `Show ${name}`,
    saveOne: (name: string) => `Save ${name}`,
    picture: (name: string) => `Picture: ${name}`,
    frame: (name: string) => `Text of ${name}`,
    within: (name: string, size: string) => (name ? `${name} (${size})` : size),
    field: {
      email: 'E-mail',
      phone: 'Phone',
      organisation: 'Organisation',
      title: 'Position',
      address: 'Address',
      web: 'Web page',
      note: 'Note',
    },
    noPreviewTitle: 'This file is not shown here',
    noPreview: 'Open it with another program of this computer, or save it.',
    saveOnlyTitle: 'Skein does not open this kind of file',
    saveOnly: 'Save it if you know what it is for, and open it from there.',
    dangerousTitle: 'This file can harm your computer',
    dangerous:
      'It is a program, or can run one when opened, so Skein does not open it. Save it only if you asked for it and know who sent it.',
    brokenTitle: 'This picture cannot be shown',
    broken: 'It may be damaged, or not be the picture its name says. Save it to look at it otherwise.',
    opened: (name: string) => `${name} was opened. The copy is removed when Skein ends.`,
    saved: (name: string) => `${name} was saved.`,
    savedAll: (n: number) => `${count(n)} files were saved.`,
  },
};
