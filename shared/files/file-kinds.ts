/** What may be done with an attachment, by its name and type: shown here, opened by another program, or only saved. */
import { fileEnding } from './file-names.ts';

export type Preview = { kind: 'image'; type: string } | { kind: 'text' } | { kind: 'pdf' } | { kind: 'none' };

/** Pictures Chromium decodes itself. No SVG: that is a document with scripts. */
const PICTURES: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['bmp', 'image/bmp'],
]);
const PICTURE_TYPES = new Set(PICTURES.values());

const TEXTS = new Set([
  'txt',
  'text',
  'md',
  'csv',
  'tsv',
  'log',
  'json',
  'ics',
  'vcf',
  'eml',
  'diff',
  'patch',
]);
const TEXT_TYPES = new Set([
  'text/plain',
  'text/csv',
  'text/markdown',
  'text/calendar',
  'text/vcard',
  'text/x-vcard',
  'application/json',
  'message/rfc822',
]);

/** How the window can show the file. A type of its own counts; one that says nothing leaves it to the name. */
export function previewOf(filename: string, contentType: string): Preview {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  if (PICTURE_TYPES.has(type)) return { kind: 'image', type };
  if (TEXT_TYPES.has(type)) return { kind: 'text' };
  if (type === 'application/pdf' || type === 'application/x-pdf') return { kind: 'pdf' };
  if (type !== '' && type !== 'application/octet-stream') return { kind: 'none' };
  const ending = fileEnding(filename);
  const picture = PICTURES.get(ending);
  if (picture) return { kind: 'image', type: picture };
  if (ending === 'pdf') return { kind: 'pdf' };
  return { kind: TEXTS.has(ending) ? 'text' : 'none' };
}

/** What an attachment is that is read like a message or a contact, not shown like a file; `null`: a file. */
export function attachedKind(filename: string, contentType: string): 'mail' | 'contacts' | null {
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  const ending = type === '' || type === 'application/octet-stream' ? fileEnding(filename) : '';
  if (type === 'message/rfc822' || type === 'message/global' || ending === 'eml') return 'mail';
  const isCard = /^text\/(x-vcard|vcard|directory)$/.test(type) || ending === 'vcf';
  return isCard ? 'contacts' : null;
}

/** Documents, pictures, sound and film: what the system's programs show without running anything of the sender's. */
const DOCUMENTS = new Set([
  ...PICTURES.keys(),
  ...TEXTS,
  ...['heic', 'heif', 'tif', 'tiff', 'ico', 'psd', 'pdf', 'ps', 'djvu', 'epub', 'rtf'],
  ...['doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'odt', 'ods', 'odp', 'odg', 'pages', 'numbers', 'key'],
  ...['mp3', 'm4a', 'aac', 'ogg', 'oga', 'opus', 'flac', 'wav', 'amr', 'mid', 'midi'],
  ...['mp4', 'm4v', 'mov', 'webm', 'mkv', 'avi', 'mpg', 'mpeg', '3gp', '3g2'],
  ...[
    'zip',
    'gz',
    'tgz',
    'tar',
    '7z',
    'bz2',
    'xz',
    'zst',
    'rar',
    'asc',
    'sig',
    'gpx',
    'kml',
    'dwg',
    'dxf',
    'step',
    'stl',
  ],
]);

/** Programs, scripts, and documents that run what is in them when they are opened. */
const DANGEROUS = new Set([
  ...['exe', 'com', 'scr', 'pif', 'msi', 'msp', 'msix', 'appx', 'cpl', 'dll', 'sys', 'drv', 'ocx', 'gadget'],
  ...[
    'bat',
    'cmd',
    'ps1',
    'psm1',
    'psd1',
    'vbs',
    'vbe',
    'js',
    'jse',
    'mjs',
    'cjs',
    'ws',
    'wsf',
    'wsh',
    'wsc',
    'sct',
  ],
  ...[
    'hta',
    'html',
    'htm',
    'xhtml',
    'shtml',
    'mht',
    'mhtml',
    'svg',
    'svgz',
    'xml',
    'xsl',
    'chm',
    'hlp',
    'swf',
  ],
  ...[
    'lnk',
    'url',
    'website',
    'webloc',
    'inetloc',
    'desktop',
    'library-ms',
    'search-ms',
    'settingcontent-ms',
    'scf',
  ],
  ...['reg', 'inf', 'job', 'msc', 'application', 'appref-ms', 'xll', 'iqy', 'slk', 'diagcab', 'theme', 'rdp'],
  ...[
    'docm',
    'dotm',
    'xlsm',
    'xltm',
    'xlam',
    'xlsb',
    'pptm',
    'potm',
    'ppam',
    'ppsm',
    'sldm',
    'accdb',
    'accde',
    'mdb',
    'one',
  ],
  ...['jar', 'jnlp', 'class', 'war', 'apk', 'ipa', 'crx', 'xpi', 'vsix'],
  ...[
    'sh',
    'bash',
    'zsh',
    'fish',
    'csh',
    'ksh',
    'run',
    'bin',
    'elf',
    'so',
    'ko',
    'appimage',
    'deb',
    'rpm',
    'snap',
    'flatpak',
  ],
  ...[
    'app',
    'dmg',
    'pkg',
    'mpkg',
    'command',
    'tool',
    'workflow',
    'action',
    'scpt',
    'scptd',
    'applescript',
    'osx',
    'dylib',
  ],
  ...['py', 'pyc', 'pyw', 'pyz', 'pl', 'rb', 'php', 'lua', 'tcl', 'r', 'ipynb'],
  ...['iso', 'img', 'vhd', 'vhdx', 'vmdk', 'cab', 'udf'],
]);

export type Opening = 'open' | 'save-only' | 'dangerous';

/** What the system may be asked to do with a file of this name. */
export function openingOf(filename: string): Opening {
  const ending = fileEnding(filename);
  if (DANGEROUS.has(ending)) return 'dangerous';
  return DOCUMENTS.has(ending) ? 'open' : 'save-only';
}

/** Beginnings of programs, whatever the file is called. */
const PROGRAMS: readonly (readonly number[])[] = [
  [0x4d, 0x5a],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xfe, 0xed, 0xfa, 0xce],
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x23, 0x21],
];

/** The same with the bytes known: a program under the name of a document stays a program. */
export function openingOfBytes(filename: string, bytes: Uint8Array): Opening {
  if (PROGRAMS.some((start) => start.every((byte, at) => bytes[at] === byte))) return 'dangerous';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024));
  if (/^\s*(?:\[Desktop Entry\]|\[InternetShortcut\])/m.test(head)) return 'dangerous';
  return openingOf(filename);
}
