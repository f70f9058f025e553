/// DynamoDB tables as the stores use them: items, conditional writes, transactions, pages.
@NullMarked
package io.cdrwebhooks.aws.dynamodb.table;

import org.jspecify.annotations.NullMarked;
