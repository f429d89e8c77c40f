import type { MediaHost } from '#shared/contract/media-host.ts';

export interface HostFields {
  uploadUrl: string;
  publicUrl: string;
  username: string;
  secret: string;
}

export type HostInput = MediaHost & { secret: string | null };

export function fieldsOf(host: MediaHost | null): HostFields {
  return {
    uploadUrl: host?.uploadUrl ?? '',
    publicUrl: host?.publicUrl ?? '',
    username: host?.username ?? '',
    secret: '',
  };
}

/** A folder's address ends in a slash; one that is forgotten is added. */
function folder(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || trimmed.endsWith('/') ? trimmed : `${trimmed}/`;
}

/** What the engine gets: empty fields are none, and an empty secret is the one kept. */
export function hostInput(fields: HostFields, hasSecret: boolean): HostInput {
  return {
    uploadUrl: folder(fields.uploadUrl),
    publicUrl: folder(fields.publicUrl) || null,
    username: fields.username.trim() || null,
    secret: fields.secret === '' && hasSecret ? null : fields.secret,
  };
}

/** Whether the address a carrier would be given is on this computer. */
export function isLocal({ uploadUrl, publicUrl }: HostFields): boolean {
  const text = publicUrl.trim() || uploadUrl.trim();
  return URL.canParse(text) && /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(text).hostname);
}
