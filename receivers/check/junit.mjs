// Writes results as JUnit XML, which CI servers read.

const escaped = (text) =>
  text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f]/g, '?').replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export function junit(results) {
  const count = (verdict) => results.filter((each) => each.verdict === verdict).length;
  const seconds = results.reduce((sum, each) => sum + each.seconds, 0).toFixed(3);
  const cases = results.map(({ name, title, verdict, detail, seconds: time }) => {
    const open = `  <testcase classname="cdr-webhooks.check" name="${escaped(`${name}: ${title}`)}" time="${time.toFixed(3)}"`;
    if (verdict === 'passed') return `${open}/>`;
    return `${open}><${verdict === 'failed' ? 'failure' : 'skipped'} message="${escaped(detail)}"/></testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="cdr-webhooks check" tests="${results.length}" failures="${count('failed')}" skipped="${count('skipped')}" time="${seconds}">`,
    ...cases,
    '</testsuite>',
    '',
  ].join('\n');
}
