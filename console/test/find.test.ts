import { describe, expect, it } from 'vitest';
import { opensFinder } from '../src/find/keys.ts';
import { groups, hasLink, nothingFound } from '../src/find/results.ts';

const none = { items: [], more: false };

function key(key: string, held: Partial<KeyboardEvent> = {}) {
  return {
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    target: null,
    ...held,
  };
}

describe('the keys of the finder', () => {
  it('are Ctrl-K, Cmd-K and a slash', () => {
    expect(opensFinder(key('k', { ctrlKey: true }))).toBe(true);
    expect(opensFinder(key('K', { metaKey: true }))).toBe(true);
    expect(opensFinder(key('/'))).toBe(true);
    expect(opensFinder(key('k'))).toBe(false);
    expect(opensFinder(key('k', { ctrlKey: true, shiftKey: true }))).toBe(false);
  });
});

describe('the results', () => {
  it('have no empty kinds', () => {
    const task = {
      taskId: 42,
      taskName: 'Calls',
      webhookConfigurationId: null,
      numbersReports: false,
      expectedEvery: null,
      graceMinutes: null,
      webhookSince: '2026-03-01T10:05:00.000Z',
    };
    const found = groups(
      {
        deliveries: none,
        configurations: none,
        tasks: { items: [task], more: true },
      },
      'call',
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ title: 'CDR tasks', more: true });
    expect(found[0]?.found[0]?.to).toBe('/tasks/42');
  });

  it('begin with the thing that has exactly this name', () => {
    const found = {
      deliveries: { items: [{ id: 'dlv_1', fileName: 'billing-1.zip' }], more: false },
      configurations: {
        items: [
          { id: 'cfg_1', name: 'Billing 2' },
          { id: 'cfg_2', name: 'Billing' },
        ],
        more: false,
      },
      tasks: none,
    } as never;
    expect(groups(found, ' billing ')[0]?.found[0]?.to).toBe('/configurations/cfg_2');
    expect(groups(found, 'bil')[0]?.title).toBe('Deliveries');
  });

  it('do not ask the API about a link with a secret token', () => {
    const link = 'https://cdr.example.com/bulk/cdr-mgr/v1/cdr-download-files/7d444840';
    expect(hasLink(link)).toBe(true);
    expect(hasLink('tx1.zip')).toBe(false);
    expect(nothingFound(link)).toMatch(/webhook-id/);
  });

  it('say what to try when there are none', () => {
    expect(nothingFound(`webhook-id: dlv_${'f'.repeat(32)}`)).toMatch(/^Nothing has this id/);
    expect(nothingFound('dlv_12')).toMatch(/Incomplete id/);
    expect(nothingFound('tx1.zip')).toMatch(/start of a file name/);
  });
});
