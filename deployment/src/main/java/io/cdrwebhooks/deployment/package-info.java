/// Tries a deployment: `make smoke` any that is there, `make deploy-emulated` the templates and the
/// functions of this build in an emulated account.
@NullMarked
package io.cdrwebhooks.deployment;

import org.jspecify.annotations.NullMarked;
