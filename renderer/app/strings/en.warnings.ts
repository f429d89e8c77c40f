/** What was odd about a mail, by the codes of the engine; a code that is not here is not worth a word. */
export const warningStrings: Readonly<Record<string, string>> = {
  'header-missing': 'This message came without a header, so sender and subject are unknown.',
  'header-malformed': 'Part of this message’s header is broken and could not be read.',
  'header-truncated': 'The header of this message is far too long. Only its beginning was read.',
  'from-doubled':
    'This message names more than one sender line, which can be a trick. The first one is shown.',
  'from-missing': 'This message does not say who sent it.',
  'date-missing': 'This message has no date. The time it arrived is shown instead.',
  'date-invalid': 'The date of this message makes no sense. The time it arrived is shown instead.',
  'charset-unknown': 'The alphabet of this message is not known. Some letters may be wrong.',
  'boundary-missing':
    'The parts of this message are not separated as they should be. What was found is shown.',
  'multipart-truncated': 'This message ends in the middle. What arrived is shown.',
  'too-many-parts': 'This message has too many parts. Only the first ones are shown.',
  'too-many-addresses': 'This message names too many people. Only the first ones are shown.',
  'nesting-too-deep': 'This message is nested too deeply to be taken apart. Its raw text is shown.',
  'structure-unreadable': 'This message is built in a way that cannot be read. Its raw text is shown.',
  'text-truncated': 'This message is too long to show whole. Its source has the rest.',
  'parse-timeout': 'This message took too long to read. Its raw text is shown.',
  'parse-memory': 'This message needs too much memory to read. Its raw text is shown.',
  'parse-failed': 'This message could not be read. Its raw text is shown.',
};
