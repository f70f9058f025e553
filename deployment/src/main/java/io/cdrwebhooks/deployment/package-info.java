/// Tests of deployments: `make smoke` for an existing one, `make deploy-emulated` for this build's
/// templates and functions in an emulated account.
@NullMarked
package io.cdrwebhooks.deployment;

import org.jspecify.annotations.NullMarked;
