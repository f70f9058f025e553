/// The deployment to AWS: a stack with the state and one with the service. Each package below has
/// the constructs of one subject. It reads the routes of the configuration API, and otherwise knows
/// only the paths of the functions' packages.
@NullMarked
package io.cdrwebhooks.infra;

import org.jspecify.annotations.NullMarked;
