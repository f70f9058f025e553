// Converts docs/receiver-guide.md into a page, with the template docs-viewer/receiver-guide.html.
import { readFile } from 'node:fs/promises';
import { Marked } from 'marked';

/** The guide's link to the description of the API. */
const DESCRIPTION = 'openapi.yaml';

/** Returns the HTML of the page. Refuses HTML in the guide, and broken links. */
export async function guidePage(frame, guide) {
  const { article, sections } = rendered(await readFile(guide, 'utf8'));
  const contents = sections
    .filter(({ depth }) => depth === 2)
    .map(({ id, html }) => `<li><a href="#${id}">${html}</a></li>`)
    .join('\n');
  return (await readFile(frame, 'utf8'))
    .replace('<!-- contents -->', () => contents)
    .replace('<!-- guide -->', () => article);
}

/** Returns the HTML of a guide, and its sections. */
export function rendered(markdown) {
  const sections = [];
  const targets = [];
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }) {
        const html = this.parser.parseInline(tokens);
        const id = idOf(text);
        sections.push({ depth, id, html });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const html = this.parser.parseInline(tokens);
        if (href.startsWith('#')) targets.push(href.slice(1));
        return linked(href, html);
      },
      // A wide table or line scrolls without the page, also with the keyboard.
      table(token) {
        return `<div class="wide" tabindex="0" role="region" aria-label="Table">${new Table(this).html(token)}</div>\n`;
      },
      code({ text }) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
      html({ text }) {
        if (/^<!--[^]*-->\s*$/.test(text)) return '';
        throw new Error(`the guide must have no HTML: ${text}`);
      },
    },
  });
  const article = marked.parse(markdown);
  const ids = new Set(sections.map(({ id }) => id));
  const missing = targets.filter((id) => !ids.has(id));
  if (missing.length > 0) throw new Error(`the guide has no section ${missing.join(', ')}`);
  return { article, sections };
}

class Table {
  constructor({ parser }) {
    this.parser = parser;
  }

  html({ header, rows }) {
    const body = rows.map((row) => this.row(row, 'td')).join('');
    return `<table><thead>${this.row(header, 'th')}</thead><tbody>${body}</tbody></table>`;
  }

  row(cells, tag) {
    const all = cells.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`);
    return `<tr>${all.join('')}</tr>\n`;
  }
}

/** Returns a link of the guide; for a file of the repository only its name, because the system does not serve these files. */
function linked(href, html) {
  if (href.startsWith('#')) return `<a href="${escaped(href)}">${html}</a>`;
  if (href === DESCRIPTION) return `<a href="./">${html}</a>`;
  if (href.startsWith('https://')) {
    return `<a href="${escaped(href)}" rel="noopener noreferrer">${html}</a>`;
  }
  if (href.startsWith('../')) {
    const path = href.slice('../'.length).replace(/#.*/, '');
    return `<span class="file" title="${escaped(path)}">${html}</span>`;
  }
  throw new Error(`the page has no such link: ${href}`);
}

/** The anchor that GitHub gives a heading. */
function idOf(text) {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

function escaped(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
