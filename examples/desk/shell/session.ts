/** What the tab keeps over a reload. Where there is no room for it, a reload begins anew. */
export function keepInTab(key: string, text: string): void {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // That is no reason to stop now.
  }
}
