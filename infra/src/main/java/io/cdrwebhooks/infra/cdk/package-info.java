/// Parts that every other package uses where the CDK's own allow more, or have another type.
@NullMarked
package io.cdrwebhooks.infra.cdk;

import org.jspecify.annotations.NullMarked;
