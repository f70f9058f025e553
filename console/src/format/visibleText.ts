/**
 * Control characters, format characters (such as bidirectional and zero-width ones), lone surrogates,
 * line and paragraph separators, the blank Braille pattern, and other characters that Unicode marks as
 * ignorable. The selector that makes an emoji colourful stays after an emoji.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?!(?<=\p{Extended_Pictographic})\ufe0f)\p{Default_Ignorable_Code_Point}/gu;

/**
 * Makes untrusted text safe to read: characters that are invisible or change the direction of writing
 * become visible, so that text can't hide or disguise itself. Line breaks and tabs stay.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) =>
    character === '\n' || character === '\t' ? character : picture(character),
  );
}

/** Does the same as `visibleText` for text on one line, such as names, addresses and file names. */
export function visibleName(text: string): string {
  return text.replace(UNSEEN, picture);
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) {
    return String.fromCharCode(0x2400 + code);
  }
  return code === 0x7f ? '␡' : `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
