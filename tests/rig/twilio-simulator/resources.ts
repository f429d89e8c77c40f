/** The model as the API's JSON (API version 2010-04-01). */
import { countSegments } from '#shared/text/segments.ts';
import type { SimMedia, SimMessage } from './model.ts';

const VERSION = '2010-04-01';

export function accountPath(accountSid: string): string {
  return `/${VERSION}/Accounts/${accountSid}`;
}

/** RFC 2822 date in GMT. */
function rfc2822(at: number | null): string | null {
  return at === null ? null : new Date(at).toUTCString().replace('GMT', '+0000');
}

export function messageResource(accountSid: string, m: SimMessage): Record<string, unknown> {
  const uri = `${accountPath(accountSid)}/Messages/${m.sid}`;
  const media = Math.max(m.media.length, m.mediaUrls.length);
  return {
    account_sid: accountSid,
    api_version: VERSION,
    body: m.body,
    date_created: rfc2822(m.createdAt),
    date_sent: rfc2822(m.sentAt),
    date_updated: rfc2822(m.updatedAt),
    direction: m.direction,
    error_code: m.errorCode,
    error_message: m.errorCode === null ? null : `Error ${m.errorCode}`,
    from: m.from,
    messaging_service_sid: null,
    num_media: String(media),
    num_segments: String(Math.max(countSegments(m.body).segments, 1)),
    price: m.price,
    price_unit: 'USD',
    sid: m.sid,
    status: m.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: m.to,
    uri: `${uri}.json`,
  };
}

export function mediaResource(accountSid: string, m: SimMessage, media: SimMedia): Record<string, unknown> {
  return {
    account_sid: accountSid,
    content_type: media.contentType,
    date_created: rfc2822(m.createdAt),
    date_updated: rfc2822(m.createdAt),
    parent_sid: m.sid,
    sid: media.sid,
    uri: `${accountPath(accountSid)}/Messages/${m.sid}/Media/${media.sid}.json`,
  };
}

export function numberResource(accountSid: string, sid: string, number: string): Record<string, unknown> {
  return {
    sid,
    account_sid: accountSid,
    phone_number: number,
    friendly_name: `Test line ${number.slice(-4)}`,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    status: 'in-use',
    uri: `${accountPath(accountSid)}/IncomingPhoneNumbers/${sid}.json`,
  };
}

export function accountResource(accountSid: string, status: string): Record<string, unknown> {
  return {
    sid: accountSid,
    friendly_name: 'Example Account',
    status,
    type: 'Full',
    uri: `${accountPath(accountSid)}.json`,
  };
}

export function errorResource(status: number, code: number, message: string): Record<string, unknown> {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

/** One page of a list; `next` is the token of the following page, or null. */
export function pageResource(
  url: URL,
  key: string,
  items: readonly Record<string, unknown>[],
  paging: { page: number; size: number; next: string | null },
): Record<string, unknown> {
  const uriOf = (page: number, token: string | null) => {
    const query = new URLSearchParams(url.searchParams);
    query.set('PageSize', String(paging.size));
    query.set('Page', String(page));
    query.delete('PageToken');
    if (token !== null) query.set('PageToken', token);
    return `${url.pathname}?${query}`;
  };
  const start = paging.page * paging.size;
  return {
    [key]: items,
    end: Math.max(start + items.length - 1, 0),
    first_page_uri: uriOf(0, null),
    next_page_uri: paging.next === null ? null : uriOf(paging.page + 1, paging.next),
    page: paging.page,
    page_size: paging.size,
    previous_page_uri: null,
    start,
    uri: url.pathname + url.search,
  };
}
