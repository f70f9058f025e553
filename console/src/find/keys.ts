type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'target'>;

const FIELDS = 'input, textarea, select, [contenteditable]';

/** Returns whether a key opens the finder: Ctrl-K or Cmd-K anywhere, "/" outside fields. */
export function opensFinder({ key, ctrlKey, metaKey, altKey, shiftKey, target }: Key): boolean {
  if (key.toLowerCase() === 'k') {
    return (ctrlKey || metaKey) && !altKey && !shiftKey;
  }
  const typing =
    target !== null && 'closest' in target && (target as Element).closest(FIELDS) !== null;
  return key === '/' && !ctrlKey && !metaKey && !altKey && !typing;
}
