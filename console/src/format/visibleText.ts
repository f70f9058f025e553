const ESCAPES: Record<string, string> = { '\r': '␍', '\t': '\t', '\n': '\n' };

/**
 * Text of a receiver's, safe to look at: control characters and those that turn the direction of
 * writing or take no room become visible, so that nothing hides or disguises itself.
 */
export function visibleText(text: string): string {
  return text.replace(
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (character) => ESCAPES[character] ?? picture(character),
  );
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) {
    return String.fromCharCode(0x2400 + code);
  }
  return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
