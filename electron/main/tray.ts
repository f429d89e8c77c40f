import { join } from 'node:path';
import { type App, Menu, type NativeImage, nativeImage, Tray } from 'electron';
import type { EngineToMain } from '#shared/contract/engine-messages.ts';

export type Status = Omit<Extract<EngineToMain, { type: 'status' }>, 'type'>;

export interface TrayActions {
  show(): void;
  compose(): void;
  pause(paused: boolean): void;
  quit(): void;
}

/** Pixels: what the systems' trays show without scaling. */
const SIZE = process.platform === 'darwin' ? 18 : process.platform === 'win32' ? 16 : 24;
/** Amber, to stand out from the icon, as the bytes of a bitmap lie: blue, green, red, opaque. */
const DOT = [0x2b, 0xa9, 0xf2, 0xff];

/** Skein's icon in the system's tray, there while the user wants closing the window to leave Skein running. */
export class TrayIcon {
  readonly #app: App;
  readonly #actions: TrayActions;
  #tray: Tray | null = null;

  constructor(app: App, actions: TrayActions) {
    this.#app = app;
    this.#actions = actions;
  }

  /** Whether closing the window can leave a way back. */
  get shown(): boolean {
    return this.#tray !== null;
  }

  update(status: Status): void {
    if (!status.closeToTray) {
      this.#tray?.destroy();
      this.#tray = null;
      return;
    }
    const image = icon(this.#app, status.unread > 0);
    if (this.#tray) this.#tray.setImage(image);
    else {
      this.#tray = new Tray(image);
      this.#tray.on('click', () => this.#actions.show());
    }
    const name = this.#app.name;
    this.#tray.setToolTip(status.unread > 0 ? `${name}: ${status.unread} unread` : name);
    if (process.platform === 'darwin') this.#tray.setTitle(status.unread > 0 ? String(status.unread) : '');
    this.#tray.setContextMenu(this.#menu(status));
  }

  #menu({ unread, canPause, paused }: Status): Menu {
    const { show, compose, pause, quit } = this.#actions;
    return Menu.buildFromTemplate([
      { label: unread > 0 ? `Show Skein (${unread} unread)` : 'Show Skein', click: show },
      { label: 'New message', click: compose },
      { type: 'separator' },
      {
        label: paused ? 'Resume syncing' : 'Pause syncing',
        enabled: canPause,
        click: () => pause(!paused),
      },
      { type: 'separator' },
      { label: 'Quit Skein', click: quit },
    ]);
  }
}

/** The app's icon, so many pixels wide and high. */
export function skeinIcon(app: App, size: number): NativeImage {
  const folder = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'resources');
  return nativeImage.createFromPath(join(folder, 'icon.png')).resize({ width: size, height: size });
}

/** The app's icon in the tray's size; with a dot in a corner when something is unread. */
function icon(app: App, dot: boolean): NativeImage {
  const image = skeinIcon(app, SIZE);
  if (!dot) return image;
  const { width, height } = image.getSize();
  const bitmap = Buffer.from(image.toBitmap());
  const radius = width / 5;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const inside = Math.hypot(x + 0.5 - (width - radius), y + 0.5 - radius) <= radius;
      if (inside) bitmap.set(DOT, (y * width + x) * 4);
    }
  return nativeImage.createFromBitmap(bitmap, { width, height });
}
