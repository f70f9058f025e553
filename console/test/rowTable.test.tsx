import { MantineProvider } from '@mantine/core';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { RowTable } from '../src/layout/RowTable.tsx';

function rendered(chosen: string[]): string {
  return renderToStaticMarkup(
    <MantineProvider>
      <RowTable
        label="Reports"
        columns={[{ header: 'Report', names: true, cell: (name: string) => name }]}
        rows={['a.zip', 'b.zip']}
        rowKey={(name) => name}
        selection={{
          has: (name) => chosen.includes(name),
          toggle: () => undefined,
          toggleShown: () => undefined,
          name: (name) => name,
        }}
      />
    </MantineProvider>,
  );
}

test('the box for all rows is outside the header', () => {
  const [beforeTable] = rendered(['a.zip']).split('<table');
  expect(beforeTable).toMatch(
    /<input type="checkbox"[^>]* id="([^"]+)".*<label for="\1">Select all shown</,
  );
  expect(beforeTable).not.toContain('checked=""');
  expect(rendered(['a.zip', 'b.zip']).split('<table')[0]).toContain('checked=""');
});
