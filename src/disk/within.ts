import path from 'node:path';

/** Is it the folder itself, or does it lie in it? Both paths absolute. */
export function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
}
