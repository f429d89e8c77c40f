/** The files of a message as BODYSTRUCTURE names them (RFC 9051 section 7.5.2), before they are here. */
import type { MessageStructureObject } from 'imapflow';
import { safeFilename } from '../mime/filename.ts';
import type { PartOutline } from '../ports.ts';

/** Parts of a hostile BODYSTRUCTURE that are looked at. */
const NODE_LIMIT = 200;

/** The parts in the order of the message, without the boxes they are in. */
export function partsOf(root: MessageStructureObject | undefined): MessageStructureObject[] {
  const found: MessageStructureObject[] = [];
  const queue = root ? [root] : [];
  for (let seen = 0; queue.length > 0 && seen < NODE_LIMIT; seen++) {
    const node = queue.shift() as MessageStructureObject;
    if (node.childNodes && node.type?.toLowerCase().startsWith('multipart/'))
      queue.unshift(...node.childNodes);
    else found.push(node);
  }
  return found;
}

/** By what BODY[…] asks for a part; the only part of a message without boxes is its first. */
export const sectionOf = ({ part = '1' }: MessageStructureObject): string => part;

/** The parts that are files: all but the texts that are read. A part that cannot be true is left out. */
export function outlineOf(
  root: MessageStructureObject | undefined,
  texts: readonly MessageStructureObject[],
): PartOutline[] {
  return partsOf(root)
    .filter((node) => !texts.includes(node) && /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i.test(node.type))
    .map((node) => {
      const contentType = node.type.toLowerCase();
      const contentId = node.id?.replace(/^<|>$/g, '') || null;
      return {
        section: sectionOf(node),
        filename: safeFilename(node.dispositionParameters?.filename ?? node.parameters?.name),
        contentType,
        contentId,
        size: decodedSize(node),
        inline:
          contentId !== null &&
          contentType.startsWith('image/') &&
          node.disposition?.toLowerCase() !== 'attachment',
      };
    });
}

/** Of base64 in lines of 76 characters, 57 bytes are left of 78. */
function decodedSize({ size, encoding }: MessageStructureObject): number {
  const bytes = Number.isSafeInteger(size) && size! > 0 ? size! : 0;
  return encoding?.toLowerCase() === 'base64' ? Math.round((bytes * 57) / 78) : bytes;
}
