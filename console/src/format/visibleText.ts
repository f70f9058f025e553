/**
 * Controls, format characters (bidirectional ones and those of no width among them), lone
 * surrogates, line and paragraph separators, the blank Braille pattern, and whatever else Unicode
 * has a page ignore. The selector that makes an emoji colourful stays, after an emoji.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u2800]|(?!(?<=\p{Extended_Pictographic})\ufe0f)\p{Default_Ignorable_Code_Point}/gu;

/**
 * Text of a stranger's, safe to look at: what turns the direction of writing or takes no room
 * becomes visible, so that nothing hides or disguises itself. Lines and tabs stay.
 */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, (character) =>
    character === '\n' || character === '\t' ? character : picture(character),
  );
}

/** The same for what stands on one line: names, addresses, files. */
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
