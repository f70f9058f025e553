/// The deployment to AWS: a stack with the state and one with the service. Each package below has
/// the constructs of one subject. It knows only the paths of the functions' packages.
@NullMarked
package io.cdrwebhooks.infra;

import org.jspecify.annotations.NullMarked;
