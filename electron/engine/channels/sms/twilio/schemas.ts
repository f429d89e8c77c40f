/** The parts of Twilio's answers that Skein reads (API version 2010-04-01). Unknown fields are ignored. */
import { z } from 'zod';

const sid = (prefix: string) => z.string().regex(new RegExp(`^(?:${prefix})[0-9a-fA-F]{32}$`));
const optionalText = (max: number) =>
  z
    .string()
    .max(max)
    .nullish()
    .transform((v) => v ?? null);
const rfc2822 = z
  .string()
  .max(64)
  .transform((v) => Date.parse(v))
  .refine((v) => Number.isFinite(v), 'not a date');

export const messageSid = sid('SM|MM');

export const message = z.object({
  sid: messageSid,
  direction: z.string().max(40),
  status: z.string().max(40),
  from: optionalText(64),
  to: optionalText(64),
  body: optionalText(64_000),
  num_media: z.coerce.number().int().min(0).max(100).catch(0),
  num_segments: z.coerce.number().int().min(0).max(1000).nullish().catch(null),
  date_created: rfc2822,
  error_code: z.coerce.number().int().nullish().catch(null),
  error_message: optionalText(2000).catch(null),
  price: optionalText(40).catch(null),
  price_unit: optionalText(10).catch(null),
});
export type TwilioMessage = z.infer<typeof message>;

const page = {
  next_page_uri: z
    .string()
    .max(4000)
    .nullish()
    .transform((v) => v ?? null),
};

export const messagePage = z.object({ ...page, messages: z.array(z.unknown()).max(1000) });

export const mediaPage = z.object({
  ...page,
  media_list: z.array(z.object({ sid: sid('ME'), content_type: optionalText(200) })).max(1000),
});

export const numberPage = z.object({
  ...page,
  incoming_phone_numbers: z
    .array(
      z.object({
        sid: sid('PN'),
        phone_number: z.string().max(64),
        friendly_name: optionalText(200),
        capabilities: z
          .object({ sms: z.boolean().optional(), mms: z.boolean().optional() })
          .nullish()
          .transform((c) => ({ sms: c?.sms ?? false, mms: c?.mms ?? false })),
      }),
    )
    .max(1000),
});

export const account = z.object({
  sid: sid('AC'),
  friendly_name: optionalText(200),
  status: z.string().max(40),
});
