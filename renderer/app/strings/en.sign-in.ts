/** Words of signing in through a provider's own pages, and of what has to be set up for it. */
export const signInStrings = {
  with: (name: string) => `Sign in with ${name}`,
  again: 'Sign in again',
  how: (name: string) => `Your browser opens ${name}’s own page. Skein never sees your password there.`,
  waiting: (name: string) => `Sign in at ${name} in your browser, then come back here.`,
  openAgain: 'Open the page again',
  stop: 'Stop waiting',
  passwordInstead: 'Use a password instead',
  appPasswordInstead: 'Use an app password instead',
  signInInstead: (name: string) => `Sign in with ${name} instead`,
  signedInWith: (name: string) => `Signs in through ${name}`,
  guide: {
    'app-password': (name: string) =>
      `${name} takes an app password here, not your usual one. You make one on its pages.`,
    'enable-imap': (name: string) =>
      `${name} lets mail programs in once IMAP is switched on in its settings.`,
    bridge: (name: string) =>
      `${name} works through its Bridge program on this computer, which shows the servers and a password of its own.`,
    'no-password': (name: string) => `${name} no longer takes passwords from mail programs.`,
  },
  guideLink: (name: string) => `Read more at ${name}`,
  needsClient: (name: string) => `Signing in with ${name} needs a client ID`,
  needsClientWhy: (name: string) =>
    `${name} wants to know each program. This Skein was built without a client ID, so it needs one of yours.`,
  enterClient: 'Enter a client ID…',
  clients: {
    title: 'Sign-in through providers',
    hint: 'For accounts that sign in on their provider’s own pages (OAuth). A provider knows a program by its client ID, which you make in its developer console.',
    none: 'No client ID',
    fixed: 'Given by the environment',
    setUp: 'Set up…',
    change: 'Change…',
    setUpOf: (name: string) => `Set up… ${name}`,
    changeOf: (name: string) => `Change… ${name}`,
    formOf: (name: string) => `Client ID of ${name}`,
    other: 'Another provider…',
    otherTitle: 'A provider of your own',
    domain: 'Mail domain',
    domainHint: 'What stands behind the @ of its addresses.',
    issuer: 'Address of its sign-in server (issuer)',
    issuerHint: 'Begins with https://. The server describes itself there.',
    scope: 'Scopes',
    scopeHint: 'Leave empty for openid offline_access.',
    clientId: 'Client ID',
    clientIdHint: {
      google:
        'In the Google Cloud console: an OAuth client of the type “Desktop app”, with the scope https://mail.google.com/.',
      microsoft:
        'In the Microsoft Entra admin center: an app registration with the redirect address http://localhost (mobile and desktop).',
      other: 'Of a public client whose redirect address is http://127.0.0.1.',
    },
    secret: 'Client secret',
    secretHint: 'Leave it empty if there is none.',
    secretKept: 'Leave it empty to keep the one Skein has.',
    show: 'Show secret',
    hide: 'Hide secret',
    save: 'Save',
    saving: 'Checking…',
    saved: (name: string) => `You can sign in with ${name} now.`,
    remove: 'Remove',
    removed: (name: string) => `The client ID of ${name} was removed.`,
  },
};
