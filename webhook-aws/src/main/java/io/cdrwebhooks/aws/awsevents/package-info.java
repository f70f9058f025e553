/// The events that Lambda passes to a function and the answers that it accepts, as streamed JSON:
/// SQS batches, S3 events, HTTP requests.
@NullMarked
package io.cdrwebhooks.aws.awsevents;

import org.jspecify.annotations.NullMarked;
