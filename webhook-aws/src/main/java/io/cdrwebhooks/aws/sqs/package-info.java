/// Messages about due work, and messages that no retry can help.
@NullMarked
package io.cdrwebhooks.aws.sqs;

import org.jspecify.annotations.NullMarked;
