/// Sends notices to the people who run the deployment.
@NullMarked
package io.cdrwebhooks.aws.eventbridge;

import org.jspecify.annotations.NullMarked;
