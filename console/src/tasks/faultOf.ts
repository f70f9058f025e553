import { Problem } from '../api/problem.ts';
import { taskIdOf } from '../api/shapes.ts';
import type { TaskValues } from './TaskForm.tsx';

/** Checks the values that the API cannot read. */
export function faultOf(values: TaskValues): Problem | null {
  const fields = [
    ...(taskIdOf(values.taskId) === null
      ? [
          {
            field: 'taskId',
            detail:
              values.taskId.trim() === ''
                ? 'is required'
                : 'must be a whole number from 1 to 9007199254740991',
          },
        ]
      : []),
    ...(values.taskName.trim() === '' ? [{ field: 'taskName', detail: 'is required' }] : []),
    ...(/^\s*[0-9]*\s*$/.test(values.graceMinutes)
      ? []
      : [{ field: 'graceMinutes', detail: 'must be a whole number from 0 to 10080' }]),
    ...(values.webhook && values.webhookConfigurationId === null
      ? [{ field: 'webhookConfigurationId', detail: 'choose one, or add a new one' }]
      : []),
  ];
  return fields.length === 0 ? null : new Problem(422, 'Please correct the marked fields.', fields);
}
