/// The trace of a delivery in DynamoDB: attributes of its item.
@NullMarked
package io.cdrwebhooks.aws.dynamodb.trace;

import org.jspecify.annotations.NullMarked;
