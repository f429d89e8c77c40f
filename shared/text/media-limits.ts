/** What a carrier takes with a text; both the composer and the dispatch ask before anything leaves. */

export interface MediaLimits {
  maxMediaCount: number;
  /** Of all files of one text together. */
  maxMediaBytes: number;
  mediaTypes: readonly string[];
}

export interface MediaProblem {
  code: 'too-many-media' | 'media-too-large' | 'media-type';
  message: string;
  advice: string;
}

/** The type without its parameters, in lower case (RFC 2045 section 5.1), under the name that is registered. */
export function mediaType(contentType: string): string {
  const bare = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  return bare === 'image/jpg' ? 'image/jpeg' : bare;
}

/** Why the carrier would not take these files, or null when it would. */
export function mediaProblem(
  files: readonly { contentType: string; size: number }[],
  limits: MediaLimits,
): MediaProblem | null {
  if (files.length > limits.maxMediaCount) {
    return {
      code: 'too-many-media',
      message: `The carrier takes at most ${limits.maxMediaCount} files in one text.`,
      advice: 'Send the rest in another text.',
    };
  }
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > limits.maxMediaBytes) {
    const megabytes = Math.floor(limits.maxMediaBytes / 1024 / 1024);
    return {
      code: 'media-too-large',
      message: `The carrier takes at most ${megabytes} MB of files in one text.`,
      advice: 'Make the pictures smaller or send them by email.',
    };
  }
  const refused = files.find(({ contentType }) => !limits.mediaTypes.includes(mediaType(contentType)));
  if (!refused) return null;
  return {
    code: 'media-type',
    message: `The carrier does not take files of the type ${mediaType(refused.contentType) || 'unknown'} with a text.`,
    advice: 'Send it by email, or as a picture, video, sound, PDF or contact card.',
  };
}
