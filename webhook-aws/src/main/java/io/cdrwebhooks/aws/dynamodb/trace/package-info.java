/// How DynamoDB keeps the trace of a delivery: attributes of its item.
@NullMarked
package io.cdrwebhooks.aws.dynamodb.trace;

import org.jspecify.annotations.NullMarked;
