/** What a finding that has no table or object is recognised by: its file, wherever that is moved to. */
export function fileIdentity(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
