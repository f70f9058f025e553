import type { ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { FileOutput } from 'lucide-react';
import type { CdrTask } from '../api/shapes.ts';
import { usePlatform } from '../api/usePlatform.ts';
import { visibleName } from '../format/visibleText.ts';
import { ChangeButton } from '../layout/ChangeButton.tsx';
import { ExportSampleWindow } from './ExportSampleWindow.tsx';

interface Props extends Pick<ButtonProps, 'size' | 'variant' | 'px'> {
  /** The task; if left out, the window asks for it. */
  task?: CdrTask;
}

/** A button that exports a sample report without a CDR Manager; only the local system can. */
export function ExportSample({ task, size = 'sm', variant = 'default', px }: Props) {
  const platform = usePlatform();
  const [opened, window] = useDisclosure(false);
  if (platform.data?.sampleExport !== true) {
    return null;
  }
  return (
    <>
      <ChangeButton
        variant={variant}
        size={size}
        {...(px !== undefined && { px })}
        leftSection={task === undefined ? <FileOutput size={16} aria-hidden /> : undefined}
        onClick={window.open}
        aria-label={
          task === undefined ? undefined : `Export a sample report of ${visibleName(task.taskName)}`
        }
      >
        Export a sample report
      </ChangeButton>
      <ExportSampleWindow opened={opened} onClose={window.close} task={task} />
    </>
  );
}
