import type { HTMLAttributes } from 'react';

export type TooltipSide = 'top' | 'right' | 'bottom';

/**
 * Attributes that give a control a tooltip with its keys (in the registry's notation), drawn by TooltipLayer. Only
 * attributes, because hundreds of controls have one and at most one is shown.
 */
export function tooltip(label: string, shortcut?: string, side?: TooltipSide): HTMLAttributes<HTMLElement> {
  return {
    'data-tooltip': label,
    'data-tooltip-keys': shortcut,
    'data-tooltip-side': side,
  } as HTMLAttributes<HTMLElement>;
}
