/** Signing in to mail accounts through the provider's own pages (OAuth 2.0), as it crosses to the window. */
import { mailSettings } from './accounts.ts';
import { id } from './model.ts';
import { z } from './zod.ts';

/** `google`, `microsoft`, or the mail domain whose own server is asked. */
export const signInProvider = z.string().min(1).max(253);

/** What a provider knows this Skein by. Its secret, if any, never comes to the window. */
export const signInClient = z.object({
  provider: signInProvider,
  /** For people: "Google", or the domain. */
  name: z.string(),
  /** `null`: none was entered, so nobody can sign in there yet. */
  clientId: z.string().nullable(),
  hasSecret: z.boolean(),
  /** Of a server of one's own; `null` for the providers that are known. */
  issuer: z.string().nullable(),
  /** What is asked for there, separated by spaces; `null`: the usual. */
  scope: z.string().nullable(),
  /** It comes from the environment and cannot be changed here. */
  fixed: z.boolean(),
});

export const signInClientInput = z.object({
  provider: signInProvider,
  clientId: z.string().trim().min(1).max(500),
  /** `null` keeps the one that is there, `''` removes it. */
  secret: z.string().max(500).nullable(),
  issuer: z.string().max(2000).nullable(),
  scope: z.string().max(1000).nullable(),
});

export const signInEvent = z.discriminatedUnion('state', [
  /** The page to open in the browser. */
  z.object({ state: z.literal('open'), url: z.string().max(8192) }),
  /** The person agreed; the grant is used once, to test and to add or change an account. */
  z.object({ state: z.literal('done'), grantId: id }),
]);

/** What is known about signing in to the mail of an address. */
export const signInAdvice = z.object({
  /** Servers of another domain that only the DNS named; the user says whether they are right. */
  elsewhere: z.array(z.string()),
  /** The provider's sign-in; `ready`: a client ID is there. `null`: it has none that is known. */
  signIn: z.object({ provider: signInProvider, name: z.string(), ready: z.boolean() }).nullable(),
  /** What has to be done there before a password works, and where the provider says how; `null`: nothing known. */
  guide: z
    .object({
      kind: z.enum(['app-password', 'enable-imap', 'bridge', 'no-password']),
      name: z.string(),
      url: z.string(),
    })
    .nullable(),
});

export const discovered = z.object({
  settings: mailSettings.nullable(),
  /** How they were found, for people. */
  source: z.string(),
  ...signInAdvice.shape,
});

export type SignInAdvice = z.infer<typeof signInAdvice>;
export type Discovered = z.infer<typeof discovered>;
export type SignInClient = z.infer<typeof signInClient>;
export type SignInClientInput = z.infer<typeof signInClientInput>;
export type SignInEvent = z.infer<typeof signInEvent>;
