/// The stores on DynamoDB: conditional writes of single items decide every race.
@NullMarked
package io.cdrwebhooks.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
