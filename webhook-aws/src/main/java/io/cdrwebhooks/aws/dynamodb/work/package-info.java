/// The stores of lanes, jobs, notes and of what is due.
@NullMarked
package io.cdrwebhooks.aws.dynamodb.work;

import org.jspecify.annotations.NullMarked;
