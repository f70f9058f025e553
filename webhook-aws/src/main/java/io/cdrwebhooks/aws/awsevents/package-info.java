/// The events of SQS, S3 and EventBridge, and the answers that Lambda accepts, as streamed JSON.
@NullMarked
package io.cdrwebhooks.aws.awsevents;

import org.jspecify.annotations.NullMarked;
