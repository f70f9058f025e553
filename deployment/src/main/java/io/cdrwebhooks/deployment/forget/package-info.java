/// Finds and deletes the stored data of a deployment about one customer.
@NullMarked
package io.cdrwebhooks.deployment.forget;

import org.jspecify.annotations.NullMarked;
