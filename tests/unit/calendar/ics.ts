/** A calendar with one event as programs send it; a field set to `null` is left out. */
export function ics(
  method: string,
  fields: Record<string, string | null> = {},
  { zones = '', more = '' }: { zones?: string; more?: string } = {},
): string {
  const all: Record<string, string | null> = {
    UID: 'harbour-17@example.com',
    DTSTAMP: '20261101T080000Z',
    SEQUENCE: '0',
    DTSTART: '20261124T090000Z',
    DTEND: '20261124T100000Z',
    SUMMARY: 'Harbour review',
    LOCATION: 'Room 4',
    'ORGANIZER;CN=Ana Ribeiro': 'mailto:ana@example.com',
    'ATTENDEE;CN=Sam;PARTSTAT=NEEDS-ACTION;RSVP=TRUE': 'mailto:sam@home.example',
    'ATTENDEE;CN=Mina;PARTSTAT=ACCEPTED': 'mailto:mina@example.com',
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}:${value}`]));
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', ...(method ? [`METHOD:${method}`] : [])],
    ...(zones ? [zones] : []),
    ...['BEGIN:VEVENT', ...lines, 'END:VEVENT'],
    ...(more ? [more] : []),
    ...['END:VCALENDAR', ''],
  ].join('\r\n');
}
