/** The people of the sample inbox, on example domains and reserved numbers. */
export interface SamplePerson {
  name: string;
  address: string;
  phone?: string;
  /** Closes their mail; a number in it is what joins their texts with their mail. */
  signature?: string;
}

export const ME: SamplePerson = {
  name: 'Nadia Marsh',
  address: 'nadia@harborstudio.example',
  phone: '+14155550142',
};

export const PEOPLE = {
  ana: {
    name: 'Ana Ribeiro',
    address: 'ana@ribeiro-survey.example',
    phone: '+14155550199',
    signature: 'Ana Ribeiro\nRibeiro Survey\nMobile +1 415 555 0199',
  },
  dario: { name: 'Dario Pell', address: 'dario@pell-engineers.example' },
  mina: { name: 'Mina Okafor', address: 'mina.okafor@cityplanning.example' },
  sam: { name: 'Sam Whitlock', address: 'sam@whitlockjoinery.example', phone: '+14155550171' },
  lotte: {
    name: 'Lotte Kramer',
    address: 'lotte@kramer-glas.example',
    phone: '+14155550128',
    signature: 'Lotte Kramer · Kramer Glas\n+1 415 555 0128',
  },
  jun: { name: 'Jun Ota', address: 'jun@otastructures.example' },
  petra: { name: 'Petra Eklund', address: 'petra.eklund@mail.example', phone: '+14155550164' },
  tomas: {
    name: 'Tomas Meyer',
    address: 'tomas@meyer-fenster.example',
    phone: '+14155550153',
    signature: 'Tomas Meyer\nMeyer Windows\nTel. +1 415 555 0153',
  },
  rosa: { name: 'Rosa Hale', address: 'rosa.hale@mail.example', phone: '+14155550187' },
  elif: { name: 'Elif Demir', address: 'elif@demirlighting.example' },
  kofi: { name: 'Kofi Mensah', address: 'kofi@mensahclient.example' },
  bulletin: { name: 'Gridley Bulletin', address: 'news@gridley-bulletin.example' },
  bank: { name: 'Harbor Credit Union', address: 'statements@harborcu.example' },
  school: { name: 'Bayview School', address: 'office@bayview-school.example' },
  ivo: { name: 'Ivo Lindqvist', address: 'ivo@timberlab.example' },
} satisfies Record<string, SamplePerson>;

export type Who = keyof typeof PEOPLE | 'me';
