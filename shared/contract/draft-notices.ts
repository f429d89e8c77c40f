/** The code of what a draft says when another program changed it too: there are two texts of it now. */
export const CHANGED_ELSEWHERE = 'draft-changed-elsewhere';
