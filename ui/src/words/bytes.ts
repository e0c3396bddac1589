const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** "1.1 GB" as people say it of memory and files. */
export function bytesText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (Math.round(size) >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : Math.round(size * 10) / 10} ${UNITS[unit]}`;
}
