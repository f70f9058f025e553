import { Notification } from '@mantine/core';
import { Check } from 'lucide-react';
import classes from './News.module.css';
import { dismiss, useNews } from './news.ts';

/** Shows news above all windows, and announces it to screen readers. */
export function News() {
  const items = useNews();
  return (
    <div className={classes.place} role="status" aria-live="polite">
      {items.map(({ id, message }) => (
        <Notification
          key={id}
          color="teal"
          withBorder
          icon={<Check size={16} aria-hidden />}
          role="presentation"
          closeButtonProps={{ 'aria-label': 'Dismiss' }}
          onClose={() => dismiss(id)}
        >
          {message}
        </Notification>
      ))}
    </div>
  );
}
