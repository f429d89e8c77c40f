/** A recipient that is dragged from one field to another: the field it lands in says so, and it leaves the other. */
import type { DragEvent } from 'react';
import type { Address } from '#shared/contract/model.ts';
import { typedAddress } from './addresses-in.ts';

const TYPE = 'application/x-skein-recipient';

let under: { field: string; moved: boolean } | null = null;

/** Takes up a recipient; `field`: where it stands. Other programs get it as text. */
export function takeUp({ dataTransfer }: DragEvent, field: string, address: Address): void {
  under = { field, moved: false };
  dataTransfer.setData(TYPE, JSON.stringify(address));
  dataTransfer.setData('text/plain', typedAddress(address));
  dataTransfer.effectAllowed = 'copyMove';
}

/** Whether what is dragged can be put down here. */
export function canPutDown({ dataTransfer }: DragEvent): boolean {
  return under !== null && dataTransfer.types.includes(TYPE);
}

/** What is put down in `field`; null when it came from there. */
export function putDown({ dataTransfer }: DragEvent, field: string): Address | null {
  if (under === null || under.field === field) return null;
  under.moved = true;
  return JSON.parse(dataTransfer.getData(TYPE)) as Address;
}

/** The drag is over: whether it left its field. */
export function letGo(): boolean {
  const moved = under?.moved ?? false;
  under = null;
  return moved;
}
