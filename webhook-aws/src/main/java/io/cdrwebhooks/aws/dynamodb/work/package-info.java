/// The stores of lanes, jobs, notes, digests and due work.
@NullMarked
package io.cdrwebhooks.aws.dynamodb.work;

import org.jspecify.annotations.NullMarked;
