/// Messages that say which attempts are due.
@NullMarked
package io.cdrwebhooks.aws.sqs;

import org.jspecify.annotations.NullMarked;
