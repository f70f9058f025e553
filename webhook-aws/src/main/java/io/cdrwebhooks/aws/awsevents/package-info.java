/// The events that Lambda gives to a function and the answers it takes, as streamed JSON: SQS
/// batches, S3 events, HTTP requests.
@NullMarked
package io.cdrwebhooks.aws.awsevents;

import org.jspecify.annotations.NullMarked;
