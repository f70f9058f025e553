/// Messages about due work, and the dead-letter queues.
@NullMarked
package io.cdrwebhooks.aws.sqs;

import org.jspecify.annotations.NullMarked;
