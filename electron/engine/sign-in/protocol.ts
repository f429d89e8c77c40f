/** The requests of OAuth 2.0 that Skein makes, by oauth4webapi; every failure is explained. */
import * as oauth from 'oauth4webapi';
import { cleanServerText } from '#engine/channels/mail/errors.ts';
import { SignInError } from './errors.ts';
import { explainSignIn } from './explain-sign-in.ts';
import { isAllowed, isLoopback, secureFetch } from './secure-fetch.ts';

/** A provider with what it knows this Skein by. */
export interface Registration {
  name: string;
  server: oauth.AuthorizationServer;
  clientId: string;
  clientSecret: string | null;
  scope: string;
  parameters: Record<string, string>;
  redirectHost: '127.0.0.1' | 'localhost';
}

/** What a provider granted. */
export interface Tokens {
  accessToken: string;
  /** Milliseconds; `null` when the provider does not say. */
  lifetime: number | null;
  /** `null`: the one there was goes on. */
  refreshToken: string | null;
}

/** Milliseconds one request may take. */
const TIMEOUT = 20_000;
/**
 * Seconds by which this computer's clock may be wrong. An ID token says nothing that Skein uses, and it comes over a
 * connection that is verified; a clock that is an hour off must not keep anybody out.
 */
const CLOCK_TOLERANCE = 86_400;

/** What is kept between the request for authorisation and its answer. */
export interface Authorization {
  url: string;
  verifier: string;
  state: string;
}

/** The description of a server of one's own (OpenID Connect Discovery, RFC 8414). Rejects with SignInError, MailError. */
export async function discoverServer(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = URL.canParse(issuer) ? new URL(issuer) : null;
  if (!url || !isAllowed(url)) throw new SignInError('sign-in-bad-server', issuer);
  const read = async (algorithm: 'oidc' | 'oauth2') =>
    oauth.processDiscoveryResponse(
      url,
      await oauth.discoveryRequest(url, { algorithm, ...options(url, AbortSignal.timeout(TIMEOUT)) }),
    );
  try {
    const server = await read('oidc').catch(() => read('oauth2'));
    if (!server.authorization_endpoint || !server.token_endpoint)
      throw new SignInError('sign-in-bad-server', issuer);
    return server;
  } catch (error) {
    throw explainSignIn(error, url.host, url.host);
  }
}

/** A random state for one sign-in. */
export const newState = (): string => oauth.generateRandomState();

/** The page where the person signs in, with a challenge of its own (RFC 7636). */
export async function authorize(
  { server, clientId, scope, parameters, name }: Registration,
  { redirectUri, address, state }: { redirectUri: string; address: string; state: string },
): Promise<Authorization> {
  const url = new URL(server.authorization_endpoint ?? '');
  if (!isAllowed(url)) throw new SignInError('sign-in-bad-server', name);
  const verifier = oauth.generateRandomCodeVerifier();
  const query = {
    ...parameters,
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    login_hint: address,
  };
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
  return { url: url.href, verifier, state };
}

/** Exchanges what the browser came back with. Rejects with SignInError, MailError. */
export async function exchange(
  registration: Registration,
  { verifier, state }: Authorization,
  { answer, redirectUri, signal }: { answer: URL; redirectUri: string; signal: AbortSignal },
): Promise<Tokens> {
  const { server, name } = registration;
  const client = clientOf(registration);
  try {
    const code = oauth.validateAuthResponse(server, client, answer, state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication(registration),
      code,
      redirectUri,
      verifier,
      options(tokenEndpoint(registration), AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)])),
    );
    return tokensOf(await oauth.processAuthorizationCodeResponse(server, client, response));
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError)
      throw new SignInError('sign-in-denied', name, {
        detail: cleanServerText(error.error_description ?? error.error),
      });
    const explained = explainSignIn(error, name, tokenEndpoint(registration).host);
    // Nothing is tried again by itself while the person waits, and a code that is refused is no lost sign-in.
    if (!PASSING.has(explained.code)) throw explained;
    throw new SignInError('sign-in-failed', name, { detail: explained.detail, cause: error });
  }
}

const PASSING = new Set(['login-unavailable', 'network-unreachable', 'login-expired']);

/** Gets another access token. Rejects with MailError `login-expired` when the grant is gone, and others that pass. */
export async function refresh(registration: Registration, refreshToken: string): Promise<Tokens> {
  const { server, name } = registration;
  const client = clientOf(registration);
  try {
    const response = await oauth.refreshTokenGrantRequest(
      server,
      client,
      authentication(registration),
      refreshToken,
      options(tokenEndpoint(registration), AbortSignal.timeout(TIMEOUT)),
    );
    return tokensOf(await oauth.processRefreshTokenResponse(server, client, response));
  } catch (error) {
    throw explainSignIn(error, name, tokenEndpoint(registration).host);
  }
}

/** Gives the grant back (RFC 7009). Resolves to false where the provider has no way to. Rejects with MailError. */
export async function revoke(registration: Registration, refreshToken: string): Promise<boolean> {
  const { server, name } = registration;
  if (!server.revocation_endpoint) return false;
  const url = new URL(server.revocation_endpoint);
  try {
    const response = await oauth.revocationRequest(
      server,
      clientOf(registration),
      authentication(registration),
      refreshToken,
      options(url, AbortSignal.timeout(TIMEOUT)),
    );
    await oauth.processRevocationResponse(response);
    return true;
  } catch (error) {
    throw explainSignIn(error, name, url.host);
  }
}

function tokensOf(response: oauth.TokenEndpointResponse): Tokens {
  const { access_token, expires_in, refresh_token } = response;
  return {
    accessToken: access_token,
    lifetime: expires_in === undefined ? null : expires_in * 1000,
    refreshToken: refresh_token ?? null,
  };
}

const tokenEndpoint = ({ server }: Registration): URL => new URL(server.token_endpoint ?? server.issuer);

const clientOf = ({ clientId }: Registration): oauth.Client => ({
  client_id: clientId,
  [oauth.clockTolerance]: CLOCK_TOLERANCE,
});

/** Without a secret the client is a public one; RFC 8414 section 2: `client_secret_basic` unless said otherwise. */
function authentication({ clientSecret, server }: Registration): oauth.ClientAuth {
  if (clientSecret === null) return oauth.None();
  const posts = server.token_endpoint_auth_methods_supported?.includes('client_secret_post');
  return posts ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret);
}

const options = (url: URL, signal: AbortSignal) => ({
  signal,
  [oauth.allowInsecureRequests]: isLoopback(url),
  [oauth.customFetch]: secureFetch,
});
