/** Providers whose sign-in is known; the endpoints and scopes are those of their developers' pages. */
import type { AuthorizationServer } from 'oauth4webapi';

export interface SignInProvider {
  id: string;
  name: string;
  server: AuthorizationServer;
  scope: string;
  /** Sent along with the request for authorisation. */
  parameters: Record<string, string>;
  /** The name of this computer in the address the browser comes back to, as the provider wants it registered. */
  redirectHost: '127.0.0.1' | 'localhost';
}

export const SIGN_IN_PROVIDERS: SignInProvider[] = [
  {
    id: 'google',
    name: 'Google',
    // https://developers.google.com/identity/protocols/oauth2/native-app, https://developers.google.com/workspace/gmail/imap/xoauth2-protocol
    server: {
      issuer: 'https://accounts.google.com',
      authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
      token_endpoint: 'https://oauth2.googleapis.com/token',
      revocation_endpoint: 'https://oauth2.googleapis.com/revoke',
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    },
    scope: 'https://mail.google.com/',
    parameters: { access_type: 'offline', prompt: 'consent' },
    redirectHost: '127.0.0.1',
  },
  {
    id: 'microsoft',
    name: 'Microsoft',
    // https://learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
    server: {
      issuer: 'https://login.microsoftonline.com/common/v2.0',
      authorization_endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
      token_endpoint: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    },
    scope:
      'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access',
    parameters: { prompt: 'select_account' },
    // Its portal takes no other name of this computer for programs; the port is left open.
    redirectHost: 'localhost',
  },
];

/** Asked of a server of one's own: a sign-in that lasts. */
export const USUAL_SCOPE = 'openid offline_access';

export const knownProvider = (id: string): SignInProvider | undefined =>
  SIGN_IN_PROVIDERS.find((provider) => provider.id === id);
