/// What Lambda hands to a function and takes back, as streamed JSON: SQS batches, S3 events, HTTP
/// requests.
@NullMarked
package io.cdrwebhooks.aws.awsevents;

import org.jspecify.annotations.NullMarked;
