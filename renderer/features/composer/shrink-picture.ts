/** Pictures as phones take them by text: small, and without what a camera writes beside them. */

/** What handsets and carriers take without trouble, in bytes and in pixels of the longer side. */
const TARGET_BYTES = 600_000;
const LONGEST_SIDE = 1600;
const QUALITIES = [0.85, 0.7, 0.55, 0.4];
/** Not GIF: it may move. */
const SHRINKABLE = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/bmp', 'image/avif']);

/** Whether making it smaller is worth an offer. */
export function isLargePicture({ type, size }: { type: string; size: number }): boolean {
  return SHRINKABLE.has(type) && (size > TARGET_BYTES || type === 'image/webp' || type === 'image/avif');
}

/**
 * A JPEG of at most about 600 kB, upright, without the place and time it was taken. Rejects when the bytes are no
 * picture.
 */
export async function shrinkPicture(file: File): Promise<File> {
  const bitmap = await createImageBitmap(file);
  try {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    if (!context) throw new Error('This window cannot draw.');
    // JPEG has no transparency: what was clear becomes white, not black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    let blob: Blob | null = null;
    for (const quality of QUALITIES) {
      blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      if (blob.size <= TARGET_BYTES) break;
    }
    return new File([blob!], `${file.name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' });
  } finally {
    bitmap.close();
  }
}
