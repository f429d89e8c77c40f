/** What Skein writes into a profile's directory. */
const OURS = [
  /^store\.(db|db-wal|db-shm|db-journal|lock|lock-journal|open|open\.new)$/,
  /^store-damaged-.*$/,
  /^(profile|key|secrets|window-state|window)\.json(\.new)?$/,
  /^(backups|content|logs|crashes|opened)$/,
];

/** What Chromium writes into the directory its window's data lies in (the user data of Electron). */
const CHROMIUM = new Set([
  'blob_storage',
  'Cache',
  'Code Cache',
  'component_crx_cache',
  'Cookies',
  'Cookies-journal',
  'Crashpad',
  'databases',
  'DawnCache',
  'DawnGraphiteCache',
  'DawnWebGPUCache',
  'declarative_rules',
  'Dictionaries',
  'DevToolsActivePort',
  'DIPS',
  'DIPS-shm',
  'DIPS-wal',
  'File System',
  'GPUCache',
  'GrShaderCache',
  'IndexedDB',
  'Local State',
  'Local Storage',
  'lockfile',
  'Network',
  'Network Persistent State',
  'Partitions',
  'Preferences',
  'QuotaManager',
  'QuotaManager-journal',
  'Service Worker',
  'Session Storage',
  'ShaderCache',
  'Shared Dictionary',
  'SharedStorage',
  'SharedStorage-wal',
  'shared_proto_db',
  'SingletonCookie',
  'SingletonLock',
  'SingletonSocket',
  'TransportSecurity',
  'Trust Tokens',
  'Trust Tokens-journal',
  'VideoDecodeStats',
  'WebStorage',
]);

/** Whether a name directly in a profile's directory is one that the engine makes. */
export function isStoreFile(name: string): boolean {
  return OURS.some((pattern) => pattern.test(name));
}

/** Whether a name directly in a profile's directory is one that Skein or its window makes. */
export function isProfileFile(name: string): boolean {
  return CHROMIUM.has(name) || isStoreFile(name);
}
