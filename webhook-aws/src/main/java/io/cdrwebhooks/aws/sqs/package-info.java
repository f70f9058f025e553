/// Messages about due work, and messages that are set aside.
@NullMarked
package io.cdrwebhooks.aws.sqs;

import org.jspecify.annotations.NullMarked;
