import { Alert, Button, List } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { visibleText } from '../format/visibleText.ts';
import { Problem } from './problem.ts';

interface Props {
  problem: Problem;
  title?: string;
  /** Fields that show their own errors. */
  shownFields?: readonly string[];
  onRetry?: () => void;
}

/** Shows a problem, announces it to screen readers, and lists the errors that no field shows. */
export function ProblemAlert({ problem, title, shownFields = [], onRetry }: Props) {
  const others = problem.fields.filter((error) => !shownFields.includes(error.field));
  return (
    <Alert
      color="red"
      role="alert"
      icon={<CircleAlert aria-hidden />}
      title={title ?? 'The request failed'}
    >
      {visibleText(problem.message)}
      {others.length > 0 && (
        <List size="sm" mt="xs">
          {others.map((error) => (
            <List.Item key={error.field}>{visibleText(`${error.field} ${error.detail}`)}</List.Item>
          ))}
        </List>
      )}
      {onRetry !== undefined && (
        <Button variant="default" size="xs" mt="sm" display="block" onClick={onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
