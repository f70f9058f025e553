/// Tries deployments: `make smoke` an existing one, `make deploy-emulated` this build's templates
/// and functions in an emulated account.
@NullMarked
package io.cdrwebhooks.deployment;

import org.jspecify.annotations.NullMarked;
