// Requests that a receiver refuses: one case for each way to break them.
import { announcement, bodyOf } from '../announcement.mjs';
import { BREAKS } from '../breaks.mjs';
import { CaseFailure } from '../trial.mjs';

const refusal =
  (kind, { about, make, hint }) =>
  async (t) => {
    const report = t.store.add();
    t.later.push({
      name: `refuses-${kind}`,
      check: () => {
        if (report.links.length) throw new CaseFailure(`the link of a refused request was fetched (${about})`);
      },
    });
    t.refused(await t.send(make(t.values({ body: bodyOf(announcement(report)) }))), about, hint);
  };

export const refusals = Object.entries(BREAKS).map(([kind, found]) => ({
  name: `refuses-${kind}`,
  title: `Refused: ${found.about}`,
  run: refusal(kind, found),
}));
