/** An OAuth 2.0 authorisation server on loopback (oidc-provider): one public client, people who say yes, no or nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type InteractionResults, Provider } from 'oidc-provider';
import { closeWebServer, listenOnLoopback } from './loopback.ts';

/** Who is asked whether a token is good (RFC 7662). */
const MAIL_SERVER = { id: 'mail-server', secret: 'secret-of-the-mail-server' };

export class AuthorizationServer {
  readonly clientId = 'skein-test';
  /** What the person does on the server's pages. */
  person: { accountId: string; consents: boolean } = { accountId: 'alice@example.test', consents: true };
  /** This path answers 503, as a part of a server that is down does. */
  failing: string | null = null;
  /** Requests by path. */
  readonly requests: string[] = [];
  /** Grants that were given back or withdrawn. */
  readonly revoked: string[] = [];
  readonly #grants: string[] = [];
  readonly #accessTokens: { destroy(): Promise<unknown> }[] = [];
  readonly #server: Server;
  readonly #provider: Provider;

  private constructor(
    server: Server,
    readonly issuer: string,
    accessTokenSeconds: number,
  ) {
    this.#server = server;
    this.#provider = new Provider(issuer, {
      clients: [
        {
          client_id: this.clientId,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          redirect_uris: ['http://127.0.0.1'],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
        },
        {
          client_id: MAIL_SERVER.id,
          client_secret: MAIL_SERVER.secret,
          redirect_uris: [],
          grant_types: [],
          response_types: [],
        },
      ],
      features: {
        devInteractions: { enabled: false },
        introspection: { enabled: true },
        revocation: { enabled: true },
      },
      pkce: { required: () => true },
      ttl: {
        AccessToken: accessTokenSeconds,
        Grant: 86_400,
        RefreshToken: 86_400,
        IdToken: 3600,
        Session: 3600,
        Interaction: 3600,
      },
      interactions: { url: (_context, { uid }) => `/person/${uid}` },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    });
  }

  static async start({ accessTokenSeconds = 3600 } = {}): Promise<AuthorizationServer> {
    const server = createServer();
    await listenOnLoopback(server);
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const started = new AuthorizationServer(server, issuer, accessTokenSeconds);
    const serve = started.#provider.callback();
    started.#provider.on('grant.revoked', (_context, grantId) => started.revoked.push(grantId));
    started.#provider.on('access_token.saved', (token) => started.#accessTokens.push(token));
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const path = (request.url ?? '').split('?')[0]!;
      started.requests.push(path);
      if (path === started.failing) response.writeHead(503).end();
      else if (path.startsWith('/person/')) void started.#ask(request, response);
      else void serve(request, response);
    });
    return started;
  }

  /** Where Dovecot asks about a token. */
  get introspectionUrl(): string {
    const url = new URL('/token/introspection', this.issuer);
    url.username = MAIL_SERVER.id;
    url.password = MAIL_SERVER.secret;
    return url.href;
  }

  /** Goes through the server's pages as the person; resolves to the page that the browser shows at the end. */
  async visit(url: string): Promise<{ url: string; status: number; text: string }> {
    const cookies = new Map<string, string>();
    let next = url;
    for (let hops = 0; hops < 12; hops++) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(next, { redirect: 'manual', headers: { cookie } });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
      }
      const location = response.headers.get('location');
      if (!location) return { url: next, status: response.status, text: await response.text() };
      next = new URL(location, next).href;
    }
    throw new Error('The authorisation server sends the browser round in circles.');
  }

  /** Access tokens are good no more; other ones may be had. */
  async endAccessTokens(): Promise<void> {
    for (const token of this.#accessTokens.splice(0)) await token.destroy();
  }

  /** The person withdraws what was granted, in the settings of the provider. */
  async withdraw(): Promise<void> {
    for (const grantId of this.#grants.splice(0)) await this.#provider.RefreshToken.revokeByGrantId(grantId);
  }

  stop(): Promise<void> {
    return closeWebServer(this.#server);
  }

  async #ask(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session, grantId } = await this.#provider.interactionDetails(request, response);
    const { accountId, consents } = this.person;
    const finish = (result: InteractionResults) =>
      this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    if (!consents) return finish({ error: 'access_denied', error_description: 'The person said no' });
    if (prompt.name === 'login') return finish({ login: { accountId } });
    const grant = grantId
      ? await this.#provider.Grant.find(grantId)
      : new this.#provider.Grant({ accountId: session?.accountId, clientId: String(params.client_id) });
    grant?.addOIDCScope(String(params.scope));
    const id = await grant!.save();
    this.#grants.push(id);
    return finish({ consent: { grantId: id } });
  }
}
