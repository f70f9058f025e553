/// Finds and deletes what a deployment has stored about one customer.
@NullMarked
package io.cdrwebhooks.deployment.forget;

import org.jspecify.annotations.NullMarked;
