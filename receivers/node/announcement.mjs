// Parses announcements.
const TEXTS = ['contentType', 'httpMethod', 'callbackURL', 'validUntil', 'fileName', 'taskName', 'error'];
const NUMBERS = ['fileSizeInBytes', 'numberOfLines', 'taskId'];

/** Returns the announcement, or null if the body is not one. Unknown properties are allowed. */
export function readAnnouncement(body) {
  let read;
  try {
    // fatal: bytes that are not UTF-8 are refused, not replaced.
    read = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return null;
  }
  if (read === null || typeof read !== 'object') return null;
  const complete =
    TEXTS.every((name) => typeof read[name] === 'string') &&
    NUMBERS.every((name) => Number.isSafeInteger(read[name]) && read[name] >= 0);
  return complete ? read : null;
}

/** Returns whether there is a report to fetch. With one error the report is complete: only its lines were not counted. */
export const hasReport = ({ error }) => error === '' || error === 'Report is too large to count';

/** A name that is safe to save under on Linux, macOS and Windows. The announced one is data, not a path. */
export function safeName(announced) {
  let name = announced.split(/[/\\]/).at(-1);
  name = name.replace(/[^\p{L}0-9._ -]/gu, '_').replace(/^\.+/, '').replace(/[. ]+$/, '');
  if (name === '') return 'report.zip';
  if (/^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)/i.test(name)) name = `_${name}`; // devices of Windows
  return shortened(name);
}

/** At most 120 bytes of UTF-8, since file systems allow 255 and ours get a suffix. Keeps the extension. */
function shortened(name) {
  const bytes = (text) => Buffer.byteLength(text, 'utf8');
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && bytes(name.slice(dot)) <= 16 ? name.slice(dot) : '';
  const letters = [...name.slice(0, name.length - extension.length)];
  while (bytes(letters.join('')) + bytes(extension) > 120) letters.pop();
  return letters.join('') + extension;
}
