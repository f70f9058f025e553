// The name under which a report is saved. receivers/vectors/file-names.json decides.

const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const MAX_BYTES = 120;

export function safeName(announced) {
  const last = announced.split(/[/\\]/).pop();
  const name = last
    .replace(/[^\p{L}0-9.\-_ ]/gu, '_')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  return shortened(DEVICE.test(name) ? `_${name}` : name) || 'report.zip';
}

/** At most 120 bytes of UTF-8; the extension is kept. */
function shortened(name) {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  const letters = [...name.slice(0, name.length - extension.length)];
  while (Buffer.byteLength(letters.join('') + extension) > MAX_BYTES) letters.pop();
  return letters.join('') + extension;
}
